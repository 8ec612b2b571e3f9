using System;
using System.Collections;
using System.Collections.Specialized;

namespace PinningTools;

/// <summary>
/// One host of an Invoke-PinCheck, made by its script. Members are text where JSON would show numbers.
/// </summary>
public sealed class PinCheckDetail
{
    /// <summary>Ok, Warning, Critical or Unknown.</summary>
    public string Level { get; set; } = "Unknown";

    /// <summary>The row of the list, from 1 on and without the header; null where no row can be told.</summary>
    public int? Row { get; set; }

    /// <summary>The host as it was judged; as the row names it, where it never came to that.</summary>
    public string HostName { get; set; } = "";

    /// <summary>The port, or null where the row gives none that can be read.</summary>
    public int? Port { get; set; }

    /// <summary>The IP address the connection went to, or null where none was made.</summary>
    public string? Address { get; set; }

    /// <summary>The name of the verdict; empty where there is none.</summary>
    public string Verdict { get; set; } = "";

    /// <summary>The name of the verdict's reason; empty where there is no verdict.</summary>
    public string Reason { get; set; } = "";

    /// <summary>Whole days until the first certificate of the path in use expires.</summary>
    public int? DaysLeft { get; set; }

    /// <summary>Whole days until the leaf expires.</summary>
    public int? LeafDaysLeft { get; set; }

    /// <summary>The subject of the certificate that expires first.</summary>
    public string? ExpiresFirst { get; set; }

    /// <summary>When the leaf expires, in UTC; null where that is not known.</summary>
    public DateTime? NotAfter { get; set; }

    /// <summary>When the first certificate of the path expires, in UTC; null where that is not known.</summary>
    public DateTime? ChainNotAfter { get; set; }

    /// <summary>Who issued the leaf; empty where none was shown.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>The pin that matched; empty where none did.</summary>
    public string MatchedPin { get; set; } = "";

    /// <summary>The name of the role of the certificate whose key matched; empty where none did.</summary>
    public string MatchedRole { get; set; } = "";

    /// <summary>Who answers for the host, by the list or the pin set; empty where nobody is named.</summary>
    public string Owner { get; set; } = "";

    /// <summary>The tags of the row.</summary>
    public string[] Tag { get; set; } = [];

    /// <summary>The columns of the list that are not read, by name; they are members of their own as well.</summary>
    public IDictionary Columns { get; set; } = new OrderedDictionary();

    /// <summary>What happened and what to do.</summary>
    public string Message { get; set; } = "";

    /// <summary>The whole verdict, or null where there is none.</summary>
    public PinVerdict? Result { get; set; }

    /// <summary>One line: the level, the host or the row, what happened.</summary>
    public override string ToString()
    {
        string name = DisplayText.Address(HostName);
        string host = Port is { } port ? $"{name}:{port}" : name;
        string verdict = Verdict.Length > 0 ? Verdict + ": " : "";
        return $"{Level} {host} {verdict}{DisplayText.Clean(Message.Split('\n')[0])}".Replace("  ", " ");
    }
}

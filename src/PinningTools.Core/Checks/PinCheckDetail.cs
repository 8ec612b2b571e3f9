using System;
using System.Collections;
using System.Collections.Specialized;

namespace PinningTools;

/// <summary>
/// One endpoint of an Invoke-PinCheck. Members are strings, numbers, dates and arrays, so that they come through JSON
/// and Invoke-Command unharmed.
/// </summary>
/// <remarks>A part of the summary that Invoke-PinCheck returns.</remarks>
public sealed record PinCheckDetail : IPinCheckResult
{
    /// <summary>Ok, Warning, Critical or Unknown.</summary>
    public string Level { get; init; } = "Unknown";

    /// <summary>The row of the list, from 1 on and without the header; null where no row can be told.</summary>
    public int? Row { get; init; }

    /// <summary>
    /// The endpoint in every output and from run to run: host:port, and where the row gives them +starttls, #servername
    /// and @address. Empty for a row that cannot be read.
    /// </summary>
    public string Key { get; init; } = "";

    /// <summary>The host as it was judged; as the row names it, where it never came to that.</summary>
    public string HostName { get; init; } = "";

    /// <summary>The port, or null where the row gives none that can be read.</summary>
    public int? Port { get; init; }

    /// <summary>The IP address the connection went to, or null where none was made.</summary>
    public string? Address { get; init; }

    /// <summary>The name of the verdict; NotChecked where time ran out; empty where there is none.</summary>
    public string Verdict { get; init; } = "";

    /// <summary>The name of the verdict's reason; empty where there is no verdict.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Whole days until the first certificate of the path in use expires.</summary>
    public int? DaysLeft { get; init; }

    /// <summary>Whole days until the leaf expires.</summary>
    public int? LeafDaysLeft { get; init; }

    /// <summary>The subject of the certificate that expires first.</summary>
    public string? ExpiresFirst { get; init; }

    /// <summary>When the leaf becomes valid, in UTC; null where that is not known.</summary>
    public DateTime? NotBefore { get; init; }

    /// <summary>When the leaf expires, in UTC; null where that is not known.</summary>
    public DateTime? NotAfter { get; init; }

    /// <summary>When the first certificate of the path expires, in UTC; null where that is not known.</summary>
    public DateTime? ChainNotAfter { get; init; }

    /// <summary>Who issued the leaf; empty where none was shown.</summary>
    public string Issuer { get; init; } = "";

    /// <summary>The subject of the trust anchor, or null.</summary>
    public string? Anchor { get; init; }

    /// <summary>The pin of the leaf's key; empty where none was shown.</summary>
    public string LeafPin { get; init; } = "";

    /// <summary>The pin that matched; empty where none did.</summary>
    public string MatchedPin { get; init; } = "";

    /// <summary>The name of the role of the certificate whose key matched; empty where none did.</summary>
    public string MatchedRole { get; init; } = "";

    /// <summary>The pattern of the pin set that judged; null for pins of the row.</summary>
    public string? Pattern { get; init; }

    /// <summary>When the pin set that judged expires, in UTC; null where it does not.</summary>
    public DateTime? PinSetExpires { get; init; }

    /// <summary>How many pins of the policy are not in use: the ones that a rotation can fall back to.</summary>
    public int SparePins { get; init; }

    /// <summary>The pins that judged.</summary>
    public string[] KnownPins { get; init; } = [];

    /// <summary>The path from the leaf to the trust anchor; with -Slim empty for what is Ok.</summary>
    public PinCheckCertificate[] Chain { get; init; } = [];

    /// <summary>
    /// How many signed certificate timestamps the leaf embeds, unverified; null where it has no list of them, or no
    /// leaf was shown. What a server sends by TLS extension or OCSP is not seen.
    /// </summary>
    public int? Scts { get; init; }

    /// <summary>Since when it has this level, in UTC; null without -State.</summary>
    public DateTime? Since { get; init; }

    /// <summary>Since when it shows this key, in UTC; null without -State.</summary>
    public DateTime? KeySince { get; init; }

    /// <summary>In how many runs in a row it could not be judged; 0 without -State.</summary>
    public int FailedRuns { get; init; }

    internal PinCheckChange[] Changes { get; init; } = [];

    PinCheckChange[] IPinCheckResult.Changes => Changes;

    /// <summary>What each place saw of it.</summary>
    public PinCheckView[] Views { get; init; } = [];

    /// <summary>Who answers for the host, by the list or the pin set; empty where nobody is named.</summary>
    public string Owner { get; init; } = "";

    /// <summary>The tags of the row.</summary>
    public string[] Tag { get; init; } = [];

    /// <summary>The columns of the list that are not read, by name; they are members of their own as well.</summary>
    public IDictionary Columns { get; init; } = new OrderedDictionary();

    /// <summary>What happened and what to do.</summary>
    public string Message { get; init; } = "";

    /// <summary>
    /// One line to paste into PowerShell; empty where there is nothing to do. For a key that nobody expected it
    /// inspects and never pins what was only seen.
    /// </summary>
    public string Fix { get; init; } = "";

    /// <summary>The file with the certificates of a mismatch, beside the state; empty where there is none.</summary>
    public string Evidence { get; init; } = "";

    /// <summary>How long its check took, in seconds; null where it was not asked.</summary>
    public double? Seconds { get; init; }

    internal PinVerdict? Result { get; init; }

    PinVerdict? IPinCheckResult.Result => Result;

    /// <summary>One line: the level, the host or the row, what happened.</summary>
    public override string ToString()
    {
        string name = DisplayText.Address(HostName);
        string host = Port is { } port ? $"{name}:{port}" : name;
        string verdict = Verdict.Length > 0 ? Verdict + ": " : "";
        return $"{Level} {host} {verdict}{DisplayText.Clean(Message.Split('\n')[0])}".Replace("  ", " ");
    }
}

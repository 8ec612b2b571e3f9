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

    /// <summary>Whole days until the leaf expires.</summary>
    public int? DaysLeft { get; set; }

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

using System;

namespace PinningTools;

/// <summary>What an Invoke-PinCheck came to, made by its script.</summary>
public sealed class PinCheckSummary
{
    /// <summary>The worst level of the details: Ok, Warning, Unknown or Critical, in this order.</summary>
    public string Level { get; set; } = "Unknown";

    /// <summary>0 Ok, 1 Warning, 2 Critical, 3 Unknown.</summary>
    public int ExitCode { get; set; } = 3;

    /// <summary>How many details there are.</summary>
    public int Checked { get; set; }

    /// <summary>How many of them passed, with nothing to say.</summary>
    public int Ok { get; set; }

    /// <summary>How many passed and need somebody to look soon.</summary>
    public int Warning { get; set; }

    /// <summary>How many did not pass.</summary>
    public int Critical { get; set; }

    /// <summary>How many could not be judged.</summary>
    public int Unknown { get; set; }

    /// <summary>How many rows were left out: empty, commented out, switched off or of another tag.</summary>
    public int Skipped { get; set; }

    /// <summary>The list or the pin store; null for rows from the pipeline.</summary>
    public string? Path { get; set; }

    /// <summary>When the check began, in UTC.</summary>
    public DateTime Started { get; set; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; set; }

    /// <summary>The hosts in the order of the list.</summary>
    public PinCheckDetail[] Details { get; set; } = [];

    /// <summary>The level and the counts.</summary>
    public override string ToString() =>
        $"{Level}: {Checked} checked, {Ok} ok, {Warning} warning, {Critical} critical, {Unknown} unknown";
}

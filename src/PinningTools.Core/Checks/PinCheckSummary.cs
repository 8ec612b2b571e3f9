using System;
using PinningTools.Internal;

namespace PinningTools;

/// <summary>What an Invoke-PinCheck came to.</summary>
/// <example>
/// <code>
/// PinCheckSummary summary = PinCheckSummary.FromJson(File.ReadAllText("nightly.json"));
/// foreach (PinCheckAlert alert in summary.Alerts) Console.WriteLine(alert);
/// </code>
/// </example>
/// <remarks>Returned by Invoke-PinCheck.</remarks>
public sealed record PinCheckSummary
{
    /// <summary>The worst level of the details: Ok, Warning, Unknown or Critical, in this order.</summary>
    public string Level { get; init; } = "Unknown";

    /// <summary>0 Ok, 1 Warning, 2 Critical, 3 Unknown; 0 as well for levels that -FailOn leaves out.</summary>
    public int ExitCode { get; init; } = 3;

    /// <summary>The name of the check: -Name, or the list's name without its ending.</summary>
    public string Name { get; init; } = "";

    /// <summary>The run's own number, 8 hexadecimal digits.</summary>
    public string RunId { get; init; } = "";

    /// <summary>How many details there are.</summary>
    public int Checked { get; init; }

    /// <summary>How many of them passed, with nothing to say.</summary>
    public int Ok { get; init; }

    /// <summary>How many passed and need somebody to look soon.</summary>
    public int Warning { get; init; }

    /// <summary>How many did not pass.</summary>
    public int Critical { get; init; }

    /// <summary>How many could not be judged.</summary>
    public int Unknown { get; init; }

    /// <summary>How many of these were not asked, because time ran out.</summary>
    public int NotChecked { get; init; }

    /// <summary>How many rows were left out: empty, commented out, switched off or of another tag.</summary>
    public int Skipped { get; init; }

    /// <summary>The levels, and Change, that made the exit code other than 0, by -FailOn.</summary>
    public string[] FailedOn { get; init; } = [];

    /// <summary>
    /// The days before an expiry from which on an endpoint is a warning; null where a part of each lifetime counts.
    /// </summary>
    public int? WarningDays { get; init; }

    /// <summary>
    /// The days before an expiry from which on an endpoint is critical; null where a part of each lifetime counts.
    /// </summary>
    public int? CriticalDays { get; init; }

    /// <summary>The list or the pin store; null for rows from the pipeline.</summary>
    public string? Path { get; init; }

    /// <summary>The state file; null without -State.</summary>
    public string? StateFile { get; init; }

    /// <summary>When the check began, in UTC.</summary>
    public DateTime Started { get; init; }

    /// <summary>When it ended, in UTC.</summary>
    public DateTime Finished { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The date it was judged at, in UTC, where that is not when it ran: -At.</summary>
    public DateTime? At { get; init; }

    /// <summary>Whether every endpoint of the list was asked.</summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>Whether there was no state of an earlier run; false without -State.</summary>
    public bool IsFirstRun { get; init; }

    /// <summary>When the last complete run ended, in UTC; null where none is known.</summary>
    public DateTime? Previous { get; init; }

    /// <summary>How many runs are missing between the last one and this one, by the usual interval.</summary>
    public int MissedRuns { get; init; }

    /// <summary>The machines that looked.</summary>
    public string[] VantagePoint { get; init; } = [];

    /// <summary>The part of the list that was asked, such as 3/16; null for the whole.</summary>
    public string? Shard { get; init; }

    /// <summary>What is different from the last run; empty without -State.</summary>
    public PinCheckChange[] Changes { get; init; } = [];

    /// <summary>How many of the changes were not expected.</summary>
    public int Unexpected { get; init; }

    /// <summary>The keys of the endpoints that were not Ok in the last run and are now.</summary>
    public string[] Recovered { get; init; } = [];

    /// <summary>What somebody should act on: one for each leaf key and reason.</summary>
    public PinCheckAlert[] Alerts { get; init; } = [];

    /// <summary>When the next certificate of a path in use expires, in UTC; null where none is known.</summary>
    public DateTime? NextExpiry { get; init; }

    /// <summary>The leaf keys, each with its endpoints.</summary>
    public PinCheckKey[] Keys { get; init; } = [];

    /// <summary>The endpoints in the order of the list.</summary>
    public PinCheckDetail[] Details { get; init; } = [];

    /// <summary>The summary as JSON: small, whole, and with the names of the members.</summary>
    public string ToJson() => PinCheckJson.Write(this);

    /// <summary>The summary that JSON of <see cref="ToJson"/>, or a report in JSON, is of.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="PinningException">It is no summary.</exception>
    public static PinCheckSummary FromJson(string json) => PinCheckJson.Read(json, "the summary");

    /// <summary>What the check came to, in one line as monitoring systems show it, with the worst first.</summary>
    public string ToStatusLine() => PinCheckSentence.Line(this);

    /// <summary>The level and the counts.</summary>
    public override string ToString() =>
        $"{Level}: {Checked} checked, {Ok} ok, {Warning} warning, {Critical} critical, {Unknown} unknown";
}

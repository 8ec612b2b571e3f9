using System;
using PinningTools.Internal;

namespace PinningTools;

/// <summary>The result of an Invoke-PinCheck.</summary>
/// <example>
/// <code>
/// PinCheckSummary summary = PinCheckSummary.FromJson(File.ReadAllText("nightly.json"));
/// foreach (PinCheckAlert alert in summary.Alerts) Console.WriteLine(alert);
/// </code>
/// </example>
/// <remarks>Returned by Invoke-PinCheck.</remarks>
public sealed record PinCheckSummary
{
    private readonly PinCheckKey[]? _keys;

    /// <summary>The worst level of the details: Ok, Warning, Unknown or Critical, in this order.</summary>
    public string Level { get; init; } = "Unknown";

    /// <summary>0 Ok, 1 Warning, 2 Critical, 3 Unknown; also 0 for levels that -FailOn leaves out.</summary>
    public int ExitCode { get; init; } = 3;

    /// <summary>The name of the check: -Name, or the list's name without its ending.</summary>
    public string Name { get; init; } = "";

    /// <summary>The id of the run, 8 hexadecimal digits.</summary>
    public string RunId { get; init; } = "";

    /// <summary>The number of details.</summary>
    public int Checked { get; init; }

    /// <summary>The number of details that passed without a warning.</summary>
    public int Ok { get; init; }

    /// <summary>The number of details that passed but need attention soon.</summary>
    public int Warning { get; init; }

    /// <summary>The number of details that did not pass.</summary>
    public int Critical { get; init; }

    /// <summary>The number of details whose state is unknown.</summary>
    public int Unknown { get; init; }

    /// <summary>
    /// The number of endpoints that were not checked, because time ran out. They are included in Unknown.
    /// </summary>
    public int NotChecked { get; init; }

    /// <summary>The number of rows that were skipped: empty, commented out, switched off or of another tag.</summary>
    public int Skipped { get; init; }

    /// <summary>The levels, and Change, that made the exit code other than 0; -FailOn selects them.</summary>
    public string[] FailedOn { get; init; } = [];

    /// <summary>
    /// The number of days before an expiry at which a warning begins; null if it depends on each certificate's
    /// lifetime.
    /// </summary>
    public int? WarningDays { get; init; }

    /// <summary>
    /// The number of days before an expiry at which the level becomes critical; null if it depends on each
    /// certificate's lifetime.
    /// </summary>
    public int? CriticalDays { get; init; }

    /// <summary>The list or the pin store; null for rows from the pipeline.</summary>
    public string? Path { get; init; }

    /// <summary>The state file; null without -State.</summary>
    public string? StateFile { get; init; }

    /// <summary>When the check began, in UTC.</summary>
    public DateTime Started { get; init; }

    /// <summary>When the check ended, in UTC.</summary>
    public DateTime Finished { get; init; }

    /// <summary>The duration of the check.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The date given with -At, in UTC, at which the check was done; null without -At.</summary>
    public DateTime? At { get; init; }

    /// <summary>
    /// Whether every endpoint of the list, or of its part (Shard), was checked; false for a merge with missing parts.
    /// </summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>Whether there was no state of an earlier run; false without -State.</summary>
    public bool IsFirstRun { get; init; }

    /// <summary>When the last complete run ended, in UTC; null if not known.</summary>
    public DateTime? Previous { get; init; }

    /// <summary>
    /// The number of runs that are missing between the last run and this one, going by the usual interval.
    /// </summary>
    public int MissedRuns { get; init; }

    /// <summary>The machines that ran the check.</summary>
    public string[] VantagePoint { get; init; } = [];

    /// <summary>
    /// The machines of -Session that gave no answer, or none that can be used, each as <c>name: reason</c>.
    /// </summary>
    public string[] MissingVantagePoint { get; init; } = [];

    /// <summary>
    /// The part of the list that was checked, such as 3/16, or the parts that were merged, such as 1-4,6/16; null for the
    /// whole list.
    /// </summary>
    public string? Shard { get; init; }

    /// <summary>The parts that a merge lacks, each such as 5/16.</summary>
    public string[] MissingShard { get; init; } = [];

    /// <summary>A hash of the rows of the whole list, by which Merge-PinCheck knows parts of one list; empty except in a shard.</summary>
    public string ListId { get; init; } = "";

    /// <summary>The differences from the last run; empty without -State.</summary>
    public PinCheckChange[] Changes { get; init; } = [];

    /// <summary>The number of unexpected changes.</summary>
    public int Unexpected { get; init; }

    /// <summary>The keys of the endpoints that were not Ok in the last run and are Ok now.</summary>
    public string[] Recovered { get; init; } = [];

    /// <summary>What needs action: one alert for each leaf key and reason.</summary>
    public PinCheckAlert[] Alerts { get; init; } = [];

    /// <summary>When the next certificate of a path in use expires, in UTC; null if not known.</summary>
    public DateTime? NextExpiry { get; init; }

    /// <summary>The leaf keys, each with its endpoints.</summary>
    public PinCheckKey[] Keys
    {
        get => _keys ?? PinCheckKey.Of(Details);
        init => _keys = value;
    }

    /// <summary>The endpoints in the order of the list.</summary>
    public PinCheckDetail[] Details { get; init; } = [];

    /// <summary>
    /// Returns the summary as compact JSON with the names of the members. Members that are null or empty are omitted.
    /// </summary>
    public string ToJson() => PinCheckJson.Write(this);

    /// <summary>Reads a summary from the JSON of <see cref="ToJson"/> or from a report in JSON.</summary>
    /// <param name="json">The JSON text.</param>
    /// <exception cref="PinningException">The text is not a summary.</exception>
    public static PinCheckSummary FromJson(string json) => PinCheckJson.Read(json, "the summary");

    /// <summary>Returns the result in one line as monitoring systems show it, with the worst first.</summary>
    public string ToStatusLine() => PinCheckSentence.Line(this);

    /// <summary>The level and the counts.</summary>
    public override string ToString() =>
        $"{Level}: {Checked} checked, {Ok} ok, {Warning} warning, {Critical} critical, {Unknown} unknown";
}

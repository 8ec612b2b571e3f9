using System;
using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>
/// What a check knows from its last run. A check is a function: it takes the list, the policy and the last state, and
/// returns a summary and the next state. It never writes policy files.
/// </summary>
internal sealed record CheckState
{
    /// <summary>How many starts of runs are kept: a month of nights.</summary>
    internal const int MaxRuns = 31;

    internal string Name { get; init; } = "";

    internal string VantagePoint { get; init; } = "";

    internal string RunId { get; init; } = "";

    internal DateTime Started { get; init; }

    internal DateTime Finished { get; init; }

    internal bool IsComplete { get; init; } = true;

    /// <summary>When the last complete run ended; null where there was none.</summary>
    internal DateTime? LastComplete { get; init; }

    /// <summary>When the last runs began, the oldest first.</summary>
    internal IReadOnlyList<DateTime> Runs { get; init; } = [];

    internal Dictionary<string, CheckRecord> Records { get; init; } = [];

    internal List<PinCheckAlert> Alerts { get; init; } = [];

    /// <summary>The acknowledgements, by the number of the alert.</summary>
    internal Dictionary<string, CheckAcknowledgement> Acknowledged { get; init; } = [];
}

/// <summary>The acknowledgement of an alert.</summary>
/// <param name="Alert">The number of the alert.</param>
/// <param name="Until">Until when the alert is not announced.</param>
/// <param name="Reason">The reason that was given.</param>
/// <param name="At">When the alert was acknowledged.</param>
/// <param name="Level">The level of the alert at that time: a worse level is announced all the same.</param>
internal sealed record CheckAcknowledgement(string Alert, DateTime Until, string Reason, DateTime At, string Level);

using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Whether runs are missing between the last one and this one, by the usual interval, which is the median: a run by hand
/// in between does not move it. A night without a check is told by the next one.
/// </summary>
internal static class CheckMissedRuns
{
    /// <summary>How many intervals it takes to speak of a usual one.</summary>
    private const int LeastIntervals = 2;

    internal static int Of(CheckState? last, DateTime started)
    {
        if (last is null || Usual(last) is not { Ticks: > 0 } usual) return 0;
        double gaps = (started - last.Runs[last.Runs.Count - 1]).Ticks / (double)usual.Ticks;
        // A run that is half an interval late is late, and none is missing.
        return gaps < 1.5 ? 0 : (int)Math.Min(int.MaxValue, Math.Round(gaps) - 1);
    }

    internal static PinCheckChange Change(CheckRunFacts run, CheckState last, int missed) => run.Change(
        "", "MissedRuns", false, PinCheckLevel.Warning, null, null,
        CheckWords.MissedRuns(missed, last.Runs[last.Runs.Count - 1], Usual(last)!.Value), "");

    private static TimeSpan? Usual(CheckState last)
    {
        List<long> intervals = [];
        for (int i = 1; i < last.Runs.Count; i++) intervals.Add((last.Runs[i] - last.Runs[i - 1]).Ticks);
        if (intervals.Count < LeastIntervals) return null;
        intervals.Sort();
        return TimeSpan.FromTicks(intervals[intervals.Count / 2]);
    }
}

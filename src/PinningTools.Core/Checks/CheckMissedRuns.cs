using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Whether runs are missing between the last run and this one. The usual interval is the median, so that a run by
/// hand in between does not change it, and runs in quick succession, as of somebody who tries a check, are no schedule.
/// A night without a check is reported by the next run.
/// </summary>
internal static class CheckMissedRuns
{
    /// <summary>The number of intervals that are needed to know the usual one.</summary>
    private const int LeastIntervals = 2;

    /// <summary>A run that follows another one sooner was made by hand, and says nothing of a schedule.</summary>
    private static readonly TimeSpan s_leastInterval = TimeSpan.FromMinutes(10);

    internal static int Of(CheckState? last, DateTime started)
    {
        if (last is null || Usual(last) is not { } usual) return 0;
        double gaps = (started - last.Runs[last.Runs.Count - 1]).Ticks / (double)usual.Ticks;
        // A run that is late by less than half an interval is late, not missing.
        return gaps < 1.5 ? 0 : (int)Math.Min(int.MaxValue, Math.Round(gaps) - 1);
    }

    internal static PinCheckChange Change(CheckRunFacts run, CheckState last, int missed) => run.Change(
        "", "MissedRuns", false, PinCheckLevel.Warning, null, null,
        CheckWords.MissedRuns(missed, last.Runs[last.Runs.Count - 1], Usual(last)!.Value), "");

    /// <summary>Null if it is not known.</summary>
    private static TimeSpan? Usual(CheckState last)
    {
        TimeSpan[] intervals =
        [
            .. last.Runs.Zip(last.Runs.Skip(1), (one, next) => next - one).Where(interval => interval >= s_leastInterval)
                .OrderBy(interval => interval),
        ];
        return intervals.Length < LeastIntervals ? null : intervals[intervals.Length / 2];
    }
}

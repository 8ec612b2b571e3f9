using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>The part of a result that concerns one owner: the endpoints and everything about them.</summary>
internal static class ReportOwner
{
    /// <param name="summary">The whole result.</param>
    /// <param name="isMeant">Selects owners by name.</param>
    internal static PinCheckSummary Part(PinCheckSummary summary, Func<string, bool> isMeant)
    {
        PinCheckDetail[] details = [.. summary.Details.Where(one => isMeant(one.Owner))];
        HashSet<string> keys = [.. details.Select(one => one.Key)];
        PinCheckChange[] changes =
            [.. summary.Changes.Where(one => one.Key.Length == 0 || keys.Contains(one.Key) || isMeant(one.Owner))];
        PinCheckKey[] leafKeys =
        [
            .. summary.Keys.Select(one => one with { Endpoints = [.. one.Endpoints.Where(keys.Contains)] })
                .Where(one => one.Endpoints.Length > 0),
        ];
        int Count(string level) => details.Count(one => one.Level == level);
        int unexpected = changes.Count(one => !one.Expected);
        string[] failedOn =
            [.. summary.FailedOn.Where(one => one == "Change" ? unexpected > 0 : Count(one) > 0)];
        string level = PinCheckLevel.WorstFirst.FirstOrDefault(one => Count(one) > 0) ?? PinCheckLevel.Unknown;
        return summary with
        {
            Level = level,
            ExitCode = details.Length == 0 ? summary.ExitCode : ExitCode(failedOn),
            Checked = details.Length,
            Ok = Count(PinCheckLevel.Ok),
            Warning = Count(PinCheckLevel.Warning),
            Critical = Count(PinCheckLevel.Critical),
            Unknown = Count(PinCheckLevel.Unknown),
            NotChecked = details.Count(one => one.Verdict == ReportWords.NotChecked),
            FailedOn = failedOn,
            Changes = changes,
            Unexpected = unexpected,
            Recovered = [.. summary.Recovered.Where(keys.Contains)],
            Alerts = [.. summary.Alerts.Select(one => Part(one, keys)).OfType<PinCheckAlert>()],
            NextExpiry = details.Min(one => one.ChainNotAfter ?? one.NotAfter),
            Keys = leafKeys,
            Details = details,
        };
    }

    /// <summary>The names of all owners, for a message.</summary>
    internal static IEnumerable<string> Names(IEnumerable<PinCheckSummary> summaries) => summaries
        .SelectMany(summary => summary.Details).Select(one => one.Owner).Where(owner => owner.Length > 0).Distinct()
        .OrderBy(owner => owner, StringComparer.Ordinal);

    /// <summary>The part about the selected endpoints; null if there is none.</summary>
    private static PinCheckAlert? Part(PinCheckAlert alert, HashSet<string> keys)
    {
        string[] endpoints = [.. alert.Endpoints.Where(keys.Contains)];
        if (endpoints.Length == 0) return null;
        // An alert with very many endpoints may not name all of them.
        int count = endpoints.Length == alert.Endpoints.Length ? alert.EndpointCount : endpoints.Length;
        return alert with { Endpoints = endpoints, EndpointCount = count };
    }

    private static int ExitCode(string[] failedOn) => ReportWords.WorstExitCode(
        failedOn.Select(one => one == "Change" ? 1 : PinCheckLevel.ExitCode(one)));
}

using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// The metrics of one endpoint. A host of which all addresses are checked has one result for each and is one
/// endpoint: the worst level and the first certificate to expire count.
/// </summary>
internal sealed class PrometheusEndpoint(string checkLabels, string name, IReadOnlyList<PinCheckDetail> details)
{
    private static readonly string[] s_wrongKey = ["PinMismatch", "VetoedPin", "NotProven"];
    private static readonly string[] s_noHandshake =
        ["ConnectFailed", "StartTlsFailed", "HandshakeFailed", "TimedOut"];

    internal string CheckLabels => checkLabels;

    internal string Labels { get; } = checkLabels + "," + PrometheusFamily.Label("endpoint", name);

    internal PinCheckDetail Worst { get; } = ReportWords.WorstFirst(details).First();

    internal bool IsOk => Worst.Level == PinCheckLevel.Ok;

    /// <summary>Whether a handshake was completed; null if the endpoint was not checked.</summary>
    internal bool? IsUp => Each(one =>
        one.Verdict.Length == 0 || one.Verdict == ReportWords.NotChecked ? null : !s_noHandshake.Contains(one.Verdict));

    /// <summary>Whether a pin matched the validated chain; null if pins were not compared.</summary>
    internal bool? IsMatched => Each(one =>
        s_wrongKey.Contains(one.Verdict) || one.Reason == nameof(VerdictReason.HandshakeSignatureInvalid) ? false
        : one.MatchedPin.Length > 0 ? true
        : null);

    /// <summary>
    /// Whether a pin matched from one machine and not from another; null if fewer than two machines saw a key.
    /// </summary>
    internal bool? DoViewsDiffer
    {
        get
        {
            PinCheckView[] views = [.. details.SelectMany(one => one.Views)];
            bool isCompared = ViewComparison.PlacesOf(views.Where(view => ViewComparison.IsMatch(view) || ViewComparison.IsWrong(view)))
                .Take(2).Count() == 2;
            return isCompared ? ViewComparison.Compare(views).Differs : null;
        }
    }

    internal DateTime? LeafNotAfter => details.Min(one => one.NotAfter);

    internal DateTime? LeafNotBefore => details.Max(one => one.NotBefore);

    internal DateTime? PathNotAfter => details.Min(one => one.ChainNotAfter);

    internal int FailedRuns => details.Max(one => one.FailedRuns);

    /// <summary>Null if no pins applied, or no key was seen: which pins are in use is not known then.</summary>
    internal int? SparePins => Worst.KnownPins.Length > 0
        ? details.Where(one => one.LeafPin.Length > 0).Min(one => (int?)one.SparePins) : null;

    internal IEnumerable<(string Pattern, DateTime Expires)> PinSets => details
        .Where(one => one is { Pattern: not null, PinSetExpires: not null })
        .Select(one => (one.Pattern!, one.PinSetExpires!.Value));

    /// <summary>False if any is false, otherwise true if any is true; null if none is known.</summary>
    private bool? Each(Func<PinCheckDetail, bool?> ask)
    {
        bool?[] answers = [.. details.Select(ask)];
        return answers.Contains(false) ? false : answers.Contains(true) ? true : null;
    }
}

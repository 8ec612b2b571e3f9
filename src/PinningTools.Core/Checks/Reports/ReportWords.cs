using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>The words that the reports for people share.</summary>
internal static class ReportWords
{
    internal const string NotChecked = "NotChecked";

    private static readonly Dictionary<string, string> s_reasons = new(StringComparer.Ordinal)
    {
        ["Match"] = "pin matches",
        ["PinMismatch"] = "wrong key",
        ["VetoedPin"] = "forbidden key",
        ["NotProven"] = "key not proven",
        ["UntrustedChain"] = "untrusted chain",
        ["NameMismatch"] = "wrong name",
        ["CertificateExpired"] = "certificate expired",
        ["PinSetExpired"] = "pin set expired",
        ["NotPinned"] = "no pins for this host",
        ["ConnectFailed"] = "no connection",
        ["StartTlsFailed"] = "STARTTLS failed",
        ["HandshakeFailed"] = "handshake failed",
        ["TimedOut"] = "timed out",
        [NotChecked] = "not checked",
        ["Unknown"] = "could not be checked",
        ["ExpiresSoon"] = "expires soon",
        ["NoBackupPin"] = "no backup pin",
        ["Inspected"] = "pin matches, but only an inspection could read it",
        ["NotReadable"] = "row cannot be read",
        ["Warning"] = "warning",
        ["FirstSeen"] = "new endpoint",
        ["Removed"] = "endpoint removed",
        ["Renewed"] = "renewed, same key",
        ["KeyChanged"] = "new key",
        ["IssuerChanged"] = "new issuer",
        ["PathChanged"] = "new path",
        ["AnchorChanged"] = "new trust anchor",
        ["AddressesDiffer"] = "addresses differ",
        ["SpareGone"] = "spare pin gone",
        ["SpareUsed"] = "spare pin in use",
        ["PolicyChanged"] = "pins changed",
        ["PinFollowedKey"] = "pin followed the key",
        ["LevelChanged"] = "level changed",
        ["ExpiryNear"] = "expiry near",
        ["Unreachable"] = "unreachable",
        ["Recovered"] = "recovered",
        ["ViewsDiffer"] = "machines differ",
        ["MissedRuns"] = "runs missed",
        ["PlaceMissing"] = "no answer from a machine",
        [ViewComparison.Missing] = "no answer",
        [ViewComparison.NotUsable] = "answer cannot be used",
    };

    /// <summary>The rank of a level as an exit code, worst first: 2, 3, 1, 0.</summary>
    internal static int WorstExitCode(IEnumerable<int> codes)
    {
        int[] all = [.. codes];
        return all.Contains(2) ? 2 : all.Contains(3) ? 3 : all.Contains(1) ? 1 : 0;
    }

    /// <summary>A verdict, the reason of an alert or the kind of a change in plain words.</summary>
    internal static string Plain(string name) =>
        name.Length == 0 ? "not checked"
        : s_reasons.TryGetValue(name, out string? words) ? words : EscapedText.Line(name);

    /// <summary>The name of an endpoint: its key, or its row if that could not be read.</summary>
    internal static string Label(PinCheckDetail detail)
    {
        static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

        if (detail.Key.Length > 0) return EscapedText.Line(detail.Key);
        if (detail is { HostName.Length: > 0, Port: { } port })
            return $"{EscapedText.Line(detail.HostName)}:{Number(port)}";
        return detail.Row is { } row ? $"row {Number(row)}" : "unknown endpoint";
    }

    /// <summary>The details, worst first, otherwise in the order of the list.</summary>
    internal static IEnumerable<PinCheckDetail> WorstFirst(IEnumerable<PinCheckDetail> details) =>
        details.OrderBy(one => PinCheckLevel.Rank(one.Level));

    /// <summary>What was found, in few words; for a match with a warning, the warning.</summary>
    internal static string Found(PinCheckDetail detail)
    {
        if (detail.Level == PinCheckLevel.Ok || detail.Verdict != nameof(Verdict.Match)) return Plain(detail.Verdict);
        string first = FirstSentence(detail.Message);
        return first.Length > 0 ? EscapedText.Cut(EscapedText.Line(first), 100) : Plain("Warning");
    }

    /// <summary>
    /// What was found for an endpoint in one line: the finding, since when, and the rest of the message.
    /// </summary>
    internal static string Problem(PinCheckDetail detail)
    {
        string found = Found(detail);
        string since = detail.Since is { } date ? $" since {CheckDate.Minute(date)}" : "";
        string first = EscapedText.Line(FirstLine(detail.Message));
        if (detail.Verdict == nameof(Verdict.Match)) return first.Length > 0 ? first : found;
        return first.Length > 0 ? $"{found}{since}: {first}" : $"{found}{since}";
    }

    private static string FirstSentence(string text)
    {
        string line = FirstLine(text);
        int end = line.IndexOf(". ", StringComparison.Ordinal);
        return (end < 0 ? line : line.Substring(0, end)).TrimEnd('.');
    }

    internal static string FirstLine(string text)
    {
        int end = text.IndexOf('\n');
        return (end < 0 ? text : text.Substring(0, end)).TrimEnd('\r');
    }

    /// <summary>When a check ended and which machines ran it.</summary>
    internal static string Run(PinCheckSummary run)
    {
        string places = run.VantagePoint.Length > 0
            ? " from " + string.Join(", ", run.VantagePoint.Select(EscapedText.Line)) : "";
        string judged = run.At is { } at ? $", evaluated as of {CheckDate.Minute(at)}" : "";
        string part = run.Shard is { } shard ? $", part {EscapedText.Line(shard)}" : "";
        string whole = run.IsComplete ? "" : ", not complete";
        return $"run {EscapedText.Line(run.RunId)}{places}, {CheckDate.Minute(run.Finished)}{judged}{part}{whole}";
    }

    internal static string Count(int count, string one, string several) =>
        $"{count.ToString("N0", CultureInfo.InvariantCulture)} {(count == 1 ? one : several)}";

    /// <summary>A number of days, such as "in 6 days", "3 days ago", "today".</summary>
    internal static string Days(int days) => days switch
    {
        0 => "today",
        1 => "in 1 day",
        -1 => "1 day ago",
        > 0 => $"in {days.ToString(CultureInfo.InvariantCulture)} days",
        _ => $"{(-days).ToString(CultureInfo.InvariantCulture)} days ago",
    };

    /// <summary>The alerts that need action, worst first.</summary>
    internal static PinCheckAlert[] ToDo(PinCheckSummary run) =>
    [
        .. run.Alerts.Where(one => one.IsAnnounced && one.State != "recovered")
            .OrderBy(one => PinCheckLevel.Rank(one.Level)),
    ];

    /// <summary>The changes, unexpected ones first.</summary>
    internal static PinCheckChange[] Changes(PinCheckSummary run) =>
        [.. run.Changes.OrderBy(one => one.Expected).ThenBy(one => PinCheckLevel.Rank(one.Level))];

    /// <summary>The endpoints of an alert, as many as fit.</summary>
    internal static string Endpoints(PinCheckAlert alert, int most)
    {
        string names = string.Join(", ", alert.Endpoints.Take(most).Select(EscapedText.Line));
        int more = Math.Max(alert.EndpointCount, alert.Endpoints.Length) - Math.Min(most, alert.Endpoints.Length);
        return more > 0 ? $"{names} and {more.ToString("N0", CultureInfo.InvariantCulture)} more" : names;
    }
}

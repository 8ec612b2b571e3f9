using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// The result of a check in one sentence, for people who see nothing else: the subject of a mail, the first line of a
/// monitor, the head of a report. It names the worst first, and hosts only if they fit.
/// </summary>
internal static class PinCheckSentence
{
    /// <summary>The default notifications of Nagios show only the first line, and cut it.</summary>
    internal const int MaxLength = 180;

    private static readonly string[] s_wrongKey = ["PinMismatch", "VetoedPin", "NotProven"];
    private static readonly string[] s_unreachable =
        ["ConnectFailed", "StartTlsFailed", "HandshakeFailed", "TimedOut"];

    /// <summary>The sentence with the level in front, as monitors expect it.</summary>
    internal static string Line(PinCheckSummary summary) =>
        $"PINCHECK {summary.Level.ToUpperInvariant()}: {Of(summary)}";

    internal static string Of(PinCheckSummary summary)
    {
        PinCheckDetail[] wrong = Where(summary, "Critical", one => s_wrongKey.Contains(one.Verdict) || IsUnproven(one));
        PinCheckDetail[] critical =
            Where(summary, "Critical", one => !s_wrongKey.Contains(one.Verdict) && !IsUnproven(one));
        PinCheckDetail[] unreachable = Where(summary, "Unknown", one => s_unreachable.Contains(one.Verdict));
        PinCheckDetail[] soon = Where(summary, "Warning", IsNearItsEnd);
        int warnings = summary.Warning - soon.Length;
        int unknown = summary.Unknown - unreachable.Length - summary.NotChecked;
        string all = summary.Checked.ToString(CultureInfo.InvariantCulture);
        var parts = new List<string>();
        if (wrong.Length > 0) parts.Add(Named($"{wrong.Length} of {all} {Verb(wrong.Length, "shows", "show")} a wrong key", wrong));
        if (critical.Length > 0)
            parts.Add(Named($"{critical.Length} of {all} {Verb(critical.Length, "does", "do")} not pass", critical));
        if (soon.Length > 0) parts.Add($"{soon.Length} {Verb(soon.Length, "expires", "expire")} soon");
        if (warnings > 0) parts.Add($"{warnings} with a warning");
        if (unreachable.Length > 0) parts.Add($"{unreachable.Length} unreachable");
        if (unknown > 0) parts.Add($"{unknown} could not be checked");
        if (summary.NotChecked > 0) parts.Add($"{summary.NotChecked} not checked before the deadline");
        if (parts.Count == 0) parts.Add(summary.Checked == 1 ? "the endpoint is fine" : $"all {all} are fine");
        if (summary.Unexpected > 0)
            parts.Add($"{summary.Unexpected} unexpected {Verb(summary.Unexpected, "change", "changes")}");
        if (summary.MissingShard.Length > 0) parts.Add(MissingParts(summary.MissingShard));
        foreach (string place in summary.MissingVantagePoint.Take(1))
            parts.Add($"no answer from {DisplayText.Clean(EscapedText.Cut(place.Split(':')[0], 40))}"
                + (summary.MissingVantagePoint.Length > 1 ? $" and {summary.MissingVantagePoint.Length - 1} more" : ""));
        if (summary.MissedRuns > 0) parts.Add($"{summary.MissedRuns} missed {Verb(summary.MissedRuns, "run", "runs")}");
        return string.Join("; ", parts);
    }

    /// <summary>
    /// An impostor with a copy of the certificate: the verdict is a failed handshake, but the level is Critical.
    /// </summary>
    private static bool IsUnproven(PinCheckDetail one) => one.Reason == nameof(VerdictReason.HandshakeSignatureInvalid);

    private static bool IsNearItsEnd(PinCheckDetail one) =>
        one.Verdict == nameof(Verdict.Match) && one.Message.StartsWith("The ", System.StringComparison.Ordinal)
            && one.Message.Contains(" expire");

    private static PinCheckDetail[] Where(
        PinCheckSummary summary, string level, System.Func<PinCheckDetail, bool> condition) =>
        [.. summary.Details.Where(one => one.Level == level && condition(one))];

    private static string MissingParts(string[] missing)
    {
        const int Most = 4;
        string all = missing[0].Substring(missing[0].IndexOf('/') + 1);
        string names = string.Join(", ", missing.Take(Most).Select(DisplayText.Clean)) + (missing.Length > Most ? ", ..." : "");
        return $"{missing.Length} of {DisplayText.Clean(all)} parts missing: {names}";
    }

    private static string Verb(int count, string one, string several) => count == 1 ? one : several;

    private static string Named(string what, PinCheckDetail[] details)
    {
        string text = what;
        for (int i = 0; i < details.Length; i++)
        {
            string name = DisplayText.Clean(details[i].Key.Length > 0 ? details[i].Key : details[i].HostName);
            string longer = text + (i == 0 ? ": " : ", ") + name;
            if (longer.Length > MaxLength / 2) return i == 0 ? text : text + ", ...";
            text = longer;
        }

        return text;
    }
}

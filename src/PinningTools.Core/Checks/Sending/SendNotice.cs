using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>What one message is about: what a receiver does not know yet of a run.</summary>
internal sealed record SendNotice
{
    /// <summary>The run, or the part of it that the receiver is told of.</summary>
    internal required PinCheckSummary Run { get; init; }

    /// <summary>The worst first; those that have recovered behind them.</summary>
    internal IReadOnlyList<PinCheckAlert> Alerts { get; init; } = [];

    /// <summary>Those that were not expected first.</summary>
    internal IReadOnlyList<PinCheckChange> Changes { get; init; } = [];

    /// <summary>Where the whole report is; null if the message has no link.</summary>
    internal Uri? Link { get; init; }

    /// <summary>Whether nothing of it is true: it is sent to see whether it arrives.</summary>
    internal bool IsDrill { get; init; }

    internal IEnumerable<PinCheckAlert> Active => Alerts.Where(one => one.State != "recovered");

    internal IEnumerable<PinCheckAlert> Recovered => Alerts.Where(one => one.State == "recovered");

    /// <summary>drill, problem, recovered, change or report.</summary>
    internal string Event => IsDrill ? "drill" : Active.Any() ? "problem" : Alerts.Count > 0 ? "recovered"
        : Changes.Count > 0 ? "change" : "report";

    /// <summary>The same for the same content, for receivers that leave out what they have.</summary>
    internal string Id => CheckId.Of(
        16, [Run.Name, Run.RunId, .. Alerts.Select(one => one.Id + one.State), .. Changes.Select(one => one.Id)]);

    /// <summary>Such as "Pin check nightly: CRITICAL".</summary>
    internal string Title => IsDrill ? "DRILL of a pin check: nothing is wrong"
        : $"{Capital} {EscapedText.Line(Run.Name)}".TrimEnd() + ": " + EscapedText.Line(Run.Level.ToUpperInvariant());

    internal string Sentence => IsDrill ? DrillReport.Sentence : EscapedText.Line(PinCheckSentence.Of(Run));

    /// <summary>The counts and the run in a line.</summary>
    internal string Footer => IsDrill ? $"Sent as a drill at {CheckDate.Minute(Run.Finished)}."
        : $"{Number(Run.Critical)} critical, {Number(Run.Unknown)} unknown, {Number(Run.Warning)} with a warning, "
            + $"{Number(Run.Ok)} fine; {ReportWords.Run(Run)}";

    private const string Capital = "Pin check";

    /// <summary>What an alert is about, in a few words.</summary>
    internal static string Head(PinCheckAlert alert)
    {
        string state = alert.State == "standing" ? $"since {CheckDate.Minute(alert.Since)}" : EscapedText.Line(alert.State);
        string owner = alert.Owner.Length > 0 ? $", {EscapedText.Line(alert.Owner)}" : "";
        return $"{ReportWords.Plain(alert.Reason)} ({state}{owner})";
    }

    /// <summary>What a change is, in a few words.</summary>
    internal static string Head(PinCheckChange change) =>
        $"{ReportWords.Plain(change.Kind)} ({(change.Expected ? "expected" : "not expected")})";

    internal static string Cut(string text, int most) => EscapedText.Cut(EscapedText.Line(text), most);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

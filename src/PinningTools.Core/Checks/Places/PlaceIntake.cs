using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Takes in the summary of another machine. The machine may be wrong or lie: its texts are cut, its levels are raised to
/// what its verdicts allow, its pins must be pins, and it speaks for the machines that it names and for no others.
/// </summary>
internal static class PlaceIntake
{
    private const int MaxText = 64;
    private const int MaxAnchor = 512;
    private const int MaxMessage = 16 * 1024;

    internal static PinCheckSummary Take(PinCheckSummary summary)
    {
        string[] places = [.. summary.VantagePoint.Select(place => EscapedText.Cut(place, MaxText)).Distinct()];
        if (places.Length == 0) places = ["unknown"];
        HashSet<string> own = [.. places];
        PinCheckDetail[] details = [.. summary.Details.Select(one => Take(one, places[0], own))];
        string[] raised = [.. details.Zip(summary.Details, (one, given) => one.Level == given.Level ? null : one.Level).OfType<string>().Distinct()];
        int code = summary.ExitCode is >= 0 and <= 3 ? summary.ExitCode : 3;
        return summary with
        {
            VantagePoint = places,
            MissingVantagePoint = [.. summary.MissingVantagePoint.Select(one => EscapedText.Cut(one, MaxAnchor))],
            Details = details,
            // Whoever understates a level does not decide about the exit code either.
            ExitCode = ReportWords.WorstExitCode(raised.Select(PinCheckLevel.ExitCode).Append(code)),
            FailedOn = [.. summary.FailedOn.Concat(raised).Distinct()],
        };
    }

    private static PinCheckDetail Take(PinCheckDetail one, string place, HashSet<string> own)
    {
        PinCheckView[] views =
        [
            .. one.Views.Take(4 * ViewComparison.MaxViews).Select(Take).Where(view => own.Contains(view.VantagePoint)),
        ];
        string level = PinCheckLevel.WorstFirst.Contains(one.Level) ? one.Level : PinCheckLevel.Unknown;
        level = PinCheckLevel.Worst(level, ViewComparison.Least(one.Verdict));
        foreach (PinCheckView view in views)
            if (ViewComparison.IsWrong(view)) level = PinCheckLevel.Critical;
        return one with
        {
            Level = level,
            LeafPin = Pin(one.LeafPin),
            Message = EscapedText.Cut(one.Message, MaxMessage),
            Views = views.Length > 0 || one.Verdict.Length == 0 ? ViewComparison.Sort(views)
                : [Take(new PinCheckView
                {
                    VantagePoint = place,
                    Address = one.Address,
                    LeafPin = one.LeafPin,
                    Anchor = one.Anchor,
                    Verdict = one.Verdict,
                })],
        };
    }

    internal static PinCheckView Take(PinCheckView view) => new()
    {
        VantagePoint = EscapedText.Cut(view.VantagePoint, MaxText),
        Address = view.Address is { } address ? EscapedText.Cut(address, MaxText) : null,
        LeafPin = Pin(view.LeafPin),
        Anchor = view.Anchor is { } anchor ? EscapedText.Cut(anchor, MaxAnchor) : null,
        Verdict = EscapedText.Cut(view.Verdict, MaxText),
    };

    /// <summary>The pin in the form in which pins are compared; empty if it is none.</summary>
    private static string Pin(string text) =>
        text.Length <= MaxText * 2 && SpkiPin.TryParse(text, out SpkiPin pin) ? pin.ToString() : "";
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>An endpoint that is not Ok, with all known facts.</summary>
internal static class HtmlEndpoint
{
    internal static string Write(HtmlRun run, PinCheckDetail one)
    {
        var text = new PageText();
        string id = run.IdOf(one) is { } place ? $" id=\"{place}\"" : "";
        text.Append($"<details class=\"ep {HtmlText.Class(one.Level)}\"{id}><summary>{HtmlText.Level(one.Level)} ")
            .Append($"<strong>{HtmlText.Name(ReportWords.Label(one))}</strong> ")
            .Append($"<span>{HtmlText.Encode(ReportWords.Found(one))}</span>");
        if (one.Since is { } since) text.Append($" <span class=\"mut\">since {HtmlText.Time(since)}</span>");
        text.Append("</summary>\n<div class=\"body\">\n");
        if (one.Message.Length > 0) text.Append($"<pre class=\"msg\">{HtmlText.EncodeLines(one.Message)}</pre>\n");
        HtmlChain.Append(text, one.Chain);
        AppendFacts(text, one);
        AppendChanges(text, one);
        if (one.Fix.Length > 0)
            text.Append(HtmlText.Fix(one.Fix));
        return text.Append("</div>\n</details>\n").ToString();
    }

    private static void AppendFacts(PageText text, PinCheckDetail one)
    {
        var facts = new List<(string Name, string Value)>();
        void Add(string name, string value)
        {
            if (value.Length > 0) facts.Add((name, value));
        }

        string reason = one.Reason is "None" or "" ? "" : $" ({HtmlText.Encode(one.Reason)})";
        Add("Verdict", one.Verdict.Length > 0 ? HtmlText.Encode(one.Verdict) + reason : "");
        if (one.Inspected) Add("Read by", $"an inspection; proof of the key: {HtmlText.Encode(one.Proof)}, {HtmlText.Encode(one.ProofStrength)}");
        Add("Address", HtmlText.Encode(one.Address));
        if (one.Chain.Length == 0 && one.LeafPin.Length > 0) Add("Key", HtmlText.Pin(one.LeafPin));
        if (one.KeySince is { } since) Add("Key first seen", HtmlText.Time(since));
        if (one.NotAfter is { } end) Add("Leaf", $"{HtmlText.Day(one.NotBefore)} to {HtmlText.Day(end)}");
        if (one.DaysLeft is { } days)
            Add("First to expire", $"{HtmlText.Name(one.ExpiresFirst)} {ReportWords.Days(days)}");
        Add("Anchor", one.Anchor is { } anchor ? HtmlText.Name(anchor) : "");
        if (one.KnownPins.Length > 0)
            Add("Pins", ReportWords.Count(one.KnownPins.Length, "pin", "pins") + Unused(one));
        Add("Pin set", one.Pattern is { } pattern ? HtmlText.Name(pattern) : "");
        if (one.PinSetExpires is { } expires) Add("Pin set expires", HtmlText.Day(expires));
        if (one.Scts is { } scts) Add("Timestamps of CT logs", HtmlText.Number(scts) + " embedded");
        if (one.FailedRuns > 0) Add("Failed runs in a row", HtmlText.Number(one.FailedRuns));
        Add("Evidence", one.Evidence.Length > 0 ? $"<code>{HtmlText.Encode(one.Evidence)}</code>" : "");
        foreach (PinCheckView view in one.Views)
            Add(
                $"Seen from {HtmlText.Name(view.VantagePoint)}",
                $"{HtmlText.Encode(view.Address)} {HtmlText.Encode(ReportWords.Plain(view.Verdict))}"
                    + (view.LeafPin.Length > 0 ? $" <code>{HtmlText.ShortPin(view.LeafPin)}</code>" : "")
                    + (view.Anchor is { Length: > 0 } last && last != one.Anchor ? $", chain ends in {HtmlText.Name(last)}" : ""));
        if (one.Tag.Length > 0) Add("Tags", HtmlText.Encode(string.Join(", ", one.Tag)));
        foreach (System.Collections.DictionaryEntry column in one.Columns)
            Add(HtmlText.Name(Convert.ToString(column.Key, CultureInfo.InvariantCulture)),
                HtmlText.Name(Convert.ToString(column.Value, CultureInfo.InvariantCulture)));
        if (facts.Count == 0) return;
        text.Append("<dl class=\"facts\">");
        foreach ((string name, string value) in facts) text.Append($"<dt>{name}</dt><dd>{value}</dd>");
        text.Append("</dl>\n");
    }

    /// <summary>Without a key, which pins are in use is not known.</summary>
    private static string Unused(PinCheckDetail one) => one.LeafPin.Length == 0 ? ""
        : $", {one.SparePins.ToString(CultureInfo.InvariantCulture)} not in use";

    private static void AppendChanges(PageText text, PinCheckDetail one)
    {
        if (one.Changes.Length == 0) return;
        text.Append("<ul class=\"changes\">\n");
        foreach (PinCheckChange change in one.Changes.OrderBy(change => change.Expected))
            text.Append($"<li><span class=\"tag\">{HtmlText.Encode(ReportWords.Plain(change.Kind))}</span> ")
                .Append(change.Expected ? "expected. " : "not expected. ").Append(HtmlText.Encode(change.Why))
                .Append("</li>\n");
        text.Append("</ul>\n");
    }
}

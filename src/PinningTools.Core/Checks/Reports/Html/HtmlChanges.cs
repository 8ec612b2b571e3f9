using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>The differences from the last run, unexpected ones first, each with its reason.</summary>
internal static class HtmlChanges
{
    private const int MostUnexpected = 40;
    private const int MostExpected = 20;

    internal static void Append(PageText text, HtmlRun run)
    {
        string title = run.Run.Previous is { } previous ? $"Since {HtmlText.Time(previous)}" : "Since the last run";
        text.Append(run.Section("changes", title));
        if (Nothing(run.Run) is { } reason) text.Append($"<p class=\"none\">{reason}</p>\n");
        PinCheckChange[] unexpected = [.. run.Changes.Where(one => !one.Expected)];
        PinCheckChange[] expected = [.. run.Changes.Where(one => one.Expected)];
        AppendPart(text, run, "Not expected", "unexpected", unexpected, MostUnexpected);
        AppendPart(text, run, "Expected", "expected", expected, MostExpected);
        if (run.Run.Recovered.Length > 0)
            text.Append($"<p>{HtmlText.Shape(PinCheckLevel.Ok)} Ok again: ")
                .Append(run.Links(run.Run.Recovered, run.Run.Recovered.Length, 20)).Append(".</p>\n");
        text.Append("</section>\n");
    }

    private static string? Nothing(PinCheckSummary run) =>
        run.IsFirstRun ? "This is the first run with a state: there is nothing to compare it with."
        : run.Changes.Length > 0 ? null
        : run.StateFile is null
            ? "No state was kept, so there is nothing to compare. Use Invoke-PinCheck -State to keep one."
        : "Nothing has changed.";

    private static void AppendPart(
        PageText text, HtmlRun run, string title, string name, PinCheckChange[] changes, int most)
    {
        if (changes.Length == 0) return;
        text.Append($"<h3>{title} <span class=\"n\">{HtmlText.Number(changes.Length)}</span></h3>\n")
            .Append($"<ul class=\"changes {name}\">\n");
        // The changes of an endpoint are shown together.
        IGrouping<string, PinCheckChange>[] groups = [.. changes.GroupBy(one => one.Key)];
        int shown = 0;
        foreach (IGrouping<string, PinCheckChange> group in groups.Take(most))
        {
            AppendItem(text, run, group.Key, [.. group]);
            shown += group.Count();
        }

        text.Append("</ul>\n");
        if (shown == changes.Length) return;
        IEnumerable<string> rest = groups.Skip(most).SelectMany(group => group).GroupBy(one => one.Kind)
            .OrderByDescending(kind => kind.Count())
            .Select(kind => $"{HtmlText.Number(kind.Count())} {HtmlText.Encode(ReportWords.Plain(kind.Key))}");
        text.Append($"<p class=\"more\">And {HtmlText.Number(changes.Length - shown)} more: ")
            .Append(string.Join(", ", rest)).Append(".</p>\n");
    }

    private static void AppendItem(PageText text, HtmlRun run, string key, PinCheckChange[] changes)
    {
        string kinds = string.Join(
            " ", changes.Select(one => $"<span class=\"tag\">{HtmlText.Encode(ReportWords.Plain(one.Kind))}</span>"));
        string name = key.Length > 0 ? $"<strong>{run.Link(key)}</strong> " : "";
        text.Append($"<li>{name}{kinds}");
        if (changes[0].Owner.Length > 0)
            text.Append($" <span class=\"mut\">{HtmlText.Name(changes[0].Owner)}</span>");
        foreach (string why in changes.Select(one => one.Why).Where(why => why.Length > 0).Distinct())
            text.Append($"<p>{HtmlText.Encode(why)}</p>");
        if (changes.Any(one => one.PinFollowedKey))
            text.Append("<p><strong>The pin followed the key:</strong> the pin was added after the key was seen.</p>");
        if (changes.FirstOrDefault(one => one.Kind == "KeyChanged") is { Old.Pin: { } old, New.Pin: { } current })
            text.Append($"<p class=\"keys\">{Key(old)} became {Key(current)}</p>");
        text.Append("</li>\n");
    }

    private static string Key(string pin) =>
        $"<code title=\"{HtmlText.Encode(pin)}\">{HtmlText.ShortPin(pin)}\u2026</code>";
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// The expiries of the next ninety days, drawn by day: certificates with and without a spare pin, certificates of
/// their paths, pin sets. The table below gives the same facts in words.
/// </summary>
internal static class HtmlTimeline
{
    private const int Span = 90;
    private const int Left = 12;
    private const double DayWidth = 9.7;
    private const int Width = 900;
    private const int LaneHeight = 62;
    private const int MostBar = 34;
    private const int MostRows = 10;

    private static readonly (string Kind, string Title)[] s_lanes =
    [
        (ExpiryItem.Leaf, "Certificates"), (ExpiryItem.Issuer, "Issuing certificates"), (ExpiryItem.PinSet, "Pin sets"),
    ];

    internal static void Append(PageText text, HtmlRun run)
    {
        text.Append(run.Section("expiry", "Expiry"));
        ExpiryItem[] items = ExpiryItem.Of(run.Run);
        if (items.Length == 0)
        {
            text.Append("<p class=\"none\">No date is known.</p>\n</section>\n");
            return;
        }

        AppendDrawing(text, run, items);
        text.Append("<p class=\"legend\"><span><span class=\"key\"></span>spare pin available</span> ")
            .Append("<span><span class=\"key nospare\"></span>no spare pin: a new key would be refused</span>")
            .Append("</p>\n");
        AppendRest(text, run, items);
        AppendTable(text, run, items);
        text.Append("</section>\n");
    }

    private static void AppendDrawing(PageText text, HtmlRun run, ExpiryItem[] items)
    {
        (string Kind, string Title)[] lanes = [.. s_lanes.Where(lane => items.Any(item => item.Kind == lane.Kind))];
        int height = (lanes.Length * LaneHeight) + 30;
        string id = run.Id("timeline");
        int soon = items.Count(item => item.Days(run.Today) is >= 0 and <= Span);
        string label = run.Label("Timeline");
        text.Append($"<section class=\"scroll\" tabindex=\"0\" aria-label=\"{label}\">\n")
            .Append($"<svg class=\"timeline\" viewBox=\"0 0 {Width} {height}\" role=\"img\" ")
            .Append($"aria-labelledby=\"{id}\">")
            .Append($"<title id=\"{id}\">Timeline: {ReportWords.Count(soon, "expiry", "expiries")} ")
            .Append($"within {Span} days</title>\n")
            .Append("<defs><pattern id=\"").Append(run.Id("hatch"))
            .Append("\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">")
            .Append("<rect width=\"4\" height=\"4\" class=\"hatch\"/>")
            .Append("<rect width=\"1.6\" height=\"4\" class=\"line\"/></pattern></defs>\n");
        foreach (int days in new[] { run.Run.WarningDays ?? 14, run.Run.CriticalDays ?? 3 })
            text.Append($"<rect class=\"zone\" x=\"{Left}\" y=\"0\" height=\"{height - 24}\" ")
                .Append($"width=\"{Figure(Math.Min(days, Span) * DayWidth)}\"/>\n");
        AppendAxis(text, run.Today, height - 24);
        for (int i = 0; i < lanes.Length; i++)
        {
            int ground = ((i + 1) * LaneHeight) - 2;
            string place = $"x=\"{Left + 4}\" y=\"{ground - LaneHeight + 16}\">{lanes[i].Title}</text>";
            text.Append($"<text class=\"lane halo\" {place}<text class=\"lane\" {place}")
                .Append($"<path class=\"ground\" d=\"M{Left} {ground}H{Figure(Left + (Span * DayWidth))}\"/>\n");
            AppendLane(text, run, [.. items.Where(item => item.Kind == lanes[i].Kind)], ground);
        }

        text.Append("</svg>\n</section>\n");
    }

    private static void AppendAxis(PageText text, DateTime today, int bottom)
    {
        text.Append($"<text class=\"tick\" x=\"{Left}\" y=\"{bottom + 18}\">today</text>\n");
        for (int day = 1; day <= Span; day++)
        {
            DateTime date = today.AddDays(day);
            bool isMonth = date.Day == 1;
            if (!isMonth && date.DayOfWeek != DayOfWeek.Monday) continue;
            string x = Figure(Left + (day * DayWidth));
            text.Append($"<path class=\"{(isMonth ? "month" : "week")}\" d=\"M{x} 0V{bottom}\"/>");
            if (isMonth && day > 6)
                text.Append($"<text class=\"tick\" x=\"{x}\" y=\"{bottom + 18}\">{UtcDate.Day(date)}</text>");
        }

        text.Append("\n");
    }

    private static void AppendLane(PageText text, HtmlRun run, ExpiryItem[] items, int ground)
    {
        IGrouping<int, ExpiryItem>[] days =
            [.. items.GroupBy(item => item.Days(run.Today)).Where(day => day.Key is >= 0 and <= Span)];
        int most = days.Length == 0 ? 1 : days.Max(day => day.Count());
        foreach (IGrouping<int, ExpiryItem> day in days)
        {
            int count = day.Count();
            int bare = day.Count(item => item.HasSpare == false);
            double height = Math.Max(7, (double)count / most * MostBar);
            double bareHeight = height * bare / count;
            string x = Figure(Left + (day.Key * DayWidth) + 1);
            string width = Figure(DayWidth - 2);
            string names = string.Join(", ", day.SelectMany(Names).Take(3));
            int all = day.SelectMany(Names).Count();
            string title = $"{UtcDate.Day(day.First().Date)}: {names}{(all > 3 ? $" and {all - 3} more" : "")}";
            text.Append($"<g><title>{HtmlText.Encode(title)}</title>");
            string kind = items[0].Kind == ExpiryItem.Leaf ? "spare" : "plain";
            string at = $"x=\"{x}\" width=\"{width}\"";
            if (count > bare)
                text.Append($"<rect class=\"{kind}\" {at} y=\"{Figure(ground - height)}\" ")
                    .Append($"height=\"{Figure(height - bareHeight)}\"/>");
            if (bare > 0)
                text.Append($"<rect class=\"nospare\" fill=\"url(#{run.Id("hatch")})\" {at} ")
                    .Append($"y=\"{Figure(ground - bareHeight)}\" height=\"{Figure(bareHeight)}\"/>");
            if (count > 1)
                text.Append($"<text class=\"count\" x=\"{Figure(Left + ((day.Key + 0.5) * DayWidth))}\" ")
                    .Append($"y=\"{Figure(ground - height - 3)}\">{HtmlText.Number(count)}</text>");
            text.Append("</g>\n");
        }
    }

    private static void AppendRest(PageText text, HtmlRun run, ExpiryItem[] items)
    {
        int over = items.Count(item => item.Days(run.Today) < 0);
        int later = items.Count(item => item.Days(run.Today) > Span);
        string[] parts =
        [
            .. new[]
            {
                over > 0 ? $"<strong>{HtmlText.Number(over)} already expired</strong>" : "",
                later > 0 ? $"{HtmlText.Number(later)} later than {Span} days from now" : "",
            }.Where(part => part.Length > 0),
        ];
        if (parts.Length > 0) text.Append($"<p class=\"mut\">Not drawn: {string.Join(", ", parts)}.</p>\n");
    }

    private static void AppendTable(PageText text, HtmlRun run, ExpiryItem[] items)
    {
        HtmlTable.BeginWide(
            text, run.Label("Next to expire"), "Next to expire", "Date", "When", "For", "?Kind", "Spare pin");
        foreach (ExpiryItem item in items.Take(MostRows))
        {
            string name = item.Name.Length > 0 ? HtmlText.Name(item.Name) + ": " : "";
            string spare = item.HasSpare switch { true => "yes", false => "<strong>none</strong>", _ => "" };
            text.Append($"<tr><th scope=\"row\">{HtmlText.Day(item.Date)}</th>")
                .Append($"<td class=\"nw\">{ReportWords.Days(item.Days(run.Today))}</td>")
                .Append($"<td>{name}{run.Links(item.Endpoints, item.Endpoints.Count, 3)}</td>")
                .Append($"<td class=\"nw what\">{item.Kind}</td><td>{spare}</td></tr>\n");
        }

        HtmlTable.EndWide(text);
    }

    private static IEnumerable<string> Names(ExpiryItem item) => item.Name.Length > 0 ? [item.Name] : item.Endpoints;

    private static string Figure(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using PinningTools.Internal;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Checks.Reports;

/// <summary>
/// Whoever has a certificate writes into every report. What they write stays text: no markup, no label, no header, no
/// formula, no column, no line, and nothing that is not seen.
/// </summary>
public sealed partial class HostileReportTests
{
    private const string Formulas = "=+-@\t\r\uFF1D\uFF0B\uFF0D\uFF20";

    public static TheoryData<string, int> Cases()
    {
        var cases = new TheoryData<string, int>();
        foreach (string format in Reporting.Formats)
            for (int i = 0; i < SampleSummary.HostileTexts.Length; i++) cases.Add(format, i);
        return cases;
    }

    public static TheoryData<int> Texts() => [.. Enumerable.Range(0, SampleSummary.HostileTexts.Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Nothing_unseen_gets_into_a_report(string format, int number)
    {
        string text = Poisoned(format, number);

        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n') continue;
            if (char.IsSurrogatePair(text, i))
            {
                i++;
                continue;
            }

            UnicodeCategory kind = char.GetUnicodeCategory(text[i]);
            Assert.False(
                kind is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
                    or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator || text[i] >= '\uFFFE',
                $"U+{(int)text[i]:X4} at {i}: {text[Math.Max(0, i - 40)..i]}");
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_page_has_no_element_but_its_own(int number)
    {
        string page = Poisoned("Html", number);

        Assert.Equal(1, Count(page, "<script"));
        Assert.Equal(1, Count(page, "</script"));
        Assert.Equal(1, Count(page, "<style"));
        Assert.DoesNotContain("<!channel", page);
        Assert.DoesNotContain("]]>", page);
        Assert.DoesNotContain("-->", page);
        // Every reference is a place in the page or a picture within it.
        Assert.All(Reference().Matches(page), match => Assert.Matches("^(#|data:image/svg)", match.Groups[1].Value));
        string[] own =
        [
            "a", "article", "b", "bdi", "body", "caption", "code", "dd", "defs", "details", "div", "dl", "dt", "g", "h1",
            "h2", "h3", "head", "header", "html", "i", "li", "link", "main", "meta", "nav", "ol", "p", "path", "pattern",
            "pre", "rect", "script", "section", "span", "strong", "style", "summary", "svg", "symbol", "table", "tbody",
            "td", "text", "th", "thead", "time", "title", "tr", "ul", "use", "circle",
        ];
        Assert.Empty(Element().Matches(page).Select(match => match.Groups[1].Value).Distinct().Except(own));
        Assert.DoesNotMatch(@"<[^>]*\son\w+=", page);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_plugin_s_output_has_one_bar(int number)
    {
        string output = Poisoned("Nagios", number);

        Assert.Equal(1, Count(output, "|"));
        string first = output[..output.IndexOf('\n', StringComparison.Ordinal)];
        Assert.True(first.IndexOf('|', StringComparison.Ordinal) <= 200, first);
        Assert.Matches(@" \| 'critical'=1;;0;0;4 'warning'=1;0;;0;4 'unknown'=1;0;;0;4 'ok'=1;;;0;4 ", first);
        Assert.Equal(4, output.TrimEnd('\n').Split('\n').Length);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Metrics_have_no_line_and_no_label_of_a_stranger(int number)
    {
        foreach (string line in Poisoned("Prometheus", number).TrimEnd('\n').Split('\n'))
            Assert.Matches(
                @"^(# (TYPE|UNIT|HELP) pincheck_[a-z_]+ .+|# EOF|pincheck_[a-z_]+\{[a-z_]+=""([^""\\]|\\\\|\\"")*""(,[a-z_]+=""([^""\\]|\\\\|\\"")*"")*\} -?[0-9.]+)$",
                line);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_spreadsheet_has_no_formula(int number)
    {
        string text = Poisoned("Csv", number);

        // As the command wrote it, and as a spreadsheet of another culture takes it apart.
        foreach (char delimiter in ",;\t|")
        {
            var rows = new CsvText(text, delimiter);
            while (rows.Next() is { } cells)
                Assert.DoesNotContain(cells, cell =>
                    cell.Length > 0 && Formulas.Contains(cell[0]) && !double.TryParse(cell, out _));
        }

        Assert.Equal(5, text.TrimEnd('\n').Split('\n').Length);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Test_results_are_XML_with_the_elements_of_JUnit(int number)
    {
        using var reader = XmlReader.Create(new StringReader(Poisoned("JUnit", number)));
        var names = new HashSet<string>();
        while (reader.Read())
            if (reader.NodeType == XmlNodeType.Element) names.Add(reader.Name);

        string[] known =
            ["testsuites", "testsuite", "properties", "property", "testcase", "failure", "error", "skipped", "system-out"];
        Assert.Empty(names.Except(known));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_mail_has_the_headers_that_were_written_and_no_others(int number)
    {
        string mail = Poisoned("Mail", number);

        string head = mail[..mail.IndexOf("\n\n", StringComparison.Ordinal)];
        string[] names = [.. head.Replace("\n ", " ", StringComparison.Ordinal).Split('\n').Select(line => line.Split(':')[0])];
        Assert.Equal(
            ["From", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"], names);
        Assert.All(mail.Split('\n'), line => Assert.True(line.Length <= 998 && line.All(char.IsAscii), line));
        Assert.All(head.Split('\n'), line => Assert.True(line.Length <= 200, line));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Markdown_has_no_markup_of_a_stranger(int number)
    {
        string text = Poisoned("Markdown", number);

        // What stands in code spans and behind fences is text.
        string bare = CodeSpan().Replace(text, "");
        Assert.DoesNotMatch(@"(?<!\\)[<>\[\]]", bare);
        Assert.DoesNotContain("@", bare);
        Assert.DoesNotMatch(@"(?<!\\)://", bare);
        Assert.All(bare.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)), row =>
            Assert.Equal(6, BareBar().Count(row)));
    }

    [Theory]
    [InlineData("JsonLines")]
    [InlineData("Rfc7469")]
    public void Each_line_is_a_whole_object(string format)
    {
        for (int i = 0; i < SampleSummary.HostileTexts.Length; i++)
            foreach (string line in Poisoned(format, i).TrimEnd('\n').Split('\n'))
                Assert.Equal(JsonKind.Object, JsonReader.Parse(line, "line").Kind);
    }

    [Fact]
    public void What_was_hostile_is_read_back_as_it_was()
    {
        for (int i = 0; i < SampleSummary.HostileTexts.Length; i++)
        {
            PinCheckSummary clean = Reporting.Poisoned(SampleSummary.AllOk(), SampleSummary.HostileTexts[i]);

            PinCheckSummary back = Assert.Single(SavedReport.Read(Reporting.Write("Html", clean), "page"));

            Assert.Equal(
                PinCheckJson.Write(PinCheckSummary.FromJson(PinCheckJson.Write(clean with { Keys = [] }))),
                PinCheckJson.Write(back with { Keys = [] }));
        }
    }

    private static string Poisoned(string format, int number) => Reporting.Write(
        format, Reporting.Poisoned(SampleSummary.AllOk(), SampleSummary.HostileTexts[number]));

    private static int Count(string text, string part) =>
        (text.Length - text.Replace(part, "", StringComparison.Ordinal).Length) / part.Length;

    [GeneratedRegex("\\s(?:href|src)=\"([^\"]*)\"")]
    private static partial Regex Reference();

    [GeneratedRegex("<([a-zA-Z][a-zA-Z0-9]*)")]
    private static partial Regex Element();

    [GeneratedRegex("(?s)(?<!`)(`+)(?!`)(.+?)(?<!`)\\1(?!`)")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex BareBar();
}

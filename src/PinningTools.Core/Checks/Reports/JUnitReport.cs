using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Xml;

namespace PinningTools.Internal;

/// <summary>
/// The XML from which CI systems show tests. GitLab shows only classname and name, so these two hold the owner (or
/// the pattern, or the check) and the endpoint. A warning is a passed test with its text, unless it made the exit
/// code other than 0.
/// </summary>
internal sealed class JUnitReport : IPinReportFormat
{
    public string Name => "JUnit";

    public IReadOnlyList<string> Extensions { get; } = [".xml"];

    public bool IsByLine => false;

    public string Write(PinReport report) => XmlText.Write(xml =>
    {
        Case[] all = [.. report.Runs.SelectMany(run => run.Details.Concat(run.MissingVantagePoint.Select(Missing))
            .Select(detail => new Case(run, detail)))];
        xml.WriteStartElement("testsuites");
        xml.WriteAttributeString("name", Capital(report.Title));
        WriteCounts(xml, all, withSkipped: false);
        xml.WriteAttributeString("disabled", "0");
        xml.WriteAttributeString("time", Seconds(report.Whole.Elapsed.TotalSeconds));
        int id = 0;
        foreach (IGrouping<(PinCheckSummary Run, string Class), Case> suite in all.GroupBy(one => (one.Run, one.Class)))
            WriteSuite(xml, suite.Key.Run, suite.Key.Class, [.. suite], id++);
        xml.WriteEndElement();
    });

    /// <summary>A machine that gave no answer is a test that could not run.</summary>
    private static PinCheckDetail Missing(string place) => new()
    {
        Key = "vantage point " + place.Split(':')[0], Verdict = ViewComparison.Missing, Message = place,
    };

    private static void WriteSuite(XmlWriter xml, PinCheckSummary run, string name, Case[] cases, int id)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", name);
        xml.WriteAttributeString("id", id.ToString(CultureInfo.InvariantCulture));
        WriteCounts(xml, cases, withSkipped: true);
        xml.WriteAttributeString("time", Seconds(cases.Sum(one => one.Detail.Seconds ?? 0)));
        xml.WriteAttributeString(
            "timestamp", run.Started.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture));
        if (run.VantagePoint.Length > 0)
            xml.WriteAttributeString("hostname", EscapedText.Line(string.Join(",", run.VantagePoint)));
        xml.WriteStartElement("properties");
        WriteProperty(xml, "check", run.Name);
        WriteProperty(xml, "runId", run.RunId);
        xml.WriteEndElement();
        foreach (Case one in cases) WriteCase(xml, one);
        xml.WriteEndElement();
    }

    private static void WriteProperty(XmlWriter xml, string name, string value)
    {
        xml.WriteStartElement("property");
        xml.WriteAttributeString("name", name);
        xml.WriteAttributeString("value", EscapedText.Line(value));
        xml.WriteEndElement();
    }

    private static void WriteCounts(XmlWriter xml, Case[] cases, bool withSkipped)
    {
        void Write(string name, Func<Case, bool> counts) =>
            xml.WriteAttributeString(name, cases.Count(counts).ToString(CultureInfo.InvariantCulture));

        Write("tests", _ => true);
        Write("failures", one => one.Element == "failure");
        Write("errors", one => one.Element == "error");
        if (withSkipped) Write("skipped", one => one.Element == "skipped");
    }

    private static void WriteCase(XmlWriter xml, Case one)
    {
        PinCheckDetail detail = one.Detail;
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", one.Class);
        xml.WriteAttributeString("name", ReportWords.Label(detail));
        if (detail.Seconds is { } seconds) xml.WriteAttributeString("time", Seconds(seconds));
        xml.WriteAttributeString(
            "status", one.Element == "skipped" ? ReportWords.NotChecked : EscapedText.Line(detail.Level));
        string message = EscapedText.Lines(detail.Message).TrimEnd();
        if (one.Element is { } element)
        {
            xml.WriteStartElement(element);
            if (element != "skipped")
                xml.WriteAttributeString(
                    "type", detail.Verdict.Length > 0 ? EscapedText.Line(detail.Verdict) : "NotReadable");
            xml.WriteAttributeString("message", EscapedText.Line(ReportWords.FirstLine(message)));
            if (element != "skipped") xml.WriteString(Text(message, detail));
            xml.WriteEndElement();
        }
        else if (message.Length > 0)
        {
            xml.WriteElementString("system-out", Text(message, detail));
        }

        xml.WriteEndElement();
    }

    /// <summary>All facts for people who see nothing but this test.</summary>
    private static string Text(string message, PinCheckDetail detail)
    {
        IEnumerable<string> changes = detail.Changes
            .Select(change => $"{change.Kind}, {(change.Expected ? "expected" : "not expected")}: {change.Why}")
            .Select(EscapedText.Line);
        string text = string.Join("\n", changes.Prepend(message).Where(line => line.Length > 0));
        return detail.Fix.Length > 0 ? $"{text}\n{EscapedText.Lines(detail.Fix)}" : text;
    }

    private static string Seconds(double seconds) => seconds.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text.Substring(1);

    private sealed class Case(PinCheckSummary run, PinCheckDetail detail)
    {
        internal PinCheckSummary Run => run;

        internal PinCheckDetail Detail => detail;

        internal string Class { get; } = EscapedText.Line(
            detail.Owner.Length > 0 ? detail.Owner
            : detail.Pattern is { Length: > 0 } pattern ? pattern
            : run.Name.Length > 0 ? run.Name : "pin check");

        /// <summary>The element within the test; null for a test that passes.</summary>
        internal string? Element { get; } = detail.Level switch
        {
            PinCheckLevel.Ok => null,
            PinCheckLevel.Warning => run.FailedOn.Contains(PinCheckLevel.Warning) ? "failure" : null,
            PinCheckLevel.Critical => "failure",
            _ => detail.Verdict == ReportWords.NotChecked ? "skipped" : "error",
        };
    }
}

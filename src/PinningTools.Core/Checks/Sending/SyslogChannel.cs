using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>A line for the system's log.</summary>
/// <param name="Severity">2 critical, 4 warning, 6 for information (RFC 5424, section 6.2.1).</param>
/// <param name="Text">The line.</param>
internal sealed record LogLine(int Severity, string Text);

/// <summary>
/// The journal or the syslog of the system: a line for the run, one for each alert and one for each change. A line has no
/// more bytes than a log daemon has to take.
/// </summary>
/// <param name="write">Writes lines.</param>
internal sealed class SyslogChannel(Action<IReadOnlyList<LogLine>> write) : ISendChannel
{
    /// <summary>In bytes of UTF-8; with its head a line stays under 2,048 (RFC 5424, section 6.1).</summary>
    internal const int MaxText = 1900;
    private const int MaxLines = 500;
    private const int Critical = 2;
    private const int Warning = 4;
    private const int Information = 6;

    public string Shown => "the system's log";

    public IReadOnlyList<SendPlan> Plan(SendOptions options, SendJob job, SentMarks marks)
    {
        var due = new DueNews(options, CheckId.Of(16, "syslog"), marks);
        if (due.Find(job) is not { } notice) return [];
        LogLine[] lines = [.. Lines(notice)];
        return
        [
            new SendPlan
            {
                Text = string.Join(
                    "\n", lines.Select(line => $"<{line.Severity.ToString(CultureInfo.InvariantCulture)}>{line.Text}")),
                SendAsync = cancel => Task.Run(() => write(lines), cancel),
                Owe = () => due.Owe(notice),
                Mark = () => due.Mark(notice, job),
            },
        ];
    }

    internal static IEnumerable<LogLine> Lines(SendNotice notice)
    {
        yield return Line(
            notice.IsDrill ? Information : Of(notice.Run.Level), $"{notice.Title}: {notice.Sentence}; {notice.Footer}");
        foreach (PinCheckAlert alert in notice.Alerts.Take(MaxLines))
        {
            string fix = alert.Fix.Length > 0 ? $" > {alert.Fix}" : "";
            yield return Line(
                notice.IsDrill ? Information : Of(alert.Level),
                $"{SendNotice.Head(alert)}: {ReportWords.Endpoints(alert, 20)}: {alert.Why}{fix}");
        }

        PinCheckChange[] changes = [.. notice.Changes.Take(Math.Max(0, MaxLines - notice.Alerts.Count))];
        foreach (PinCheckChange change in changes)
            yield return Line(
                change.Expected ? Information : Warning, $"{SendNotice.Head(change)}: {change.Key} {change.Why}");
        int alerts = Math.Max(0, notice.Alerts.Count - MaxLines);
        string left = LeftOut.Say(alerts, notice.Changes.Count - changes.Length);
        if (left.Length > 0) yield return Line(Warning, left);
    }

    private static int Of(string level) => level switch
    {
        PinCheckLevel.Ok => Information,
        PinCheckLevel.Critical => Critical,
        _ => Warning,
    };

    private static LogLine Line(int severity, string text)
    {
        int most = MaxText;
        string line = SendNotice.Cut(text, most);
        while (Encoding.UTF8.GetByteCount(line) > MaxText) line = EscapedText.Cut(line, most -= 100);
        return new LogLine(severity, line);
    }
}

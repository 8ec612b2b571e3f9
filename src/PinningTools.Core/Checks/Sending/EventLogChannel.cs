using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>An event of Windows: its number, its type and its strings, of which the first is what people read.</summary>
/// <param name="Id">The number, by which rules tell events apart.</param>
/// <param name="Type">Error, Warning or Information.</param>
/// <param name="Strings">Text, endpoint, reason, leaf pin, owner, run and JSON.</param>
internal sealed record LogEvent(int Id, LogEventType Type, IReadOnlyList<string> Strings);

/// <summary>The types of events, by their numbers in Windows.</summary>
internal enum LogEventType
{
    /// <summary>Something is wrong.</summary>
    Error = 1,

    /// <summary>Something may become wrong.</summary>
    Warning = 2,

    /// <summary>Good to know.</summary>
    Information = 4,
}

/// <summary>
/// The event log of Windows: an event for the run, and one for each alert and each change. A string has at most 31,839
/// characters there, and an event at most 61,440 bytes.
/// </summary>
/// <param name="write">Writes events.</param>
internal sealed class EventLogChannel(Action<IReadOnlyList<LogEvent>> write) : ISendChannel
{
    internal const int MaxString = 8_000;
    internal const int MaxJson = 16_000;
    private const int MaxEvents = 500;

    public string Shown => "the event log";

    public IReadOnlyList<SendPlan> Plan(SendOptions options, SendJob job, SentMarks marks)
    {
        var due = new DueNews(options, CheckId.Of(16, "event log"), marks);
        if (due.Find(job) is not { } notice) return [];
        LogEvent[] events = [.. Events(notice)];
        return
        [
            new SendPlan
            {
                Text = string.Join("\n", events.Select(one => $"{one.Id} {one.Type}: {one.Strings[0]}")),
                SendAsync = cancel => Task.Run(() => write(events), cancel),
                Owe = () => due.Owe(notice),
                Mark = () => due.Mark(notice, job),
            },
        ];
    }

    internal static IEnumerable<LogEvent> Events(SendNotice notice)
    {
        PinCheckSummary run = notice.Run;
        (int id, LogEventType type) = notice.IsDrill ? (990, LogEventType.Information) : OfRun(run);
        int more = notice.Alerts.Count + notice.Changes.Count - MaxEvents;
        string left = more > 0 ? $" {ReportWords.Count(more, "more event was", "more events were")} left out." : "";
        string whole = $"{notice.Title}. {notice.Sentence}. {notice.Footer}.{left}";
        yield return new LogEvent(id, type, Strings(whole, "", "", "", "", run, null));
        foreach (PinCheckAlert alert in notice.Alerts.Take(MaxEvents))
        {
            (id, type) = notice.IsDrill ? (990, LogEventType.Information) : OfAlert(alert);
            string text = $"{SendNotice.Head(alert)}: {ReportWords.Endpoints(alert, 20)}. {alert.Why}";
            yield return new LogEvent(id, type, Strings(
                text, string.Join(" ", alert.Endpoints.Take(20)), alert.Reason, alert.LeafPin, alert.Owner, run, alert));
        }

        foreach (PinCheckChange change in notice.Changes.Take(Math.Max(0, MaxEvents - notice.Alerts.Count)))
            yield return new LogEvent(
                change.Expected ? 200 : 201,
                change.Expected ? LogEventType.Information : LogEventType.Warning,
                Strings(
                    $"{SendNotice.Head(change)}: {change.Key} {change.Why}", change.Key, change.Kind,
                    change.New?.Pin ?? "", change.Owner, run, null));
    }

    private static string[] Strings(
        string text, string key, string reason, string leafPin, string owner, PinCheckSummary run, PinCheckAlert? alert)
    {
        string json = alert is null ? "" : JsonWriter.WriteCompact(GenericMessage.Of(alert));
        // JSON that is cut is none.
        if (json.Length > MaxJson) json = JsonWriter.WriteCompact(GenericMessage.Of(alert! with { Endpoints = [], Fix = "" }));
        return
        [
            SendNotice.Cut(text, MaxString), SendNotice.Cut(key, MaxString / 4), SendNotice.Cut(reason, 200),
            SendNotice.Cut(leafPin, 200), SendNotice.Cut(owner, 1000), SendNotice.Cut(run.RunId, 100), json,
        ];
    }

    private static (int Id, LogEventType Type) OfRun(PinCheckSummary run) => run.Level switch
    {
        PinCheckLevel.Ok when run.IsComplete => (100, LogEventType.Information),
        PinCheckLevel.Warning when run.IsComplete => (101, LogEventType.Warning),
        PinCheckLevel.Critical => (102, LogEventType.Error),
        _ => (103, LogEventType.Warning),
    };

    private static (int Id, LogEventType Type) OfAlert(PinCheckAlert alert) => alert switch
    {
        { State: "recovered" } => (390, LogEventType.Information),
        { Reason: "MissedRuns" } => (902, LogEventType.Warning),
        { Reason: "PinMismatch" or "NotProven" } => (300, LogEventType.Error),
        { Reason: "VetoedPin" } => (301, LogEventType.Error),
        { Reason: "UntrustedChain" } => (302, LogEventType.Error),
        { Reason: "NameMismatch" } => (303, LogEventType.Error),
        { Reason: "CertificateExpired" or "PinSetExpired" } => (304, LogEventType.Error),
        { Reason: "ExpiresSoon", Level: not PinCheckLevel.Critical } => (310, LogEventType.Warning),
        { Reason: "NoBackupPin" } => (311, LogEventType.Warning),
        { Reason: "Inspected" } => (313, LogEventType.Warning),
        { Reason: "ConnectFailed" or "StartTlsFailed" or "TimedOut" } => (320, LogEventType.Warning),
        { Reason: "HandshakeFailed", Level: PinCheckLevel.Unknown } => (320, LogEventType.Warning),
        { Reason: "ViewsDiffer" or "AddressesDiffer" } => (330, LogEventType.Error),
        _ when CheckAlerts.IsToldOnce(alert.Reason) => (201, LogEventType.Warning),
        { Level: PinCheckLevel.Critical } => (305, LogEventType.Error),
        { Level: PinCheckLevel.Unknown } => (321, LogEventType.Warning),
        _ => (312, LogEventType.Warning),
    };
}

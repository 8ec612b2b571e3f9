using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// What one receiver does not know yet. It is decided by what was sent to this receiver, and not by what the run calls
/// new: a message that did not arrive last night is due tonight, and one that arrived is not sent twice.
/// - An alert is due that was not sent, has become worse, is about another endpoint, or was sent so long ago that it is
///   time for a reminder. What is acknowledged or pending is not.
/// - Of what was sent and is no longer there, the end is due.
/// - News that only one run has is owed until it was sent (<see cref="OwedNews"/>).
/// </summary>
/// <param name="options">What the command is asked for.</param>
/// <param name="channel">The receiver.</param>
/// <param name="marks">What was sent.</param>
internal sealed class DueNews(SendOptions options, string channel, SentMarks marks)
{
    private const string RunMark = "run";
    private const int KeptEndpoints = 100;
    private const int KeptWhy = 500;

    /// <summary>What is to be sent; null if there is nothing.</summary>
    internal SendNotice? Find(SendJob job)
    {
        PinCheckSummary part = job.Part;
        if (job.IsDrill) return new SendNotice { Run = part, Alerts = part.Alerts, Link = options.Link, IsDrill = true };
        List<PinCheckAlert> alerts = [.. part.Alerts.Select(one => Due(one, job.Run)).OfType<PinCheckAlert>()];
        alerts.AddRange(Ended(job.Run));
        alerts.AddRange(Owed(job.Run, alerts));
        bool isKnown = marks.Find(channel, RunMark)?.Run == job.Run.RunId;
        List<PinCheckChange> changes = isKnown ? [] : [.. ChangesOf(part)];
        changes.AddRange(marks.Owed.Where(one => one.Channel == channel).Select(one => one.Change)
            .OfType<PinCheckChange>().Where(owed => !changes.Any(one => one.Id == owed.Id)));
        bool isDue = alerts.Count > 0 || options.When switch
        {
            SendWhen.Problem => false,
            SendWhen.Change => changes.Count > 0,
            _ => !isKnown || changes.Count > 0,
        };
        return !isDue ? null : new SendNotice
        {
            Run = part,
            Alerts =
            [
                .. alerts.Where(one => one.State != "recovered").OrderBy(one => PinCheckLevel.Rank(one.Level)),
                .. alerts.Where(one => one.State == "recovered"),
            ],
            Changes = [.. changes.OrderBy(one => one.Expected).ThenBy(one => PinCheckLevel.Rank(one.Level))],
            Link = options.Link,
        };
    }

    /// <summary>Notes that a notice was sent.</summary>
    internal void Mark(SendNotice notice, SendJob job)
    {
        DateTime now = options.Clock();
        foreach (PinCheckAlert alert in notice.Alerts)
            marks.Put(new SentMark(channel, alert.Id)
            {
                Level = alert.Level,
                At = now,
                Run = job.Run.RunId,
                Reason = alert.Reason,
                LeafPin = alert.LeafPin,
                Owner = alert.Owner,
                Endpoints = [.. alert.Endpoints.Take(KeptEndpoints)],
                EndpointCount = alert.EndpointCount,
                Why = EscapedText.Cut(alert.Why, KeptWhy),
                IsOver = alert.State == "recovered" || CheckAlerts.IsToldOnce(alert.Reason),
            });
        marks.Put(new SentMark(channel, RunMark) { At = now, Run = job.Run.RunId });
        marks.Owe(channel, []);
    }

    /// <summary>
    /// Notes what is lost if this notice does not arrive, because no later run has it. False if there is nothing.
    /// </summary>
    internal bool Owe(SendNotice notice)
    {
        DateTime now = options.Clock();
        OwedNews[] news =
        [
            .. notice.Alerts.Where(one => one.State == "recovered" || CheckAlerts.IsToldOnce(one.Reason))
                .Select(one => new OwedNews(channel, now, Short(one), null)),
            .. options.When == SendWhen.Problem ? []
                : notice.Changes.Select(one => new OwedNews(channel, now, null, one)),
        ];
        // As old as they were where they are owed already.
        OwedNews[] known = [.. marks.Owed.Where(one => one.Channel == channel)];
        OwedNews[] dated = [.. news.Select(one => known.FirstOrDefault(old => IsSame(old, one)) ?? one)];
        marks.Owe(channel, dated);
        return dated.Length > 0 || known.Length > 0;
    }

    /// <summary>As much as messages show: thousands of endpoints can have one key.</summary>
    private static PinCheckAlert Short(PinCheckAlert alert) => alert with
    {
        Endpoints = [.. alert.Endpoints.Take(KeptEndpoints)],
        Why = EscapedText.Cut(alert.Why, KeptWhy),
    };

    private static bool IsSame(OwedNews one, OwedNews other) =>
        one.Alert?.Id == other.Alert?.Id && one.Change?.Id == other.Change?.Id && one.Alert?.State == other.Alert?.State;

    private static IEnumerable<PinCheckChange> ChangesOf(PinCheckSummary run) =>
        run.Changes.Where(one => !(run.IsFirstRun && one.Kind == "FirstSeen"));

    private PinCheckAlert? Due(PinCheckAlert alert, PinCheckSummary run)
    {
        if (!alert.IsAnnounced) return null;
        SentMark? mark = marks.Find(channel, alert.Id);
        if (mark?.Run == run.RunId) return null;
        bool isNews = mark is null || mark.IsOver || alert.State is "new" or "worse" or "recovered";
        if (isNews) return alert;
        bool isWorse = PinCheckLevel.IsWorse(alert.Level, mark!.Level)
            || alert.EndpointCount > mark.EndpointCount
            || alert.Endpoints.Take(KeptEndpoints).Except(mark.Endpoints).Any();
        if (isWorse) return alert with { State = "worse" };
        return options.IsTimeAgain(mark.At) ? alert : null;
    }

    /// <summary>
    /// The end of what was sent and what the run does not have any more. A run of another day than the last one that was
    /// sent does not know: an older result that is sent once more ends nothing.
    /// </summary>
    private IEnumerable<PinCheckAlert> Ended(PinCheckSummary run)
    {
        if (!options.HasMarks) yield break;
        HashSet<string> there = [.. run.Alerts.Select(one => one.Id)];
        foreach (SentMark mark in marks.Marks)
        {
            bool isOfAlert = mark.Channel == channel && mark.Reason.Length > 0;
            if (!isOfAlert || mark.IsOver || there.Contains(mark.Alert) || run.Finished < mark.At) continue;
            yield return new PinCheckAlert
            {
                Id = mark.Alert,
                State = "recovered",
                Level = PinCheckLevel.Ok,
                Reason = mark.Reason,
                LeafPin = mark.LeafPin,
                Endpoints = mark.Endpoints,
                EndpointCount = mark.EndpointCount,
                Owner = mark.Owner,
                Since = run.Finished,
                Why = $"Recovered: {mark.Why}",
            };
        }
    }

    /// <summary>What is owed, without the end of what is back.</summary>
    private IEnumerable<PinCheckAlert> Owed(PinCheckSummary run, List<PinCheckAlert> due) => marks.Owed
        .Where(one => one.Channel == channel).Select(one => one.Alert).OfType<PinCheckAlert>()
        .Where(owed => !due.Any(one => one.Id == owed.Id)
            && !(owed.State == "recovered" && run.Alerts.Any(one => one.Id == owed.Id && one.State != "recovered")));
}

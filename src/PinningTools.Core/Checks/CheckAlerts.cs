using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// The alerts of a run: what needs action. There is one alert for each leaf key and reason, so that fifteen endpoints
/// with one certificate are one line. New, worse and recovered alerts and unexpected changes are announced at once;
/// standing alerts are announced as reminders. Expected changes, renewals, endpoints seen for the first time and
/// endpoints that were unreachable only once are not announced.
/// </summary>
/// <param name="now">The time of the run.</param>
/// <param name="unreachableRuns">
/// The number of consecutive runs in which an endpoint must be unreachable before it is announced; 0 without a state.
/// </param>
/// <param name="last">The state of the last run, or null.</param>
internal sealed class CheckAlerts(DateTime now, int unreachableRuns, CheckState? last)
{
    private static readonly string[] s_ofChange =
        ["KeyChanged", "PolicyChanged", "AddressesDiffer", "AnchorChanged", "PathChanged", "IssuerChanged"];

    /// <summary>Whether alerts for this reason are in the result of one run only.</summary>
    internal static bool IsToldOnce(string reason) =>
        reason is "PinFollowedKey" or "MissedRuns" || s_ofChange.Contains(reason);

    private readonly Dictionary<string, Group> _groups = [];
    private readonly List<Group> _order = [];

    /// <summary>Adds an endpoint that is not Ok.</summary>
    internal void Add(PinCheckDetail detail, string reason, CheckRecord? record)
    {
        if (reason.Length == 0) return;
        string key = detail.LeafPin.Length > 0 ? detail.LeafPin : record?.Leaf?.Pin ?? "";
        bool isPending = unreachableRuns > 0 && record is { FailedRuns: > 0 } && record.FailedRuns < unreachableRuns;
        // Where machines differ, the message begins with the sentence about them.
        PinCheckChange? change = reason == ViewFinding.Kind ? null
            : detail.Changes.FirstOrDefault(one => !one.Expected && s_ofChange.Contains(one.Kind));
        Group group = Find(reason, key, detail.Key.Length > 0 ? detail.Key : detail.Message);
        group.Add(new Item(
            detail.Key, detail.Level, detail.Owner, detail.Since ?? now, detail.Changes.Any(one => one.Kind == "KeyChanged" && one.Expected),
            change?.Why ?? DisplayText.Clean(detail.Message.Split('\n')[0]), detail.Fix, detail.Evidence, isPending));
    }

    /// <summary>
    /// Adds an unexpected change of an endpoint that is Ok. Such an endpoint has no level to report, so the change is
    /// announced once.
    /// </summary>
    internal void AddEvent(PinCheckDetail detail, PinCheckChange change)
    {
        if (change.Expected || !s_ofChange.Contains(change.Kind)) return;
        string reason = change.PinFollowedKey ? "PinFollowedKey" : change.Kind;
        Find(reason, detail.LeafPin, detail.Key, isEvent: true).Add(new Item(
            detail.Key, PinCheckLevel.Warning, detail.Owner, change.At, false, change.Why, detail.Fix, detail.Evidence, false));
    }

    /// <summary>Adds that runs are missing; this is announced once.</summary>
    internal void AddMissed(PinCheckChange change) => Find(change.Kind, "", change.Id, isEvent: true).Add(
        new Item("", PinCheckLevel.Warning, "", change.At, false, change.Why, "", "", false));

    /// <summary>Adds a machine that gave no answer.</summary>
    internal void AddLost(string place, string why) => Find("PlaceMissing", "", place).Add(
        new Item("", PinCheckLevel.Unknown, "", now, false, $"{ViewWords.Name(place)} has seen nothing: {why}", "", "", false));

    /// <summary>Keeps the alerts of an endpoint that this run did not check.</summary>
    internal void Keep(CheckRecord record)
    {
        if (last is null || record.Level == PinCheckLevel.Ok) return;
        foreach (PinCheckAlert before in last.Alerts.Where(alert => alert.Endpoints.Contains(record.Key)))
            Find(before.Reason, before.LeafPin, record.Key, id: before.Id).Add(new Item(
                record.Key, record.Level, record.Owner, record.Since, before.Expected, before.Why, before.Fix,
                before.Evidence, before.State == "pending"));
    }

    /// <summary>The alerts of the run, worst first, followed by those that have recovered.</summary>
    internal PinCheckAlert[] Make()
    {
        List<PinCheckAlert> alerts = [.. _order.Select(Announce)];
        HashSet<string> ids = [.. alerts.Select(alert => alert.Id)];
        IEnumerable<PinCheckAlert> recovered = (last?.Alerts ?? [])
            .Where(before => before.State is not ("recovered" or "pending") && !ids.Contains(before.Id))
            .Select(before => before with
            {
                State = "recovered",
                Level = PinCheckLevel.Ok,
                Since = now,
                Why = $"Recovered: {before.Why}",
                Fix = "",
            });
        return
        [
            .. alerts.OrderBy(alert => PinCheckLevel.Rank(alert.Level)),
            .. recovered,
        ];
    }

    /// <summary>
    /// The alerts to keep for the next run: all but those that recovered or are announced only once.
    /// </summary>
    internal List<PinCheckAlert> Standing(PinCheckAlert[] alerts)
    {
        HashSet<string> events = [.. _order.Where(group => group.IsEvent).Select(group => group.Id)];
        return [.. alerts.Where(alert => alert.State != "recovered" && !events.Contains(alert.Id))];
    }

    private PinCheckAlert Announce(Group group)
    {
        PinCheckAlert alert = group.Make();
        PinCheckAlert? before = last?.Alerts.FirstOrDefault(one => one.Id == alert.Id);
        CheckAcknowledgement? known = null;
        if (last?.Acknowledged.TryGetValue(alert.Id, out known) == true && known!.Until > now
            && !PinCheckLevel.IsWorse(alert.Level, known.Level))
            return alert with
            {
                State = "acknowledged",
                AcknowledgedUntil = known.Until,
                AcknowledgedReason = known.Reason,
            };
        string state = group.IsPending ? "pending"
            : before is null or { State: "pending" } ? "new"
            : PinCheckLevel.IsWorse(alert.Level, before.Level) ? "worse" : "standing";
        return alert with { State = state };
    }

    private Group Find(string reason, string leafPin, string endpoint, bool isEvent = false, string? id = null)
    {
        id ??= CheckId.Of(12, reason, leafPin.Length > 0 ? leafPin : endpoint);
        if (_groups.TryGetValue(id, out Group? group)) return group;
        group = new Group(id, reason, leafPin, isEvent);
        _order.Add(group);
        return _groups[id] = group;
    }

    private sealed record Item(
        string Endpoint, string Level, string Owner, DateTime Since, bool IsExpected, string Why, string Fix, string Evidence,
        bool IsPending);

    private sealed class Group(string id, string reason, string leafPin, bool isEvent)
    {
        private readonly List<Item> _items = [];

        internal string Id => id;

        internal bool IsEvent => isEvent;

        /// <summary>Whether every item was unreachable in too few runs to be announced.</summary>
        internal bool IsPending => _items.All(item => item.IsPending);

        internal void Add(Item item) => _items.Add(item);

        internal PinCheckAlert Make()
        {
            Item worst = _items.OrderBy(item => PinCheckLevel.Rank(item.Level)).First();
            string[] endpoints = [.. _items.Select(item => item.Endpoint).Where(one => one.Length > 0).Distinct()];
            return new PinCheckAlert
            {
                Id = id,
                Level = worst.Level,
                Reason = reason,
                LeafPin = leafPin,
                Endpoints = endpoints,
                EndpointCount = Math.Max(1, endpoints.Length),
                Owner = string.Join(", ", _items.Select(item => item.Owner).Where(one => one.Length > 0).Distinct()),
                Since = _items.Min(item => item.Since),
                Expected = _items.All(item => item.IsExpected),
                Why = worst.Why,
                Fix = worst.Fix,
                Evidence = worst.Evidence,
            };
        }
    }
}

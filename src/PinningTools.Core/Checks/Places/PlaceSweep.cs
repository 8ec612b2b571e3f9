using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Checks endpoints from several machines at the same time, and once more where they do not agree: at once, and at the same
/// IP addresses from everywhere. A machine that cannot be asked, is lost or answers rubbish is a missing view; the others
/// go on.
/// </summary>
/// <param name="options">The options of the run.</param>
/// <param name="asker">Checks from this machine.</param>
/// <param name="here">The name of this machine.</param>
internal sealed class PlaceSweep(CheckOptions options, CheckAsker asker, string here)
{
    /// <summary>More endpoints are not asked about again: whoever inspects everything is known by the first.</summary>
    internal const int MaxAgain = 500;

    private const int MaxAddresses = 4;

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly CheckExpiry _expiry = new(options.WarningDays, options.CriticalDays);
    private readonly SortedDictionary<string, string> _missing = new(StringComparer.Ordinal);

    /// <summary>The names of all machines, this one first.</summary>
    internal IEnumerable<string> Names =>
        (options.IncludesLocal ? (IEnumerable<string>)[here] : []).Concat(options.Places.Select(place => place.Name));

    /// <summary>The machines without an answer that can be used, with the reason.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Missing => [.. _missing];

    /// <summary>The results in the order of the endpoints, one for each.</summary>
    /// <exception cref="PinningException">No machine could be asked.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    internal async Task<CheckResult[]> AskAsync(
        IReadOnlyList<CheckEndpoint> endpoints, CheckState? last, CancellationToken cancel)
    {
        Task<CheckResult[]>? own = options.IncludesLocal && endpoints.Count > 0 ? asker.AskAsync(endpoints, last, cancel) : null;
        PlaceAnswer[] answers = await AskPlacesAsync(options.Places, endpoints, isFirst: true, cancel).ConfigureAwait(false);
        CheckResult[]? local = own is null ? null : await own.ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        if (!options.IncludesLocal && _missing.Count == options.Places.Count && !answers.Any(answer => answer.HasFacts))
            throw answers.Length == 1 && answers[0].Failure is { } only ? new PinningException(only.Fault, only)
                : new PinningException(Faults.PinCheckNoPlace(string.Join(" ", _missing.Select(one => $"{ViewWords.Name(one.Key)}: {one.Value}"))));
        var joined = new CheckResult[endpoints.Count];
        for (int i = 0; i < joined.Length; i++) joined[i] = Join(endpoints[i], local?[i], answers, []);
        ILookup<string, PinCheckView> again = await AskAgainAsync(joined, answers, cancel).ConfigureAwait(false);
        for (int i = 0; i < joined.Length; i++)
            if (again.Contains(endpoints[i].Key)) joined[i] = Join(endpoints[i], local?[i], answers, [.. again[endpoints[i].Key]]);
        return joined;
    }

    private CheckResult Join(
        CheckEndpoint endpoint, CheckResult? local, IReadOnlyList<PlaceAnswer> answers, IReadOnlyList<PinCheckView> again)
    {
        DateTime now = options.Clock();
        var results = new List<CheckResult>();
        var unseen = new List<PinCheckView>();
        if (local is not null) results.Add(local);
        foreach (PlaceAnswer answer in answers)
        {
            IReadOnlyList<PlaceFacts> facts = answer.Of(endpoint.Key);
            if (facts.Count > 0) results.Add(PlaceResults.From(endpoint, facts, answer.Place, now, _expiry));
            else unseen.Add(new PinCheckView
            {
                VantagePoint = answer.Place,
                Verdict = answer.Fault is null ? ViewComparison.Missing : ViewComparison.NotUsable,
            });
        }

        if (results.Count == 0) results.Add(CheckResultMaker.Miss(endpoint));
        return PlaceResults.Join(results, unseen.Concat(again));
    }

    /// <summary>Asks machines, and notes those that gave no whole answer.</summary>
    private async Task<PlaceAnswer[]> AskPlacesAsync(
        IReadOnlyList<IPlace> places, IReadOnlyList<CheckEndpoint> endpoints, bool isFirst, CancellationToken cancel)
    {
        var byKey = new Dictionary<string, CheckEndpoint>();
        foreach (CheckEndpoint endpoint in endpoints) byKey[endpoint.Key] = endpoint;
        string runId = CheckId.NewRun();
        TimeSpan? left = options.MaxRuntime is { } most ? Later(most - _watch.Elapsed, TimeSpan.FromSeconds(1)) : null;
        string order = PlaceOrder.Write(options, runId, endpoints, left);
        PlaceAnswer[] answers = await Task.WhenAll(places.Select(async place =>
        {
            var answer = new PlaceAnswer(place.Name, runId, byKey, options.Clock);
            if (endpoints.Count > 0) await AskAsync(place, order, answer, left, cancel).ConfigureAwait(false);
            return answer;
        })).ConfigureAwait(false);
        foreach (PlaceAnswer answer in answers.Where(_ => endpoints.Count > 0))
        {
            if ((answer.Fault ?? answer.Lost) is { } why) _missing[answer.Place] = why;
            if (isFirst && answer.ClockOff is { } off)
                options.Warn($"The clock of {ViewWords.Name(answer.Place)} is {Span(off)}: what it says about dates is not comparable.");
        }

        return answers;
    }

    private async Task AskAsync(IPlace place, string order, PlaceAnswer answer, TimeSpan? left, CancellationToken cancel)
    {
        // A machine that says nothing for longer than any endpoint can take is lost, although its connection stands.
        CheckOrder one = options.Order;
        TimeSpan patience = TimeSpan.FromSeconds(120)
            + TimeSpan.FromTicks(4 * (one.Retries + 1) * (one.Connection.Timeout + one.RetryInterval).Ticks);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        silence.CancelAfter(patience);
        if (left is { } most) stop.CancelAfter(most + one.Connection.Timeout + TimeSpan.FromSeconds(15));
        var guard = new object();
        bool isOver = false;
        bool Take(string line)
        {
            lock (guard)
            {
                if (isOver || !answer.Take(line, options.PlaceProgress)) return false;
                silence.CancelAfter(patience);
                return true;
            }
        }

        try
        {
            await place.AskAsync(order, Take, silence.Token).ConfigureAwait(false);
            if (!answer.IsWhole) answer.Lose("its answer was cut off");
        }
        catch (PinningException error)
        {
            answer.Lose($"{error.Fault.Message} {error.Fault.Advice}", error);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            answer.Lose(left is not null && stop.IsCancellationRequested
                ? "it did not finish before the deadline" : "it has been silent for too long");
        }
        finally
        {
            lock (guard) isOver = true;
        }
    }

    /// <summary>The views of the second look, by the key of the endpoint.</summary>
    private async Task<ILookup<string, PinCheckView>> AskAgainAsync(
        CheckResult[] joined, PlaceAnswer[] answers, CancellationToken cancel)
    {
        var asked = new List<(string Key, CheckEndpoint Endpoint)>();
        foreach (CheckResult result in joined.Where(DoAskAgain).Take(MaxAgain))
            asked.AddRange(result.Details[0].Views.Select(view => view.Address).OfType<string>().Distinct().Take(MaxAddresses)
                .Select(address => (result.Key, At(result.Endpoint!, address))));
        // The address may already be part of the key, and two endpoints may share an address.
        (string Key, CheckEndpoint Endpoint)[] each = [.. asked.GroupBy(one => one.Endpoint.Key).Select(one => one.First())];
        ILookup<string, string> keys = asked.ToLookup(one => one.Endpoint.Key, one => one.Key);
        IPlace[] places = [.. options.Places.Where((_, i) => answers[i].IsWhole)];
        if (each.Length == 0 || options.MaxRuntime <= _watch.Elapsed) return Array.Empty<PinCheckView>().ToLookup(_ => "");
        CheckEndpoint[] endpoints = [.. each.Select(one => one.Endpoint)];
        Task<CheckResult[]>? own = options.IncludesLocal ? asker.AskAsync(endpoints, null, cancel) : null;
        PlaceAnswer[] again = await AskPlacesAsync(places, endpoints, isFirst: false, cancel).ConfigureAwait(false);
        CheckResult[] local = own is null ? [] : await own.ConfigureAwait(false);
        IEnumerable<(string Key, PinCheckView View)> seen = local.SelectMany(
            result => result.Details.SelectMany(one => one.Views).Select(view => (result.Key, view)));
        foreach (PlaceAnswer answer in again)
            seen = seen.Concat(endpoints.SelectMany(
                endpoint => answer.Of(endpoint.Key).Select(one => (endpoint.Key, PlaceResults.View(one, answer.Place)))));
        // An address that only one of them can reach says nothing new.
        return seen.Where(one => ViewComparison.IsMatch(one.View) || ViewComparison.IsWrong(one.View))
            .SelectMany(one => keys[one.Key].Distinct().Select(key => (Key: key, one.View)))
            .ToLookup(one => one.Key, one => one.View);
    }

    /// <summary>Whether machines saw different keys, not all of which match.</summary>
    private static bool DoAskAgain(CheckResult result) => result.Finding!.Outcome switch
    {
        ViewOutcome.Differ => true,
        ViewOutcome.NoMatch => result.Details[0].Views.Where(ViewComparison.IsWrong).Select(view => view.LeafPin).Distinct().Skip(1).Any(),
        _ => false,
    };

    private CheckEndpoint At(CheckEndpoint endpoint, string address) =>
        endpoint.Row.Proxy is null && endpoint.Target.Address is null
            ? CheckEndpoint.From(endpoint.Row.At(address), options.Order, new CheckAnchors(), () => options.Policies!)
            : endpoint;

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static string Span(TimeSpan off)
    {
        TimeSpan size = off.Duration();
        string text = size.TotalHours >= 48 ? FormattableString.Invariant($"{size.TotalDays:0} days")
            : size.TotalHours >= 2 ? FormattableString.Invariant($"{size.TotalHours:0} hours")
            : FormattableString.Invariant($"{size.TotalMinutes:0} minutes");
        return off > TimeSpan.Zero ? text + " ahead" : text + " behind";
    }
}

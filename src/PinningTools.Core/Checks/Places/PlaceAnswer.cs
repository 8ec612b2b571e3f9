using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// The answer of another machine, line by line. What is not a line of this run is passed over. An answer that breaks the
/// rules - facts about endpoints that were not asked for, wrong types, too many lines, a match without a matching key - is
/// not used at all: its machine is broken or lies.
/// </summary>
/// <param name="place">The machine's name.</param>
/// <param name="runId">The id of the run.</param>
/// <param name="endpoints">The endpoints that were asked for, by key.</param>
/// <param name="clock">This machine's clock.</param>
internal sealed class PlaceAnswer(
    string place, string runId, IReadOnlyDictionary<string, CheckEndpoint> endpoints, Func<DateTime> clock)
{
    private const int MaxLine = 32 * 1024;
    private const int MaxAddresses = 32;
    private const int MaxOther = 10_000;
    private static readonly TimeSpan s_clockOff = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, List<PlaceFacts>> _facts = [];
    private int _others;
    private bool _hasBegun;
    private bool _hasEnded;

    internal string Place => place;

    /// <summary>Why the answer cannot be used; null if it can.</summary>
    internal string? Fault { get; private set; }

    /// <summary>Why there is no answer, or only a part; null if it is whole.</summary>
    internal string? Lost { get; private set; }

    /// <summary>The error behind either; null if there is none.</summary>
    internal PinningException? Failure { get; private set; }

    /// <summary>How far the machine's clock is ahead; null if it agrees.</summary>
    internal TimeSpan? ClockOff { get; private set; }

    internal bool IsWhole => _hasEnded && Fault is null && Lost is null;

    internal bool HasFacts => Fault is null && _facts.Count > 0;

    internal IReadOnlyList<PlaceFacts> Of(string key) =>
        Fault is null && _facts.TryGetValue(key, out List<PlaceFacts>? facts) ? facts : [];

    /// <summary>Notes that there is no answer, or no more of it.</summary>
    internal void Lose(string why, PinningException? failure = null)
    {
        Lost = DisplayText.Clean(why);
        Failure ??= failure;
    }

    /// <summary>Takes a line; false if no further line is wanted.</summary>
    internal bool Take(string line, Action<string> progress)
    {
        if (Fault is not null) return false;
        if (!line.StartsWith(runId + " ", StringComparison.Ordinal))
        {
            // The output of a profile, or an answer to another run.
            if (++_others > MaxOther) Fault = "it writes without end what was not asked for";
            return Fault is null;
        }

        try
        {
            if (line.Length > MaxLine) throw Bad("a line is too long");
            if (_hasEnded) throw Bad("there is more after the end");
            Read(JsonReader.Parse(line.Substring(runId.Length + 1), $"the answer of {ViewWords.Name(place)}"), progress);
        }
        catch (PinningException error)
        {
            Fault = DisplayText.Clean(error.Fault.Message);
            Failure = error;
        }

        return Fault is null;
    }

    private void Read(JsonValue value, Action<string> progress)
    {
        string source = $"the answer of {ViewWords.Name(place)}";
        if (!_hasBegun)
        {
            var head = new JsonMembers(source, value, source);
            if (head.Whole(PlaceOrder.Marker) is not { } version) throw Bad("it does not begin as an answer does");
            if (version > PlaceOrder.Version) throw new PinningException(Faults.PinCheckFromLater(source, version));
            if (head.Date("clock") is { } time && (time - clock()).Duration() > s_clockOff) ClockOff = time - clock();
            _hasBegun = true;
            return;
        }

        if (value.Find("end") is { } end)
        {
            _hasEnded = true;
            if (end.Text != _facts.Values.Sum(one => one.Count).ToString(CultureInfo.InvariantCulture))
                throw Bad("lines of it are missing");
            return;
        }

        PlaceFacts facts = PlaceFacts.Read(value, source);
        if (!endpoints.TryGetValue(facts.Key, out CheckEndpoint? endpoint))
            throw Bad($"it tells of '{EscapedText.Cut(facts.Key, 80)}', which was not asked for");
        if (facts.Verdict == nameof(Verdict.Match)) RequireMatch(facts, endpoint.Policy);
        if (!_facts.TryGetValue(facts.Key, out List<PlaceFacts>? all)) _facts.Add(facts.Key, all = []);
        int most = endpoint.Row.AllAddresses ? MaxAddresses : 1;
        if (all.Count >= most || all.Any(one => one.Address == facts.Address))
            throw Bad($"it tells of '{EscapedText.Cut(facts.Key, 80)}' more than once");
        all.Add(facts);
        progress(facts.Level);
    }

    /// <summary>A match must follow from the keys that are told, by the pins that are known here.</summary>
    private void RequireMatch(PlaceFacts facts, PinPolicy policy)
    {
        HashSet<string> known = [.. policy.Pins.Select(pin => pin.ToString())];
        HashSet<string> vetoed = [.. policy.Vetoes.Select(pin => pin.ToString())];
        string[] keys = [facts.LeafPin, .. policy.Trust.Mode == TrustMode.PinOnly ? [] : facts.Path];
        if (!keys.Contains(facts.MatchedPin) || !known.Contains(facts.MatchedPin))
            throw Bad($"it reports a match for '{EscapedText.Cut(facts.Key, 80)}', but of the keys that it saw none is pinned");
        if (keys.Any(vetoed.Contains))
            throw Bad($"it reports a match for '{EscapedText.Cut(facts.Key, 80)}', but one of the keys that it saw is vetoed");
    }

    private PinningException Bad(string what) => new(Faults.PinCheckAnswerUnusable(place, what));
}

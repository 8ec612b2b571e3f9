using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Compares an endpoint with what the last run recorded. A change is expected if the key is the same, or if the new
/// key was pinned before the last run, itself or through an authority of its chain. Any other change is unexpected. A
/// pin that was added to the policy after its key was seen proves nothing: that is a change of its own, and it is
/// unexpected.
/// </summary>
/// <param name="run">This run.</param>
internal sealed class CheckComparer(CheckRunFacts run)
{
    private readonly List<PinCheckChange> _changes = [];

    /// <summary>Returns the new record and adds the differences.</summary>
    /// <param name="result">The result of an endpoint that was checked in this run.</param>
    /// <param name="before">The record of the last run; null for a new endpoint.</param>
    /// <param name="policy">The policy that applied.</param>
    internal (CheckRecord Next, PinCheckChange[] Changes) Compare(
        CheckResult result, CheckRecord? before, CheckPolicy? policy)
    {
        _changes.Clear();
        CheckRecord next = result.Leaf is null
            ? Failed(result, before, policy)
            : Seen(result, before, policy);
        if (before is null)
        {
            Add(result, "FirstSeen", true, null, FactsOf(next), CheckWords.FirstSeen(result, run));
            CompareViews(result, null, next);
        }
        else if (result.Leaf is null) CompareFailed(result, before, next);
        else CompareSeen(result, before, next);
        return (next, [.. _changes]);
    }

    private CheckRecord Seen(CheckResult result, CheckRecord? before, CheckPolicy? policy)
    {
        CheckLeaf leaf = result.Leaf!;
        // The same certificate reuses the same object: of a hundred thousand records most are unchanged.
        if (before?.Leaf is { } known && known.Pin == leaf.Pin)
            leaf = known.Sha256 == leaf.Sha256 ? known : leaf with { Since = known.Since };
        bool isMatch = result.Main.Verdict == nameof(Verdict.Match);
        // One machine saw it, and another could not: that is news only when it lasts, as for a host that nobody can see.
        bool isPartial = result.Finding is not null && result.Level == PinCheckLevel.Unknown;
        return Frame(result, before, policy) with
        {
            Seen = run.Now,
            Leaf = leaf,
            Path = before?.Path?.Id == result.Path?.Id ? before?.Path : result.Path,
            Good = isMatch ? null : GoodOf(before),
            Addresses = before is not null && IsSame(before.Addresses, result.Addresses) ? before.Addresses : result.Addresses,
            Views = ViewsOf(result, before),
            Spare = result.Main.SparePins,
            IsNear = result.IsNear,
            FailedRuns = isPartial ? (before?.FailedRuns ?? 0) + 1 : 0,
            SeenLevel = isPartial ? result.Main.Level : "",
        };
    }

    // Without the comparison of pairs by reflection that SequenceEqual falls back to.
    private static bool IsSame(
        IReadOnlyList<KeyValuePair<string, string>> left, IReadOnlyList<KeyValuePair<string, string>> right)
    {
        if (left.Count != right.Count) return false;
        for (int i = 0; i < left.Count; i++)
            if (left[i].Key != right[i].Key || left[i].Value != right[i].Value) return false;
        return true;
    }

    private static CheckGood? GoodOf(CheckRecord? before) => before?.Good is { } good ? good
        : before is { Leaf: { } leaf, Seen: { } seen } && before.SeenVerdict == nameof(Verdict.Match)
            ? new CheckGood(leaf.Pin, leaf.NotAfter, seen)
            : null;

    /// <summary>Keeps the recorded facts, because this run saw none.</summary>
    private CheckRecord Failed(CheckResult result, CheckRecord? before, CheckPolicy? policy)
    {
        CheckRecord next = Frame(result, before, policy);
        if (before is null) return next with { FailedRuns = 1 };
        return next with
        {
            Seen = before.Seen,
            Leaf = before.Leaf,
            Path = before.Path,
            Good = before.Good,
            Addresses = before.Addresses,
            Views = before.Views,
            Spare = before.Spare,
            IsNear = before.IsNear,
            Evidence = before.Evidence,
            SeenLevel = before.LastSeenLevel,
            SeenVerdict = before.SeenVerdict,
            FailedRuns = result.Level == PinCheckLevel.Unknown ? before.FailedRuns + 1 : 0,
        };
    }

    private CheckRecord Frame(CheckResult result, CheckRecord? before, CheckPolicy? policy) => new()
    {
        Key = before?.Key ?? result.Key,
        Level = result.Level,
        Verdict = result.Main.Verdict,
        SeenVerdict = result.Main.Verdict,
        Since = before?.Level == result.Level ? before.Since : run.Now,
        Asked = run.Now,
        Policy = policy,
        Owner = result.Owner,
        Evidence = result.Evidence?.Hash ?? "",
    };

    private void CompareFailed(CheckResult result, CheckRecord before, CheckRecord next)
    {
        if (result.Level != PinCheckLevel.Unknown)
        {
            if (before.Level != result.Level)
                Add(result, "LevelChanged", false, FactsOf(before), FactsOf(next), CheckWords.FirstLine(result));
            return;
        }

        if (next.FailedRuns == run.UnreachableRuns)
            Add(result, "Unreachable", false, FactsOf(before), LevelOf(next), CheckWords.Unreachable(result, next));
    }

    private void CompareSeen(CheckResult result, CheckRecord before, CheckRecord next)
    {
        if (before.Leaf is { } old)
        {
            if (old.Pin != next.Leaf!.Pin) CompareKeys(result, before, next);
            else CompareCertificates(result, before, next);
        }

        CompareAddresses(result, before, next);
        CompareViews(result, before, next);
        ComparePolicies(result, before, next);
        if (before.Spare > 0 && next.Spare == 0 && !result.NoBackup && before.Leaf is not null)
            Add(result, "SpareGone", HasChanged("KeyChanged", "PolicyChanged", "SpareUsed"), null, LevelOf(next),
                CheckWords.SpareGone(HasChanged("KeyChanged", "SpareUsed"), HasChanged("PolicyChanged")));
        if (next.IsNear && !before.IsNear)
            Add(result, "ExpiryNear", true, null, FactsOf(next) with { NotAfter = next.EndsFirst },
                CheckWords.FirstLine(result));
        CompareLevels(result, before, next);
    }

    private void CompareKeys(CheckResult result, CheckRecord before, CheckRecord next)
    {
        CheckKeyChange change = CheckKeyChange.Of(result, before, next, run.Now);
        Add(result, "KeyChanged", change.IsExpected, FactsOf(before), FactsOf(next), change.Why);
        string used = result.Main.MatchedPin;
        bool wasSpare = used.Length > 0 && before.Policy?.Has(used) == true
            && before.Leaf!.Pin != used && before.Path?.Pins.Contains(used) != true;
        if (wasSpare)
            Add(result, "SpareUsed", true, null, new PinCheckFacts { Pin = used }, CheckWords.SpareUsed(result, used));
    }

    private void CompareCertificates(CheckResult result, CheckRecord before, CheckRecord next)
    {
        CheckLeaf old = before.Leaf!;
        CheckPath? from = before.Path;
        CheckPath? to = next.Path;
        if (old.Sha256 != next.Leaf!.Sha256)
            Add(result, "Renewed", true, FactsOf(before), FactsOf(next), CheckWords.Renewed(old, next.Leaf, run.Now));
        if (from is null || to is null || from.Id == to.Id) return;
        if (from.Issuer != to.Issuer)
        {
            Add(result, "IssuerChanged", true, FactsOf(before), FactsOf(next), CheckWords.IssuerChanged(from, to));
            return;
        }

        // If no chain could be built, there is no path to compare.
        if (from.Pins.Length == 0 || to.Pins.Length == 0 || from.Pins.SequenceEqual(to.Pins)) return;
        bool isAnchor = from.Pins.Last() != to.Pins.Last();
        Add(result, isAnchor ? "AnchorChanged" : "PathChanged", true, PathFacts(before), PathFacts(next),
            CheckWords.PathChanged(from, to, isAnchor));
    }

    private void CompareAddresses(CheckResult result, CheckRecord before, CheckRecord next)
    {
        if (next.Addresses.Count < 2) return;
        string[] now = KeysOf(next.Addresses);
        if (now.Length < 2 || KeysOf(before.Addresses).SequenceEqual(now)) return;
        bool isExpected = result.Details.All(one => one.Verdict == nameof(Verdict.Match))
            && now.All(pin => before.Policy?.Has(pin) == true || pin == before.Leaf?.Pin || CoveredByAuthority(result, before));
        Add(result, "AddressesDiffer", isExpected, AddressFacts(before), AddressFacts(next),
            CheckWords.AddressesDiffer(result, before));
    }

    /// <summary>
    /// Machines that see different keys are told when they begin to, and again when other machines see a wrong key.
    /// </summary>
    private void CompareViews(CheckResult result, CheckRecord? before, CheckRecord next)
    {
        if (result.Finding is not { Outcome: ViewOutcome.Differ or ViewOutcome.DifferentKeys } finding) return;
        bool isKnown = before is { Views.Count: > 0 } && (finding.Differs
            ? before.Level == PinCheckLevel.Critical && IsSame(before.Views, next.Views)
            : before.Level != PinCheckLevel.Critical);
        if (isKnown) return;
        Add(result, ViewFinding.Kind, !finding.Differs, null,
            new PinCheckFacts { Addresses = [.. result.Details[0].Views.Where(one => one.LeafPin.Length > 0).Select(PlaceJoin.ViewText)] },
            finding.Text);
    }

    /// <summary>If fewer than two machines saw a key, what was known stays.</summary>
    private static IReadOnlyList<KeyValuePair<string, string>> ViewsOf(CheckResult result, CheckRecord? before)
    {
        if (result.Finding is null) return [];
        PinCheckView[] seen = [.. result.Details[0].Views.Where(one => one.LeafPin.Length > 0)];
        if (ViewComparison.PlacesOf(seen).Take(2).Count() < 2) return before?.Views ?? [];
        if (result.Finding.Outcome is not (ViewOutcome.Differ or ViewOutcome.DifferentKeys)) return [];
        // One key for each machine is enough to see that something changed; the wrong one says more.
        return [.. seen.GroupBy(one => one.VantagePoint).Select(place => new KeyValuePair<string, string>(
            Plain(place.Key), place.OrderBy(ViewComparison.IsMatch).First().LeafPin))];
    }

    /// <summary>The name of a machine as the name of a member of JSON.</summary>
    private static string Plain(string place) => DisplayText.Clean(place).Replace('"', '_').Replace('\\', '_');

    internal static bool CoveredByAuthority(CheckResult result, CheckRecord before) =>
        result.Main is { Verdict: nameof(Verdict.Match), MatchedRole: "Intermediate" or "Root" } main
            && before.Policy?.Has(main.MatchedPin) == true;

    private static string[] KeysOf(IReadOnlyList<KeyValuePair<string, string>> addresses) =>
        [.. addresses.Select(one => one.Value).Where(pin => pin.Length > 0).Distinct().OrderBy(pin => pin, StringComparer.Ordinal)];

    private void ComparePolicies(CheckResult result, CheckRecord before, CheckRecord next)
    {
        if (before.Policy is null ? next.Policy is null : before.Policy.HasSamePins(next.Policy)) return;
        string[] added = [.. (next.Policy?.Pins ?? []).Where(pin => before.Policy?.Has(pin) != true)];
        string[] removed = [.. (before.Policy?.Pins ?? []).Where(pin => next.Policy?.Has(pin) != true)];
        // A host without any pins may be pinned by the key it shows: this is how every pin set begins.
        bool isFollowed = before.Policy is { Pins.Length: > 0 } && before.Leaf is { } leaf
            && before.SeenVerdict != nameof(Verdict.Match) && added.Contains(leaf.Pin) && leaf.Pin == next.Leaf?.Pin;
        Add(result, "PolicyChanged", !isFollowed, new PinCheckFacts { Pins = before.Policy?.Pins ?? [] },
            new PinCheckFacts { Pins = next.Policy?.Pins ?? [] },
            isFollowed
                ? CheckWords.PinFollowedKey(before.Leaf!)
                : CheckWords.PolicyChanged(added.Length, removed.Length, next.Policy is not null), isFollowed);
    }

    private void CompareLevels(CheckResult result, CheckRecord before, CheckRecord next)
    {
        if (next.FailedRuns > 0)
        {
            if (next.FailedRuns == run.UnreachableRuns)
                Add(result, "Unreachable", false, FactsOf(before), LevelOf(next), CheckWords.Unreachable(result, next));
            return;
        }

        bool wasAway = before.FailedRuns >= run.UnreachableRuns;
        string was = before.LastSeenLevel;
        if (next.Level == PinCheckLevel.Ok)
        {
            if (wasAway || was is not (PinCheckLevel.Ok or ""))
                Add(result, "Recovered", true, FactsOf(before), FactsOf(next), CheckWords.Recovered(before));
            return;
        }

        // Other changes of the endpoint already give the reason.
        if ((was == next.Level && !wasAway) || was.Length == 0 || _changes.Any(one => one.Key == result.Key && one.Kind is not ("PolicyChanged" or "Renewed")))
            return;
        Add(result, "LevelChanged", !PinCheckLevel.IsWorse(next.Level, was), LevelOf(before), LevelOf(next),
            CheckWords.FirstLine(result));
    }

    private bool HasChanged(params string[] kinds) => _changes.Any(one => kinds.Contains(one.Kind));

    private void Add(
        CheckResult result, string kind, bool isExpected, PinCheckFacts? old, PinCheckFacts? now, string why,
        bool pinFollowedKey = false) => _changes.Add(run.Change(
        result.Key, kind, isExpected, result.Level, old, now, why, result.Owner) with
    {
        PinFollowedKey = pinFollowedKey,
        Evidence = isExpected ? "" : result.Evidence?.Hash ?? "",
    });

    internal static PinCheckFacts FactsOf(CheckRecord record) => new()
    {
        Pin = record.Leaf?.Pin,
        Issuer = record.Path?.Issuer,
        Anchor = record.Path?.Anchor,
        NotAfter = record.Leaf?.NotAfter,
        Level = record.Level,
        Verdict = record.Verdict.Length > 0 ? record.Verdict : null,
    };

    private static PinCheckFacts LevelOf(CheckRecord record) => new()
    {
        Level = record.Level,
        Verdict = record.Verdict.Length > 0 ? record.Verdict : null,
    };

    private static PinCheckFacts PathFacts(CheckRecord record) =>
        new() { Pin = record.Leaf?.Pin, Anchor = record.Path?.Anchor, Path = record.Path?.Pins ?? [] };

    private static PinCheckFacts AddressFacts(CheckRecord record) => new()
    {
        Addresses = [.. record.Addresses.Select(one => $"{one.Key} {one.Value}".TrimEnd())],
    };
}

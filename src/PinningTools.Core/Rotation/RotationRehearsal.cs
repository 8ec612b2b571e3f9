// The room Rotation: whether a certificate or key that is not in service yet will still match.
// - A rehearsal uses the rules of a connection, under the set's own trust and at a time that can be chosen. It has no
//   rules of its own.
// - What is not known is not assumed: for a key without a certificate, only the server's own key can match.
// - The result for a pin set is an outcome, the day from which the switch is safe, and the steps before it.
// - Nothing is changed and nothing is connected to.

using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Rehearses a rotation by the rules of a connection: the chain is validated under the set's own trust, and only keys
/// in it count. If there is no certificate yet, only the server's key is known.
/// </summary>
internal sealed class RotationRehearsal
{
    internal required RotationMaterial Material { get; init; }

    /// <summary>Whether the authority replaces its intermediates, so that pins of them cannot be relied on.</summary>
    internal bool IntermediateChanges { get; init; }

    /// <summary>The day of the switch.</summary>
    internal required DateTime At { get; init; }

    /// <summary>How long it takes until the last client has a new pin set.</summary>
    internal required TimeSpan Rollout { get; init; }

    /// <summary>
    /// The pin sets that the new certificate is for: those of the hosts it names, or of the hosts given.
    /// </summary>
    internal IEnumerable<PinSet> Concerned(IEnumerable<PinSet> sets, IReadOnlyList<string> hosts) =>
        sets.Where(ConcernedBy(hosts));

    /// <summary>What the rotation does to the clients of each set that it concerns.</summary>
    /// <exception cref="PinningException">
    /// The new certificate concerns none of the sets, or there is no chain whose intermediate could change.
    /// </exception>
    internal IReadOnlyList<PinRotation> RehearseAll(IEnumerable<DeployedSet> sets, IReadOnlyList<string> hosts)
    {
        if (IntermediateChanges && Material.Chain is null) throw new PinningException(Faults.RotationNeedsChain());
        Func<PinSet, bool> isConcerned = ConcernedBy(hosts);
        PinRotation[] results =
            [.. sets.Where(one => isConcerned(one.Set)).Select(one => Rehearse(one.Set, hosts, one.Place))];
        return results.Length > 0
            ? results
            : throw new PinningException(
                Faults.NoPinSetConcerned(string.Join(", ", hosts.Count > 0 ? hosts : Material.Names)));
    }

    internal PinRotation Rehearse(PinSet set, IReadOnlyList<string> hosts, RotationPlace? kept = null)
    {
        PinPolicy policy = PinPolicy.From(set);
        RotationPlace place = kept ?? RotationPlace.Default;
        var plan = new RotationPlan(set, this, place);
        if (set.IsExpired(At) && set.OnExpired == ExpiredAction.Fail)
            return plan.LockedOut("The pin set will have expired by the day of the switch "
                + $"({UtcDate.Format(set.Expires!.Value)}).");
        if (Material.Chain is not { } chain)
            return RehearseKeys(
                plan, policy, [(Material.Key, null)], policy.Trust.Mode == TrustMode.PinOnly ? null : []);

        HostName host = NameFor(set.Hosts, hosts);
        Evaluation evaluation = Evaluation.Create(chain, host, policy.Trust, At);
        if (evaluation.Chain is { IsValid: false } built)
            return plan.LockedOut(
                $"The chain is not valid under the set's trust: {ChainReasons.Explain(built)}.");
        if (evaluation.Chain is not null && !evaluation.NameMatches)
            return plan.LockedOut($"The certificate is not for '{host}'.");
        HashSet<SpkiPin> today = [.. evaluation.Pinnable.Select(element => element.Pin)];
        IEnumerable<DerCertificate> known = evaluation.Pinnable.Where((_, i) => !IsReplaced(evaluation, i));
        return RehearseKeys(
            new RotationPlan(set, this, place, evaluation.Chain?.Elements.Min(element => element.NotAfter)), policy,
            [.. known.Select(element => ((IKeyHolder)element, (DerCertificate?)element))],
            IntermediateChanges ? today : null);
    }

    /// <param name="plan">Makes the answer.</param>
    /// <param name="policy">What is pinned.</param>
    /// <param name="known">The keys that are known to be in the new chain.</param>
    /// <param name="unknownBut">
    /// Null if the whole chain is known; else the keys that its unknown part does not contain.
    /// </param>
    private static PinRotation RehearseKeys(
        RotationPlan plan, PinPolicy policy, IReadOnlyList<(IKeyHolder Key, DerCertificate? Certificate)> known,
        HashSet<SpkiPin>? unknownBut)
    {
        if (known.FirstOrDefault(one => policy.Vetoes.Contains(one.Key.Pin)).Key is { } vetoed)
            return plan.LockedOut($"The key {vetoed.Pin} is vetoed by the pin set.");
        HashSet<SpkiPin> pins = policy.ActivePins(plan.At);
        (IKeyHolder Key, DerCertificate? Certificate)[] matches =
            [.. known.Where((one, i) => pins.Contains(one.Key.Pin) && policy.Fits(one.Key.Pin, i))];
        if (matches.Length > 0) return plan.KeepsWorking(matches);
        PinSetPin[] others = unknownBut is null ? []
            : [.. policy.Set!.Entries.Where(pin =>
                pin.IsActive(plan.At) && pin.Role is not (PinRole.Leaf or PinRole.Backup)
                    && !unknownBut.Contains(pin.Value))];
        return others.Length > 0 ? plan.Depends(others) : plan.NotPinned();
    }

    private Func<PinSet, bool> ConcernedBy(IReadOnlyList<string> hosts)
    {
        // The user named these hosts, so a host that cannot be read is an error and is not skipped.
        HostPattern[] names = hosts.Count > 0
            ? [.. hosts.Select(ParseGiven)]
            : [.. Material.Names.Select(Parse).OfType<HostPattern>()];
        return set => names.Length == 0 || names.Any(name => Concerns(set.Hosts, name));
    }

    private bool IsReplaced(Evaluation evaluation, int position) =>
        IntermediateChanges && evaluation.Chain?.RoleOf(position) == CertificateRole.Intermediate;

    /// <summary>
    /// A host of the pattern for the name check: one that was given or is named, else the pattern's own.
    /// </summary>
    private HostName NameFor(HostPattern pattern, IReadOnlyList<string> hosts)
    {
        if (pattern.Kind == HostPatternKind.Exact) return pattern.Host;
        HostPattern? named = hosts.Concat(Material.Names).Select(Parse)
            .OfType<HostPattern>().FirstOrDefault(name => Concerns(pattern, name));
        if (named is { Kind: HostPatternKind.Exact }) return named.Host;
        // Any label can replace the wildcard: the certificate's own wildcard covers it, or nothing does.
        return HostName.Parse("any." + (named ?? pattern).Host.Value);
    }

    private static bool Concerns(HostPattern set, HostPattern name)
    {
        var anyPort = new HostPattern(set.Kind, set.Host, null);
        return anyPort.Covers(name) || name.Covers(anyPort);
    }

    private static HostPattern ParseGiven(string name)
    {
        HostPattern pattern = HostPattern.Parse(name);
        return new HostPattern(pattern.Kind, pattern.Host, null);
    }

    private static HostPattern? Parse(string name)
    {
        try
        {
            return ParseGiven(name);
        }
        catch (PinningException)
        {
            // A certificate may name what can be no host's name; no pin set is for it.
            return null;
        }
    }
}

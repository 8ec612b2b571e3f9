using System;
using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>The basis of a verdict: the facts about a connection, its policy, and the time of the evaluation.</summary>
internal sealed class VerdictBasis
{
    private HashSet<SpkiPin>? _fitting;

    internal VerdictBasis(Evaluation evaluation, TlsTarget target, PinPolicy policy, DateTime now)
        : this(evaluation, target, policy, now, policy.ActivePins(now))
    {
    }

    private VerdictBasis(
        Evaluation evaluation, TlsTarget target, PinPolicy policy, DateTime now, HashSet<SpkiPin> active)
    {
        Evaluation = evaluation;
        Target = target;
        Policy = policy;
        Now = now;
        Active = active;
    }

    internal Evaluation Evaluation { get; }

    internal TlsTarget Target { get; }

    internal PinPolicy Policy { get; }

    internal DateTime Now { get; }

    /// <summary>The inspection that read the server; null for a handshake of the platform.</summary>
    internal Inspection? Inspection { get; init; }

    /// <summary>
    /// Whether an inspection read the certificates without a proof of the leaf's key that counts: then nothing of them
    /// may be trusted or recorded.
    /// </summary>
    internal bool IsUnproven => Inspection is { IsProven: false };

    /// <summary>The pins that may match at this time.</summary>
    internal HashSet<SpkiPin> Active { get; }

    /// <summary>Those pins, without the keys that are in the chain at a place where they must not match.</summary>
    internal HashSet<SpkiPin> Fitting => _fitting ??= FindFitting();

    internal void Deconstruct(out Evaluation evaluation, out TlsTarget target, out PinPolicy policy) =>
        (evaluation, target, policy) = (Evaluation, Target, Policy);

    /// <summary>The same for another path.</summary>
    internal VerdictBasis Along(Evaluation other) =>
        new(other, Target, Policy, Now, Active) { Inspection = Inspection };

    /// <summary>The same, as an inspection read it.</summary>
    internal VerdictBasis ByInspection(Inspection? inspection) =>
        new(Evaluation, Target, Policy, Now, Active) { Inspection = inspection };

    /// <summary>The place of a certificate of the path in use.</summary>
    internal CertificateRole RoleOf(DerCertificate? certificate)
    {
        if (certificate is null) return CertificateRole.None;
        if (Evaluation.Chain is not { Elements.Count: > 0 } chain) return CertificateRole.Leaf;
        int position = 0;
        while (chain.Elements[position] != certificate) position++;
        return chain.RoleOf(position);
    }

    private HashSet<SpkiPin> FindFitting()
    {
        HashSet<SpkiPin> fitting = [.. Active];
        fitting.ExceptWith(Evaluation.Misplaced(Policy.Fits));
        return fitting;
    }
}

using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// What the pins come to on a connection that has passed ordinary validation: vetoes, expiry, then matching.
/// </summary>
internal static class PinJudge
{
    internal static PinJudgement Judge(VerdictBasis basis)
    {
        (Evaluation evaluation, _, PinPolicy policy) = basis;
        // With key-only trust nothing but the pin was checked, so only a match passes.
        bool forgives = policy.Trust.Mode != TrustMode.PinOnly;
        bool reportOnly = forgives && policy.Mode == PinSetMode.ReportOnly;
        ExpiredAction? expired = policy.Set is { } set && set.IsExpired(basis.Now) ? set.OnExpired : null;
        // A veto applies beyond the set's expiry: a key that is known to be bad does not become good with time.
        if (policy.Vetoes.Count > 0 && evaluation.FindMatch(policy.Vetoes) is not null)
            return new(Verdict.VetoedPin, VerdictReason.None, reportOnly);
        if (!policy.IsPinned) return new(Verdict.NotPinned, VerdictReason.None, false);
        if (expired == ExpiredAction.Fail) return new(Verdict.PinSetExpired, VerdictReason.PinSetExpired, reportOnly);
        if (expired == ExpiredAction.Unpinned) return new(Verdict.NotPinned, VerdictReason.PinSetExpired, forgives);
        if (evaluation.FindMatch(basis.Active, policy.Fits) is { } match)
            return new(Verdict.Match, VerdictReason.None, true, match);
        bool isForgiven = reportOnly || (forgives && expired == ExpiredAction.Warn);
        return new(Verdict.PinMismatch, MismatchReason(basis), isForgiven);
    }

    private static VerdictReason MismatchReason(VerdictBasis basis)
    {
        (Evaluation evaluation, _, PinPolicy policy) = basis;
        HashSet<SpkiPin> active = basis.Active;
        if (evaluation.FindMatch(active) is not null) return VerdictReason.PinInOtherRole;
        if (evaluation.FindMatch(policy.Pins) is not null) return VerdictReason.PinOutdated;
        if (evaluation.Presented.Certificates.Any(sent => active.Contains(sent.Pin)))
            return VerdictReason.OnlyInPresentedChain;
        bool hashGiven = evaluation.Presented.Certificates.Concat(evaluation.Pinnable)
            .Any(certificate => active.Contains(SpkiPin.FromHash(certificate.Sha256Thumbprint())));
        if (hashGiven) return VerdictReason.CertificateHashGiven;
        bool isAdded = policy.Trust.Mode == TrustMode.System && evaluation.Chain?.Anchor is { } anchor
            && ShippedRoots.IsAdded(anchor);
        return isAdded ? VerdictReason.AddedRoot : VerdictReason.NoPinInChain;
    }
}

/// <summary>A verdict on one connection with the reason that refines it.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Allowed">Whether the command may continue.</param>
/// <param name="Match">The certificate whose key matched, if any.</param>
internal readonly record struct PinJudgement(
    Verdict Verdict, VerdictReason Reason, bool Allowed, DerCertificate? Match = null);

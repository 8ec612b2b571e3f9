using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// What the pins come to on a connection that has passed ordinary validation: vetoes, expiry, then matching.
/// </summary>
internal static class PinJudge
{
    internal static (Verdict Verdict, VerdictReason Reason, DerCertificate? Match) Judge(
        Evaluation evaluation, PinPolicy policy, HashSet<SpkiPin> active, DateTime now)
    {
        // A veto outlives the set's expiry: a key that is known to be bad does not become good with time.
        if (policy.Vetoes.Count > 0 && evaluation.FindMatch(policy.Vetoes) is not null)
            return (Verdict.VetoedPin, VerdictReason.None, null);
        if (!policy.IsPinned) return (Verdict.NotPinned, VerdictReason.None, null);
        if (policy.Set is { } set && set.IsExpired(now))
        {
            if (set.OnExpired == ExpiredAction.Fail) return (Verdict.PinSetExpired, VerdictReason.PinSetExpired, null);
            if (set.OnExpired == ExpiredAction.Unpinned) return (Verdict.NotPinned, VerdictReason.PinSetExpired, null);
        }

        return evaluation.FindMatch(active) is { } match
            ? (Verdict.Match, VerdictReason.None, match)
            : (Verdict.PinMismatch, MismatchReason(evaluation, policy, active), null);
    }

    /// <summary>
    /// Whether the command may go on. Under key-only trust nothing but the pin was looked at, so only a match will do.
    /// </summary>
    internal static bool Allows(Verdict verdict, VerdictReason reason, PinPolicy policy, DateTime now)
    {
        if (verdict == Verdict.Match) return true;
        if (policy.Trust.Mode == TrustMode.PinOnly) return false;
        bool reportOnly = policy.Mode == PinSetMode.ReportOnly;
        return verdict switch
        {
            Verdict.VetoedPin or Verdict.PinSetExpired => reportOnly,
            Verdict.PinMismatch => reportOnly
                || policy.Set is { OnExpired: ExpiredAction.Warn } set && set.IsExpired(now),
            Verdict.NotPinned => reason == VerdictReason.PinSetExpired,
            _ => false,
        };
    }

    private static VerdictReason MismatchReason(Evaluation evaluation, PinPolicy policy, HashSet<SpkiPin> active)
    {
        if (evaluation.FindMatch(policy.Pins) is not null) return VerdictReason.PinOutdated;
        if (evaluation.Presented.Certificates.Any(sent => active.Contains(sent.Pin)))
            return VerdictReason.OnlyInPresentedChain;
        bool hashGiven = evaluation.Presented.Certificates.Concat(evaluation.Pinnable)
            .Any(certificate => active.Contains(SpkiPin.FromHash(certificate.Sha256Thumbprint())));
        if (hashGiven) return VerdictReason.CertificateHashGiven;
        bool isAdded = policy.Trust.Mode == TrustMode.System && evaluation.Chain?.Anchor is { } anchor
            && ShippedRoots.WasAdded(anchor);
        return isAdded ? VerdictReason.AddedRoot : VerdictReason.NoPinInChain;
    }
}

// The room Verification: facts + policy = verdict. This is the whole precedence; the first rule that applies decides.
//  1. No handshake: ConnectFailed, StartTlsFailed, HandshakeFailed or TimedOut. There are no certificates to apply the
//     rest to.
// Rules 2 to 5 are ordinary validation. Key-only trust (PinOnly) skips them; then only the leaf's key can match.
//  2. The platform could not evaluate the chain: Unknown.
//  3. The chain is invalid for a reason other than time: UntrustedChain.
//  4. The leaf is not for the name: NameMismatch.
//  5. A certificate is not yet or no longer valid: CertificateExpired. If no date explains the platform's error:
//     Unknown for a date that cannot be read, else UntrustedChain.
// Rules 6 to 11 are about pins, in the validated chain only.
//  6. A vetoed key is in it: VetoedPin, even after the set has expired, because a bad key does not become good with
//     time.
//  7. The host has no pins: NotPinned.
//  8. The set has expired: PinSetExpired with OnExpired Fail, NotPinned with Unpinned; with Warn the pins still count.
//  9. An active pin is in it, at a place where that pin may match: Match.
// 10. On another valid path to an anchor of the same trust, rules 6 to 9 give Match: Match (AlternatePath), with a
//     warning.
// 11. PinMismatch. Its reason is the first that is true: PinInOtherRole, PinOutdated, OnlyInPresentedChain,
//     CertificateHashGiven, AddedRoot, NoPinInChain.
// The last rule is about inspections, which read a server that the platform's handshake cannot.
// 12. The verdict is Match, but the server did not prove that it holds the key of its certificate: NotProven. Its
//     reason is KeyNotProven if it only showed the certificate, ProofTooWeak if the proof is one that others can forge.
// Allowed says whether the command may use the connection: with Match; in report-only mode also after 6, 8 (Fail) and
// 11; with OnExpired Unpinned after 8, with Warn after 11. Rules 1 to 5 and 7 never allow it; a web request
// may use 7 where a host without pins was asked for (HopPolicy). Key-only trust allows Match alone. An inspected server is
// never allowed: there is no connection that could be used. Passed is true for its Match only with consent.

using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>Decides the verdict of a connection by the precedence above.</summary>
internal static class PinJudge
{
    internal static PinJudgement Judge(VerdictBasis basis)
    {
        PinJudgement judgement = JudgeShown(basis);
        if (basis.Inspection is not { } inspection) return judgement;
        judgement = judgement with { Allowed = false };
        if (judgement.Verdict != Verdict.Match || inspection.IsProven) return judgement;
        VerdictReason reason = inspection.Server.Strength == ProofStrength.Weak
            ? VerdictReason.ProofTooWeak
            : VerdictReason.KeyNotProven;
        return judgement with { Verdict = Verdict.NotProven, Reason = reason };
    }

    /// <summary>The verdict on the certificates, as if the server had proved the key of its own.</summary>
    private static PinJudgement JudgeShown(VerdictBasis basis)
    {
        if (JudgeOrdinary(basis) is var (wrong, why)) return new(wrong, why, Allowed: false);
        PinJudgement judgement = JudgePins(basis);
        if (judgement.Verdict != Verdict.PinMismatch || FindAlternative(basis) is not { } other) return judgement;
        DerCertificate? found = other.Evaluation.FindMatch(other.Active, other.Policy.Fits);
        return new(Verdict.Match, VerdictReason.AlternatePath, true, found, other);
    }

    /// <summary>The error of ordinary validation; null if there is none, and with key-only trust.</summary>
    private static (Verdict Verdict, VerdictReason Reason)? JudgeOrdinary(VerdictBasis basis)
    {
        Evaluation evaluation = basis.Evaluation;
        if (evaluation.Chain is not { } chain) return null;
        if (chain.Reason == VerdictReason.ChainNotJudged) return (Verdict.Unknown, VerdictReason.ChainNotJudged);
        if (ChainReasons.IsUntrusted(chain)) return (Verdict.UntrustedChain, ChainReasons.Of(chain));
        if (!evaluation.NameMatches)
        {
            CertificateExtensions names = evaluation.Presented.Leaf.Extensions;
            bool isNameless =
                !basis.Target.JudgedName.IsAddress && !names.IsUnreadable && !names.HasSubjectAlternativeName;
            return (
                Verdict.NameMismatch, isNameless ? VerdictReason.NoSubjectAlternativeName : VerdictReason.None);
        }

        return ChainReasons.HasTimeProblem(chain) ? OutOfTime(chain, evaluation, basis.Now) : null;
    }

    /// <summary>
    /// The platform reports that a date is wrong, but not which one or how; it also does so for a date that it cannot
    /// read.
    /// </summary>
    private static (Verdict Verdict, VerdictReason Reason) OutOfTime(
        BuiltChain chain, Evaluation evaluation, DateTime now)
    {
        if (chain.Elements.Any(element => element.NotBefore > now))
            return (Verdict.CertificateExpired, VerdictReason.NotYetValid);
        if (chain.Elements.Any(element => element.NotAfter < now))
            return (Verdict.CertificateExpired, VerdictReason.Expired);
        return PathValidity.Unreadable(evaluation).Any()
            ? (Verdict.Unknown, VerdictReason.ValidityUnreadable)
            : (Verdict.UntrustedChain, VerdictReason.OtherChainError);
    }

    /// <summary>The rules about pins, for a chain that passed ordinary validation or was not built.</summary>
    private static PinJudgement JudgePins(VerdictBasis basis)
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

    /// <summary>
    /// A path that is not found in time is ignored: data from a peer must not turn a mismatch into a time-out.
    /// </summary>
    private static VerdictBasis? FindAlternative(VerdictBasis basis)
    {
        try
        {
            return basis.Evaluation.Alternatives(basis.Active)
                .Select(basis.Along)
                .FirstOrDefault(other => JudgePins(other).Verdict == Verdict.Match);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}

/// <summary>A verdict on one connection with the reason that refines it.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Allowed">Whether the command may continue.</param>
/// <param name="Match">The certificate whose key matched, if any.</param>
/// <param name="Other">The basis along another path, if the verdict is about that path.</param>
internal readonly record struct PinJudgement(
    Verdict Verdict, VerdictReason Reason, bool Allowed, DerCertificate? Match = null, VerdictBasis? Other = null);

using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Evaluation + policy = verdict. Ordinary validation comes first and a pin only adds to it: chain, then name, then
/// time, then pins.
/// </summary>
internal static class VerdictMaker
{
    internal static PinVerdict Decide(VerdictBasis basis, ConnectionFacts facts)
    {
        PinJudgement judgement = JudgeOrdinary(basis) is var (wrong, why)
            ? new PinJudgement(wrong, why, Allowed: false)
            : PinJudge.Judge(basis);
        if (judgement.Verdict == Verdict.PinMismatch && FindAlternative(basis) is { } other)
        {
            basis = other;
            DerCertificate? found = other.Evaluation.FindMatch(other.Active, other.Policy.Fits);
            judgement = new(Verdict.Match, VerdictReason.AlternatePath, true, found);
        }

        (Evaluation evaluation, TlsTarget target) = (basis.Evaluation, basis.Target);
        DerCertificate? first = PathValidity.EndsFirst(evaluation);
        var chainPins = new HashSet<SpkiPin>(evaluation.Pinnable.Select(certificate => certificate.Pin));
        return new PinVerdict
        {
            Verdict = judgement.Verdict,
            Reason = judgement.Reason,
            Allowed = judgement.Allowed,
            Pattern = basis.Policy.Set?.Pattern,
            Mode = basis.Policy.Mode,
            Target = target.ToString(),
            HostName = target.Host.Value,
            Port = target.Port,
            Address = facts.Address,
            Protocol = facts.Protocol,
            CipherSuite = facts.CipherSuite,
            Elapsed = facts.Elapsed,
            Chain = ChainRecords.FromChain(evaluation, target, facts, basis.Fitting),
            PresentedChain = ChainRecords.FromPresented(evaluation, target, facts, basis.Fitting),
            MatchedPin = judgement.Match?.Pin.ToString(),
            MatchedRole = basis.RoleOf(judgement.Match),
            TrustAnchor = evaluation.Chain?.Anchor?.Subject,
            NotAfter = first?.NotAfter,
            ExpiresFirst = first?.Subject,
            LeafDaysLeft = Clock.DaysUntil(evaluation.Presented.Leaf.NotAfter),
            BackupPins = [.. basis.Fitting.Where(pin => !chainPins.Contains(pin)).Select(pin => pin.ToString())],
            Warnings = [.. VerdictWarnings.Of(basis, judgement).Select(TerminalText.Printable)],
            Message = TerminalText.Message(VerdictMessages.Of(basis, judgement)),
        };
    }

    /// <summary>A verdict for a connection that failed before the certificates.</summary>
    internal static PinVerdict NotConnected(
        TlsTarget target, ConnectionFailure failure, TimeSpan elapsed, int attempts = 1) => new()
    {
        Verdict = failure.Verdict,
        Reason = failure.Reason,
        Target = target.ToString(),
        Attempts = attempts,
        HostName = target.Host.Value,
        Port = target.Port,
        Address = failure.Address,
        Elapsed = elapsed,
        Message = failure.Fault.ToString(),
    };

    /// <summary>
    /// A path that is not found in time is ignored: data from a peer must not turn a mismatch into a time-out.
    /// </summary>
    private static VerdictBasis? FindAlternative(VerdictBasis basis)
    {
        try
        {
            return basis.Evaluation.Alternatives(basis.Active)
                .Select(basis.Along)
                .FirstOrDefault(other => PinJudge.Judge(other).Verdict == Verdict.Match);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
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
}

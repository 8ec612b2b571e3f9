using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Evaluation + policy = verdict. Ordinary validation is judged first and a pin only adds to it: chain, then name, then
/// time, then pins.
/// </summary>
internal static class VerdictMaker
{
    internal static PinVerdict Decide(
        Evaluation evaluation, TlsTarget target, PinPolicy policy, DateTime now, ConnectionFacts facts)
    {
        HashSet<SpkiPin> active = policy.ActivePins(now);
        PinJudgement judgement = JudgeOrdinary(evaluation, target, now) is var (wrong, why)
            ? new PinJudgement(wrong, why, Allowed: false)
            : PinJudge.Judge(evaluation, policy, active, now);
        if (judgement.Verdict == Verdict.PinMismatch
            && FindAlternative(evaluation, policy, active, now) is { } other)
        {
            evaluation = other;
            judgement = new(Verdict.Match, VerdictReason.AlternatePath, true, other.FindMatch(active, policy.Fits));
        }

        (Verdict verdict, VerdictReason reason, bool allowed, DerCertificate? match) = judgement;
        active.ExceptWith(evaluation.Misplaced(policy.Fits));
        PinRecord[] chain = ChainRecords.FromChain(evaluation, target, facts, active);
        CertificateRole matchedRole = match is null
            ? CertificateRole.None
            : chain.First(record => record.Certificate == match).Role;
        DerCertificate? first = PathValidity.EndsFirst(evaluation);
        var chainPins = new HashSet<SpkiPin>(evaluation.Pinnable.Select(certificate => certificate.Pin));
        return new PinVerdict
        {
            Verdict = verdict,
            Reason = reason,
            Allowed = allowed,
            Pattern = policy.Set?.Pattern,
            Mode = policy.Mode,
            Target = target.ToString(),
            HostName = target.Host.Value,
            Port = target.Port,
            Address = facts.Address,
            Protocol = facts.Protocol,
            CipherSuite = facts.CipherSuite,
            Elapsed = facts.Elapsed,
            Chain = chain,
            PresentedChain = ChainRecords.FromPresented(evaluation, target, facts, active),
            MatchedPin = match?.Pin.ToString(),
            MatchedRole = matchedRole,
            TrustAnchor = evaluation.Chain?.Anchor?.Subject,
            NotAfter = first?.NotAfter,
            ExpiresFirst = first?.Subject,
            LeafDaysLeft = Clock.DaysUntil(evaluation.Presented.Leaf.NotAfter),
            BackupPins = [.. active.Where(pin => !chainPins.Contains(pin)).Select(pin => pin.ToString())],
            Warnings =
            [
                .. VerdictWarnings.Of(verdict, match, matchedRole, evaluation, target, policy, active, now)
                    .Select(TerminalText.Printable),
            ],
            Message = TerminalText.Message(
                VerdictMessages.Of(verdict, reason, evaluation, target, policy, match, now)),
        };
    }

    /// <summary>A verdict for a connection that never came to certificates.</summary>
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
    /// A path that is not found in time is none: what a peer sends must not turn a mismatch into a time-out.
    /// </summary>
    private static Evaluation? FindAlternative(
        Evaluation evaluation, PinPolicy policy, HashSet<SpkiPin> active, DateTime now)
    {
        try
        {
            return evaluation.Alternatives(active)
                .FirstOrDefault(other => PinJudge.Judge(other, policy, active, now).Verdict == Verdict.Match);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>What ordinary validation finds wrong; null where it finds nothing, and under key-only trust.</summary>
    private static (Verdict Verdict, VerdictReason Reason)? JudgeOrdinary(
        Evaluation evaluation, TlsTarget target, DateTime now)
    {
        if (evaluation.Chain is not { } chain) return null;
        if (chain.Reason == VerdictReason.ChainNotJudged) return (Verdict.Unknown, VerdictReason.ChainNotJudged);
        if (ChainReasons.IsUntrusted(chain)) return (Verdict.UntrustedChain, ChainReasons.Of(chain));
        if (!evaluation.NameMatches)
        {
            CertificateExtensions names = evaluation.Presented.Leaf.Extensions;
            bool isNameless =
                !target.JudgedName.IsAddress && !names.IsUnreadable && !names.HasSubjectAlternativeName;
            return (
                Verdict.NameMismatch, isNameless ? VerdictReason.NoSubjectAlternativeName : VerdictReason.None);
        }

        return ChainReasons.HasTimeProblem(chain) ? OutOfTime(chain, evaluation, now) : null;
    }

    /// <summary>The platform says that a date is wrong, and not which or how: it also says so of one it cannot read.</summary>
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

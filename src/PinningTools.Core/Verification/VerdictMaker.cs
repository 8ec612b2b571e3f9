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
        (Verdict verdict, VerdictReason reason) = JudgeOrdinary(evaluation, target, now);
        var judgement = new PinJudgement(verdict, reason, Allowed: false);
        if (verdict == Verdict.Unknown) judgement = PinJudge.Judge(evaluation, policy, active, now);
        if (judgement.Verdict == Verdict.PinMismatch
            && FindAlternative(evaluation, policy, active, now) is { } other)
        {
            evaluation = other;
            judgement = new(Verdict.Match, VerdictReason.AlternatePath, true, other.FindMatch(active));
        }

        (verdict, reason, bool allowed, DerCertificate? match) = judgement;
        PinRecord[] chain = Records.OfChain(evaluation, target, facts, active);
        CertificateRole matchedRole = match is null
            ? CertificateRole.None
            : chain.First(record => record.Certificate == match).Role;
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
            PresentedChain = Records.OfPresented(evaluation, target, facts, active),
            MatchedPin = match?.Pin.ToString(),
            MatchedRole = matchedRole,
            TrustAnchor = evaluation.Chain?.Anchor?.Subject,
            DaysLeft = chain.Length > 0 ? chain[0].DaysLeft : null,
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

    private static Evaluation? FindAlternative(
        Evaluation evaluation, PinPolicy policy, HashSet<SpkiPin> active, DateTime now) =>
        evaluation.Alternatives()
            .FirstOrDefault(other => PinJudge.Judge(other, policy, active, now).Verdict == Verdict.Match);

    private static (Verdict Verdict, VerdictReason Reason) JudgeOrdinary(
        Evaluation evaluation, TlsTarget target, DateTime now)
    {
        if (evaluation.Chain is not { } chain) return (Verdict.Unknown, VerdictReason.None);
        if (ChainReasons.IsUntrusted(chain)) return (Verdict.UntrustedChain, ChainReasons.Of(chain));
        if (!evaluation.NameMatches)
        {
            bool named = target.JudgedName.IsAddress || CertificateNames.HasNames(evaluation.Presented.Leaf);
            return (Verdict.NameMismatch, named ? VerdictReason.None : VerdictReason.NoSubjectAlternativeName);
        }

        if (!ChainReasons.HasTimeProblem(chain)) return (Verdict.Unknown, VerdictReason.None);
        bool notYet = chain.Elements.Any(element => element.NotBefore > now);
        return (Verdict.CertificateExpired, notYet ? VerdictReason.NotYetValid : VerdictReason.Expired);
    }
}

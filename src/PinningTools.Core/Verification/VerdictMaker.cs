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
    internal static PinVerdict Decide(Evaluation evaluation, TlsTarget target, PinPolicy policy, DateTime now, ConnectionFacts facts)
    {
        var pins = new HashSet<SpkiPin>(policy.Pins);
        DerCertificate? match = null;
        (Verdict verdict, VerdictReason reason) = JudgeOrdinary(evaluation, target, now);
        if (verdict == Verdict.Unknown)
        {
            match = evaluation.FindMatch(pins);
            (verdict, reason) = match is null ? (Verdict.PinMismatch, MismatchReason(evaluation, pins)) : (Verdict.Match, VerdictReason.None);
        }

        PinRecord[] chain = Records.OfChain(evaluation, target, facts, pins);
        var chainPins = new HashSet<SpkiPin>(evaluation.Pinnable.Select(certificate => certificate.Pin));
        return new PinVerdict
        {
            Verdict = verdict,
            Reason = reason,
            HostName = target.Host.Value,
            Port = target.Port,
            Address = facts.Address,
            Protocol = facts.Protocol,
            CipherSuite = facts.CipherSuite,
            Elapsed = facts.Elapsed,
            Chain = chain,
            PresentedChain = Records.OfPresented(evaluation, target, facts, pins),
            MatchedPin = match?.Pin.ToString(),
            MatchedRole = match is null ? CertificateRole.None : chain.First(record => record.Certificate == match).Role,
            TrustAnchor = evaluation.Chain?.Anchor?.Subject,
            DaysLeft = chain.Length > 0 ? chain[0].DaysLeft : null,
            BackupPins = [.. policy.Pins.Where(pin => !chainPins.Contains(pin)).Distinct().Select(pin => pin.ToString())],
            Warnings = [.. Warnings(verdict, evaluation, policy, chainPins)],
            Message = VerdictMessages.Of(verdict, reason, evaluation, target, policy, match),
        };
    }

    /// <summary>A verdict for a connection that never came to certificates.</summary>
    internal static PinVerdict NotConnected(TlsTarget target, ConnectionFailure failure, TimeSpan elapsed) => new()
    {
        Verdict = failure.Verdict,
        Reason = failure.Reason,
        HostName = target.Host.Value,
        Port = target.Port,
        Address = failure.Address,
        Elapsed = elapsed,
        Message = failure.Fault.ToString(),
    };

    private static (Verdict Verdict, VerdictReason Reason) JudgeOrdinary(Evaluation evaluation, TlsTarget target, DateTime now)
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

    private static VerdictReason MismatchReason(Evaluation evaluation, HashSet<SpkiPin> pins)
    {
        if (evaluation.Presented.Certificates.Any(sent => pins.Contains(sent.Pin))) return VerdictReason.OnlyInPresentedChain;
        bool hashGiven = evaluation.Presented.Certificates.Concat(evaluation.Pinnable)
            .Any(certificate => pins.Contains(SpkiPin.FromHash(certificate.Sha256Thumbprint())));
        return hashGiven ? VerdictReason.CertificateHashGiven : VerdictReason.NoPinInChain;
    }

    private static IEnumerable<string> Warnings(Verdict verdict, Evaluation evaluation, PinPolicy policy, HashSet<SpkiPin> chainPins)
    {
        if (verdict == Verdict.Match && policy.Pins.All(chainPins.Contains))
            yield return "There is no backup pin: when this key is replaced, every client that pins it is locked out. "
                + "Add the pin of a key that is kept offline.";
        if (evaluation.Presented.TooLong)
            yield return $"The server sent {evaluation.Presented.Sent} certificates; {PresentedChain.MaxCertificates} are looked at.";
    }
}

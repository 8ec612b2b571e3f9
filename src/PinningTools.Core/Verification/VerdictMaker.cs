using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>Makes the record of a verdict: what was decided, and the facts of the connection.</summary>
internal static class VerdictMaker
{
    internal static PinVerdict Decide(VerdictBasis basis, ConnectionFacts facts)
    {
        PinJudgement judgement = PinJudge.Judge(basis);
        basis = judgement.Other ?? basis;
        (Evaluation evaluation, TlsTarget target) = (basis.Evaluation, basis.Target);
        DerCertificate? first = PathValidity.EndsFirst(evaluation);
        // Of a key that is only shown, nothing matches.
        HashSet<SpkiPin> fitting = basis.IsUnproven ? [] : basis.Fitting;
        bool isMatch = judgement.Verdict == Verdict.Match;
        string[] ofInspection = basis.Inspection is not { } inspection ? [] :
        [
            .. InspectionWords.Warnings(inspection, isMatch, basis.Policy.AllowInspected).Select(TerminalText.Printable),
        ];
        string[] warnings = [.. VerdictWarnings.Of(basis, judgement).Select(TerminalText.Printable)];
        var chainPins = new HashSet<SpkiPin>(evaluation.Pinnable.Select(certificate => certificate.Pin));
        var records = new ChainRecords(evaluation, target, facts, fitting);
        PinRecord[] chain = records.OfChain();
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
            Inspected = basis.Inspection is not null,
            Proof = facts.Proof,
            ProofStrength = facts.Strength,
            IsInspectionAllowed = basis.Policy.AllowInspected,
            IsUnproven = basis.IsUnproven,
            Chain = chain,
            PresentedChain = records.OfPresented(chain),
            MatchedPin = isMatch ? judgement.Match!.Pin.ToString() : null,
            MatchedRole = isMatch ? basis.RoleOf(judgement.Match) : CertificateRole.None,
            TrustAnchor = evaluation.Chain?.Anchor?.Subject,
            NotAfter = first?.NotAfter,
            ExpiresFirst = first?.Subject,
            LeafDaysLeft = Clock.DaysUntil(evaluation.Presented.Leaf.NotAfter),
            BackupPins = [.. basis.Fitting.Where(pin => !chainPins.Contains(pin)).Select(pin => pin.ToString())],
            Warnings = ofInspection.Length == 0 ? warnings : [.. warnings, .. ofInspection],
            InspectionWarnings = ofInspection,
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
}

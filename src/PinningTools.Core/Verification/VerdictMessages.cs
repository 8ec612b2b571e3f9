using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// The text of a verdict. A mismatch is the fix: the chain's pins, the configured pins, one sentence of what to do.
/// </summary>
internal static class VerdictMessages
{
    internal static string Of(VerdictBasis basis, PinJudgement judgement) =>
        basis.Inspection is { } inspection
            ? $"{OfShown(basis, judgement)} {InspectionWords.Origin(inspection)}"
            : OfShown(basis, judgement);

    private static string OfShown(VerdictBasis basis, PinJudgement judgement) => judgement.Verdict switch
    {
        Verdict.Match => $"{basis.Target} matched {judgement.Match!.Pin} ({Name(judgement.Match)}).",
        Verdict.UntrustedChain => Untrusted(judgement.Reason, basis),
        Verdict.NameMismatch => WrongName(judgement.Reason, basis),
        Verdict.Unknown => NotKnown(judgement.Reason, basis),
        Verdict.CertificateExpired => OutOfTime(judgement.Reason, basis),
        Verdict.NotPinned => NotPinned(judgement.Reason, basis),
        Verdict.PinSetExpired => SetExpired(basis.Target, basis.Policy.Set!),
        Verdict.VetoedPin => Vetoed(basis),
        Verdict.NotProven => $"{basis.Target} shows certificates that the pin {judgement.Match!.Pin} "
            + $"({Name(judgement.Match)}) fits, but does not prove that it holds the key of its own: an impostor with a copy "
            + "looks like this. Let the server use TLS 1.2 or later and suites with forward secrecy, then check it again.",
        _ => Mismatch(judgement.Reason, basis),
    };

    private static string Untrusted(VerdictReason reason, VerdictBasis basis)
    {
        (Evaluation evaluation, TlsTarget target, PinPolicy policy) = basis;
        BuiltChain chain = evaluation.Chain!;
        string store = policy.Trust.Mode == TrustMode.Anchors
            ? "the given trust anchors"
            : "this machine's trusted roots";
        string last =
            Name(chain.Elements.Count > 0 ? chain.Elements[chain.Elements.Count - 1] : evaluation.Presented.Leaf);
        string what = reason switch
        {
            VerdictReason.SelfSigned => $"its certificate ({last}) is self-signed and not among {store}",
            VerdictReason.UntrustedRoot => $"its chain ends in '{last}', which is not among {store}",
            VerdictReason.MissingIntermediate =>
                $"the issuer of '{last}' was not sent by the server and is not among {store}",
            VerdictReason.Revoked => "a certificate of its chain was revoked",
            VerdictReason.RevocationUnknown => "it could not be determined whether its certificates were revoked",
            VerdictReason.WrongUsage => chain.Detail ?? "its certificate is not meant for a TLS server",
            VerdictReason.InvalidSignature => "a signature in its chain does not verify",
            VerdictReason.ConstraintViolated =>
                chain.Detail ?? "its chain violates a constraint of one of its authorities",
            VerdictReason.ChainTooLong =>
                $"it sent {evaluation.Presented.Sent} certificates, more than the limit of "
                    + $"{PresentedChain.MaxCertificates}",
            _ => ChainReasons.Explain(chain),
        };
        return $"{target} has no valid chain: {what}. " + (IsStranger(basis)
            ? StrangerAdvice
            : UntrustedAdvice(reason, KeyOnly(basis)))
            + LazyRoots.Advice(policy.Trust.Mode, reason);
    }

    private const string StrangerAdvice =
        "None of the configured pins is among its keys either: the keys were replaced, or an attacker is in between. "
            + "Do not trust any of them before you know which it is.";

    /// <summary>
    /// Whether there are pins and all keys up to the root are different. If an issuer is missing, or the pins are those
    /// of an authority, another leaf key is not suspicious.
    /// </summary>
    private static bool IsStranger(VerdictBasis basis) =>
        basis.Policy.IsPinned && basis.Evaluation.Chain is { Elements.Count: > 0 } chain
            && chain.Elements[chain.Elements.Count - 1].IsSelfIssued
            && !chain.Elements.Concat(basis.Evaluation.Presented.Certificates)
                .Any(one => basis.Policy.Pins.Contains(one.Pin));

    /// <summary>
    /// The parameters for pinning an appliance; null if there are pins and its key is not one of them: the key may be
    /// an impostor's and must not be offered for pinning.
    /// </summary>
    private static string? KeyOnly(VerdictBasis basis)
    {
        if (basis.IsUnproven) return null;
        SpkiPin leaf = basis.Evaluation.Presented.Leaf.Pin;
        return basis.Policy.IsPinned && !basis.Policy.Pins.Contains(leaf)
            ? null
            : $"-PinOnly -Pin '{leaf}' (confirm it over another channel first)";
    }

    private static string UntrustedAdvice(VerdictReason reason, string? keyOnly) => reason switch
    {
        VerdictReason.SelfSigned when keyOnly is not null =>
            $"For an appliance with a self-signed certificate, pin its key: {keyOnly}.",
        VerdictReason.UntrustedRoot when keyOnly is not null =>
            "Give the root as -TrustAnchor if it belongs to your own authority. For an appliance, pin its key: "
                + $"{keyOnly}.",
        VerdictReason.MissingIntermediate =>
            "Have the server send its intermediate certificates, and give the root as -TrustAnchor if it belongs to "
                + "your own authority.",
        VerdictReason.Revoked =>
            "Do not connect. The server needs a new certificate, and a new key if the old one was stolen.",
        VerdictReason.RevocationUnknown =>
            "Let this machine reach the authority's revocation service. Without -CheckRevocation it is not contacted.",
        VerdictReason.WrongUsage =>
            "The server needs a certificate whose extended key usage contains serverAuth, from an authority that may "
                + "issue it.",
        VerdictReason.IssuerNotAccepted =>
            "Have the server send the certificates of its own chain, or give them as -TrustAnchor with their root.",
        VerdictReason.InvalidSignature or VerdictReason.ConstraintViolated => "Do not connect before you know why.",
        VerdictReason.ChainTooLong => "Have the server send only its own chain.",
        VerdictReason.OtherChainError =>
            "Look at its certificates and have the faulty one replaced. Do not connect before you know why.",
        _ => "Give its root as -TrustAnchor if it belongs to your own authority.",
    };

    private static string WrongName(VerdictReason reason, VerdictBasis basis)
    {
        TlsTarget target = basis.Target;
        CertificateExtensions names = basis.Evaluation.Presented.Leaf.Extensions;
        string listed =
            string.Join(", ", names.DnsNames.Concat(names.IpAddresses.Select(address => address.ToString())).Take(20));
        string has = reason == VerdictReason.NoSubjectAlternativeName
            ? "it has no subjectAltName, and the common name is not a host name (RFC 9525)"
            : names.IsUnreadable ? "its extensions, and therefore its names, cannot be read"
            : listed.Length == 0 ? "it does not name a host" : "it is for " + listed;
        string wayOut = IsStranger(basis) ? StrangerAdvice
            : target.ServerName is null
                ? "Connect with a name that is in the certificate, or give the expected name as -ServerName."
                : "Give the name that the server should have as -ServerName, or have its certificate replaced.";
        return $"The certificate of {target} is not for '{target.JudgedName}': {TerminalText.Printable(has)}. {wayOut}";
    }

    private static string OutOfTime(VerdictReason reason, VerdictBasis basis)
    {
        bool notYet = reason == VerdictReason.NotYetValid;
        IEnumerable<string> validities = basis.Evaluation.Chain!.Elements
            .Where(element => notYet ? element.NotBefore > basis.Now : element.NotAfter < basis.Now)
            .Select(NameAndDates);
        string what = notYet ? "is not valid yet" : "has expired";
        return $"A certificate of {basis.Target} {what}: {string.Join("; ", validities)}. "
            + "Renew it on the server, and check this machine's clock.";
    }

    private static string NotKnown(VerdictReason reason, VerdictBasis basis) =>
        reason == VerdictReason.ValidityUnreadable
            ? $"It is not known whether {basis.Target} has a certificate that is valid now: the dates of these "
                + "certificates cannot be read: "
                + $"{string.Join("; ", PathValidity.Unreadable(basis.Evaluation).Select(Name))}. Have them reissued by "
                + "a program that writes dates as RFC 5280 requires."
            : $"It is not known whether {basis.Target} has a valid chain: {basis.Evaluation.Chain!.Detail}. Until it "
                + "is known, nothing matches. Look at its certificates, and have the faulty one replaced.";

    private static string Mismatch(VerdictReason reason, VerdictBasis basis)
    {
        (Evaluation evaluation, TlsTarget target, PinPolicy policy) = basis;
        var text = new StringBuilder();
        text.Append("No pin matched for ").Append(target);
        if (policy.Set is { } set) text.Append(" (pin set '").Append(set.Pattern).Append("')");
        text.Append(".\n");
        text.Append(evaluation.Chain is null ? "  Leaf key (key-only trust):\n" : "  Validated chain:\n");
        foreach (DerCertificate certificate in evaluation.Pinnable) Line(certificate.Pin, NameAndDates(certificate));
        if (reason == VerdictReason.OnlyInPresentedChain)
        {
            text.Append("  Only presented, not validated:\n");
            foreach (DerCertificate sent in evaluation.Presented.Certificates)
                if (policy.Pins.Contains(sent.Pin)) Line(sent.Pin, Name(sent));
        }

        text.Append("  Configured pins:\n");
        foreach (SpkiPin pin in policy.Pins) Line(pin, policy.EntryOf(pin) is { } entry ? Describe(entry) : null);
        return text.Append(basis.IsUnproven ? InspectionWords.NotToPin : Advice(reason, evaluation)).ToString();

        void Line(SpkiPin pin, string? name) =>
            text.Append("    ").Append(pin).Append(string.IsNullOrEmpty(name) ? "" : "  " + name).Append('\n');
    }

    private static string Advice(VerdictReason reason, Evaluation evaluation) => reason switch
    {
        VerdictReason.OnlyInPresentedChain =>
            "The pinned certificate was only in the presented chain: the server sent it, but it is not part of the "
                + "chain that validates. This is what an impostor does. Do not add pins before you know why.",
        VerdictReason.PinInOtherRole =>
            "A pinned key is in the chain, but its pin is enforced for another role. A pin of the server's own key "
                + "does not accept certificates that an authority with that key issued, and the other way round.",
        VerdictReason.PinOutdated =>
            "The pin of this key is past its end date. Pin the key that replaced it, or move the date: "
            + "Update-PinSet -Add.",
        VerdictReason.CertificateHashGiven =>
            "A configured value is the SHA-256 of a whole certificate, not of its public key, and stops matching at "
                + "every renewal. Use the key's pin from the list above.",
        VerdictReason.AddedRoot =>
            $"The chain ends in '{Name(evaluation.Chain!.Anchor!)}', which did not come with this system but was added "
                + "to its trusted roots. For a public host this is TLS inspection: someone reads the traffic. For a "
                + "host of your own organization, confirm its new key over another channel, then pin it: -Pin "
                + $"'{evaluation.Presented.Leaf.Pin}'.",
        _ =>
            "If the key was changed on purpose, confirm it over another channel, then pin it: -Pin "
                + $"'{evaluation.Presented.Leaf.Pin}'. If not, an attacker is in between.",
    };

    private static string NotPinned(VerdictReason reason, VerdictBasis basis)
    {
        (Evaluation evaluation, TlsTarget target, PinPolicy policy) = basis;
        if (reason == VerdictReason.PinSetExpired)
            return $"The pin set '{policy.Set!.Pattern}' expired on {UtcDate.Format(policy.Set.Expires!.Value)} and "
                + $"continues unpinned (OnExpired): for {target} only ordinary validation was done, and it passed. "
                + "Extend the set with Update-PinSet.";
        var text = new StringBuilder();
        text.Append("No policy covers ").Append(target)
            .Append(evaluation.Chain is null ? ". Its key:\n" : ". It passed ordinary validation; its chain:\n");
        foreach (DerCertificate certificate in evaluation.Pinnable)
            text.Append("    ").Append(certificate.Pin).Append("  ").Append(Name(certificate)).Append('\n');
        return text.Append(basis.IsUnproven ? InspectionWords.NotToPin : "Make a pin set with New-PinSet, or give -Pin.")
            .ToString();
    }

    private static string SetExpired(TlsTarget target, PinSet set) =>
        $"The pin set '{set.Pattern}' for {target} expired on {UtcDate.Format(set.Expires!.Value)} and fails when "
            + "expired (OnExpired). Confirm its pins, then extend it: Update-PinSet -Expires.";

    private static string Vetoed(VerdictBasis basis)
    {
        (Evaluation evaluation, TlsTarget target, PinPolicy policy) = basis;
        DerCertificate bad = evaluation.FindMatch(policy.Vetoes)!;
        string note = policy.EntryOf(bad.Pin) is { } entry && Describe(entry) is { Length: > 0 } described
            ? $" ({described})"
            : "";
        return $"The chain of {target} contains a key that the pin set '{policy.Set?.Pattern}' vetoes: {bad.Pin}, "
            + $"{Name(bad)}{note}. Replace the key on the server. Do not remove the veto before you know why it is "
            + "there.";
    }

    /// <summary>The note, role and dates of a pin.</summary>
    private static string Describe(PinSetPin pin)
    {
        var parts = new List<string>();
        if (pin.Role != PinRole.Unspecified) parts.Add(pin.Role.ToString());
        if (pin.Note is { } note) parts.Add(TerminalText.Printable(note));
        if (pin.Added is { } added) parts.Add("added " + UtcDate.Format(added));
        if (pin.LastSeen is { } seen) parts.Add("last seen " + UtcDate.Format(seen));
        if (pin.NotAfter is { } end) parts.Add("not after " + UtcDate.Format(end));
        return string.Join(", ", parts);
    }

    private static string NameAndDates(DerCertificate certificate) =>
        $"{Name(certificate)} ({UtcDate.Day(certificate.NotBefore)} to {UtcDate.Day(certificate.NotAfter)})";

    private static string Name(DerCertificate certificate) =>
        certificate.Subject.Length > 0 ? TerminalText.Printable(certificate.Subject) : "(no subject)";
}

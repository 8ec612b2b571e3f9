using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>Rules that need the live chain.</summary>
internal static class OnlineRules
{
    private const int DefaultPort = 443;

    /// <exception cref="OperationCanceledException">
    /// The caller cancelled; anything that the host does is a finding.
    /// </exception>
    internal static async Task<OnlineLook> CheckAsync(
        PinSet set, PinLinter linter, ConnectionOptions options, CancellationToken cancel)
    {
        // A set that must not be used is not checked online either; another rule reports it.
        if (PinSetRules.Find(set) is not null) return new([], null);
        if (set.Hosts.Kind == HostPatternKind.OneLabel)
            return new([NotChecked(set, "the pattern does not name a host")], null);
        PinPolicy policy = PinPolicy.From(set);
        int port = set.Hosts.Port ?? StartTlsTable.DefaultPort(StartTlsTable.Named(set.StartTls)!.Value) ?? DefaultPort;
        TlsTarget target = policy.Apply(new TlsTarget(set.Hosts.Host, port)).AsPortSpeaks();
        if (linter.Store.Find(target.JudgedName, target.Port) is { } there && there.Pattern != set.Pattern)
            return new([NotChecked(set, $"for {target} the pin set '{there.Pattern}' applies")], null);
        var check = new PinCheck(target, policy, options) { Inspects = true };
        PinVerdict verdict = await PinChecker.CheckAsync(check, cancel).ConfigureAwait(false);
        IReadOnlyList<PinVerdict> others = verdict.Chain.Length == 0 ? []
            : await KeyKinds.CheckOthersAsync(check, verdict.Chain[0], cancel).ConfigureAwait(false);
        // What a host only showed says nothing about the keys in service.
        PinVerdict[] proven = [.. others.Prepend(verdict).Where(one => one.Chain.Length > 0 && !one.IsUnproven)];
        return new(
            [.. Findings(set, verdict, linter, others), .. OfOthers(set, verdict, others)],
            proven.Length == 0 ? null
                : [.. proven.SelectMany(one => one.Chain).Select(record => record.ToSpkiPin())]);
    }

    /// <summary>
    /// The mistake of hosts with several certificates: the pins fit one, and clients that prefer the other are locked out.
    /// </summary>
    internal static IEnumerable<PinSetFinding> OfOthers(PinSet set, PinVerdict verdict, IReadOnlyList<PinVerdict> others)
    {
        PinVerdict[] all = [verdict, .. others];
        if (!all.Any(one => one.Verdict == Verdict.Match)) yield break;
        foreach (PinVerdict one in all.Where(one => one.Verdict is not (Verdict.Match or Verdict.NotProven)))
        {
            PinRecord leaf = one.Chain[0];
            yield return new("OtherCertificateNotPinned", FindingSeverity.Warning, set,
                $"The live host has a certificate with the key {leaf.KeyAlgorithm} ({leaf.Pin}) beside the one that matches, and "
                    + $"for it the verdict is {one.Verdict}: clients that prefer it are locked out.",
                one.IsUnproven
                    ? "The host did not prove that it holds this key: find out whether it does before you pin it."
                    : one.Verdict == Verdict.PinMismatch
                        ? "Confirm its key over another channel and add its pin (Update-PinSet -Add), or pin an authority of "
                            + "both certificates."
                        : "Have this certificate replaced, or removed from the host.") { Pin = leaf.Pin };
        }
    }

    internal static IEnumerable<PinSetFinding> Findings(
        PinSet set, PinVerdict verdict, PinLinter linter, IReadOnlyList<PinVerdict>? others = null)
    {
        // If the server does not hold the key, that is as serious as another key, although no chain was evaluated.
        if (verdict.Chain.Length == 0 && verdict.Reason != VerdictReason.HandshakeSignatureInvalid)
        {
            yield return NotChecked(set, verdict.Message);
            yield break;
        }

        if (verdict.Verdict is not (Verdict.Match or Verdict.PinSetExpired or Verdict.NotPinned))
            yield return new("LiveMismatch", FindingSeverity.Error, set,
                $"The verdict on the live host is {verdict.Verdict}: {verdict.Message}",
                "Clients that enforce this set are locked out now. Find out what changed before you add a pin.");
        if (verdict.IsUnproven) yield break;
        foreach (PinSetFinding finding in OfInspection(set, verdict)) yield return finding;
        HashSet<SpkiPin> active = PinPolicy.From(set).ActivePins(linter.Now);
        if (verdict.Verdict == Verdict.Match && !set.NoBackup
            && active.All(pin => verdict.Chain.Concat((others ?? []).SelectMany(other => other.Chain))
                .Any(record => record.ToSpkiPin() == pin)))
            yield return new("AllPinsInChain", FindingSeverity.Error, set,
                "Every pin is in the chain in service: none is left when the chain must be replaced (RFC 7469 section "
                    + "4.3).",
                "Add the pin of a key that is in no chain in service.");
        foreach (PinSetFinding finding in verdict.Chain.SelectMany(record => OfRecord(set, record, active, linter)))
            yield return finding;
    }

    private static IEnumerable<PinSetFinding> OfInspection(PinSet set, PinVerdict verdict)
    {
        if (verdict.Inspected && !set.AllowInspected)
            yield return new("InspectedOnly", FindingSeverity.Warning, set,
                "Only an inspection can read the live host: clients that use this machine's TLS cannot connect, and checks do "
                    + "not pass.",
                "Let the server use TLS 1.2 or later. If that is not possible, accept it: Update-PinSet -AllowInspected.");
        if (set.AllowInspected && !verdict.Inspected)
            yield return new("InspectionUnneeded", FindingSeverity.Information, set,
                "The set lets inspected hosts pass, but this machine's own TLS connects to the live host.",
                "Take the consent back: Update-PinSet -AllowInspected:$false.");
    }

    private static IEnumerable<PinSetFinding> OfRecord(
        PinSet set, PinRecord record, HashSet<SpkiPin> active, PinLinter linter)
    {
        SpkiPin pin = record.ToSpkiPin();
        SpkiPin hash = SpkiPin.FromHash(record.Certificate.Sha256Thumbprint());
        if (active.Contains(hash)) yield return PinRules.CertificateHash(set, hash);
        if (!active.Contains(pin)) yield break;
        if (record.Role == CertificateRole.Leaf && record.NotAfter <= linter.Now.AddDays(linter.LeadDays))
            yield return DateRules.LeafExpiresSoon(set, pin, record.NotAfter.Value);
        if (record.Role == CertificateRole.Intermediate
            && RotatingAuthorities.Find(record.Subject + " " + record.Issuer) is { } authority)
            yield return PinRules.RotatingIntermediate(set, pin, authority);
    }

    private static PinSetFinding NotChecked(PinSet set, string why) => new(
        "NotCheckedOnline", FindingSeverity.Information, set, $"The live chain was not checked: {why}",
        "Check its hosts with Test-CertificatePin.");
}

/// <summary>The result of checking a live chain.</summary>
/// <param name="Findings">What is wrong with it.</param>
/// <param name="Shown">The keys of the chain; null if there was none.</param>
internal sealed record OnlineLook(IReadOnlyList<PinSetFinding> Findings, HashSet<SpkiPin>? Shown);

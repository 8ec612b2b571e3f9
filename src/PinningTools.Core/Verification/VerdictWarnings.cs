using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>What should be known beside a verdict, although it decided nothing.</summary>
internal static class VerdictWarnings
{
    /// <summary>How long before a pin set expires it is said.</summary>
    private const int LeadDays = 30;

    internal static IEnumerable<string> Of(VerdictBasis basis, PinJudgement judgement)
    {
        (Evaluation evaluation, TlsTarget target, PinPolicy policy) = basis;
        Verdict verdict = judgement.Verdict;
        if (policy.Mode == PinSetMode.ReportOnly
            && verdict is Verdict.PinMismatch or Verdict.VetoedPin or Verdict.PinSetExpired)
            yield return $"Report-only: {verdict} would be refused if the pins were enforced.";
        if (!target.IsNamed)
            yield return "No name was judged: say with -ServerName which host the certificate should be for.";
        if (verdict != Verdict.Unknown)
            foreach (DerCertificate odd in PathValidity.Unreadable(evaluation))
                yield return $"The validity of the certificate '{odd.Subject}' cannot be read: whether and when it "
                    + "expires is not known.";
        if (policy.Set is { Expires: { } expires } set)
        {
            double days = (expires - basis.Now).TotalDays;
            string date = UtcDate.Format(expires);
            if (days <= 0)
                yield return $"The pin set '{set.Pattern}' expired on {date} (OnExpired is {set.OnExpired}). Renew it.";
            else if (days <= LeadDays)
                yield return $"The pin set '{set.Pattern}' expires on {date}. Renew it.";
        }

        if (verdict == Verdict.Match && !policy.NoBackup
            && basis.Fitting.All(pin => evaluation.Pinnable.Any(certificate => certificate.Pin == pin)))
            yield return "There is no backup pin: when this key is replaced, every client that pins it is locked out. "
                + "Add the pin of a key that is kept offline.";
        if (judgement.Match is { } match && policy.EntryOf(match.Pin) is { } entry
            && WrongRole(entry, basis.RoleOf(match)) is { } wrong)
            yield return wrong;
        if (evaluation.InsteadOf is { } chosen)
            yield return $"The pin is not on the path that this platform chose ({Path(chosen)}) but on another valid "
                + $"one ({Path(evaluation.Chain!)}). Another machine may choose either: pin a key that is on both.";
        if (evaluation.Presented.IsTooLong)
            yield return $"The server sent {evaluation.Presented.Sent} certificates; "
                + $"{PresentedChain.MaxCertificates} are looked at.";
    }

    private static string Path(BuiltChain chain) =>
        string.Join(" > ", chain.Elements.Select(element => element.Subject));

    private static string? WrongRole(PinSetPin entry, CertificateRole found)
    {
        if (entry.Role == PinRole.Backup)
            return $"The pin that matched, {entry.Pin}, is the set's backup: promote it with Update-PinSet -Promote, "
                + "and add a new backup.";
        bool wrong = entry.Role != PinRole.Unspecified && entry.Role.ToString() != found.ToString();
        return wrong
            ? $"The pin that matched, {entry.Pin}, is noted as {entry.Role}, but its key is the chain's {found}."
            : null;
    }
}

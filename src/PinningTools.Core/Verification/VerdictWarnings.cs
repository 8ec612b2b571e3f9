using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>The warnings of a verdict, which do not affect it.</summary>
internal static class VerdictWarnings
{
    /// <summary>How long before its expiry a warning about a pin set begins.</summary>
    private const int LeadDays = 30;

    internal static IEnumerable<string> Of(VerdictBasis basis, PinJudgement judgement)
    {
        (Evaluation evaluation, TlsTarget target, PinPolicy policy) = basis;
        Verdict verdict = judgement.Verdict;
        if (policy.Mode == PinSetMode.ReportOnly
            && verdict is Verdict.PinMismatch or Verdict.VetoedPin or Verdict.PinSetExpired)
            yield return $"Report-only: {verdict} would be refused if the pins were enforced.";
        if (!target.IsNamed)
            yield return "No name was checked. Give the host that the certificate should be for as -ServerName.";
        if (verdict != Verdict.Unknown)
            foreach (DerCertificate odd in PathValidity.Unreadable(evaluation))
                yield return $"The validity of the certificate '{odd.Subject}' cannot be read: it is not known whether "
                    + "and when it expires.";
        if (policy.Set is { Expires: { } expires } set)
        {
            double days = (expires - basis.Now).TotalDays;
            string date = UtcDate.Format(expires);
            if (days <= 0)
                yield return $"The pin set '{set.Pattern}' expired on {date} (OnExpired is {set.OnExpired}). Extend "
                    + "it.";
            else if (days <= LeadDays)
                yield return $"The pin set '{set.Pattern}' expires on {date}. Extend it.";
        }

        if (verdict == Verdict.Match && !policy.NoBackup
            && basis.Fitting.All(pin => evaluation.Pinnable.Any(certificate => certificate.Pin == pin)))
            yield return "There is no backup pin: when this key is replaced, every client that pins it is locked out. "
                + "Add the pin of a key that is kept offline.";
        if (judgement.Match is { } match && policy.EntryOf(match.Pin) is { } entry
            && WrongRole(entry, basis.RoleOf(match)) is { } wrong)
            yield return wrong;
        if (evaluation.InsteadOf is { } chosen)
            yield return $"The pin is not on the path that this platform chose ({Path(chosen)}), but on another valid "
                + $"path ({Path(evaluation.Chain!)}). Another machine may choose either path: pin a key that is on "
                + "both.";
        if (evaluation.Presented.IsTooLong)
            yield return $"The server sent {evaluation.Presented.Sent} certificates; only "
                + $"{PresentedChain.MaxCertificates} are used.";
    }

    private static string Path(BuiltChain chain) =>
        string.Join(" > ", chain.Elements.Select(element => element.Subject));

    private static string? WrongRole(PinSetPin entry, CertificateRole found)
    {
        if (entry.Role == PinRole.Backup)
            return $"The pin that matched, {entry.Pin}, is a backup pin of the set: promote it with Update-PinSet "
                + "-Promote, and add a new backup pin.";
        bool wrong = entry.Role != PinRole.Unspecified && entry.Role.ToString() != found.ToString();
        return wrong
            ? $"The pin that matched, {entry.Pin}, has the role {entry.Role}, but its key is the {found} of the chain."
            : null;
    }
}

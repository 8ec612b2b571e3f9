using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>Rules about the pins of a set.</summary>
internal static class PinRules
{
    internal static IEnumerable<PinSetFinding> Find(PinSet set, PinLinter linter) =>
        [.. Backup(set), .. Duplicates(set), .. CertificateHashes(set), .. Intermediates(set)];

    private static IEnumerable<PinSetFinding> Backup(PinSet set)
    {
        if (PinLinter.IsOnlyBackup(set))
            yield return new("OnlyBackupPins", FindingSeverity.Error, set, PinLinter.OnlyBackupText(set),
                "Add the pin of the key in service, or put a backup into service: Update-PinSet -Promote.");
        if (PinLinter.IsOnlyBackup(set) || !PinLinter.HasNoBackup(set) || set.Entries.All(pin => pin.Bad)) yield break;
        yield return new("NoBackupPin", FindingSeverity.Warning, set, PinLinter.NoBackupText(set),
            "Make a key that is kept offline and add its pin: Update-PinSet -Add -Role Backup.");
    }

    private static IEnumerable<PinSetFinding> Duplicates(PinSet set) => set.Entries
        .GroupBy(pin => pin.Value).Where(same => same.Count() > 1)
        .Select(same => new PinSetFinding("DuplicatePin", FindingSeverity.Warning, set,
            $"{same.Key} is listed {same.Count()} times: only the first one counts, with its note and dates.",
            "Remove all but one.") { Pin = same.Key.ToString() });

    private static IEnumerable<PinSetFinding> CertificateHashes(PinSet set)
    {
        var hashes = new HashSet<SpkiPin>(set.Entries.Where(pin => pin.Certificate is not null)
            .Select(pin => SpkiPin.FromHash(Base64Certificate.Parse(pin.Certificate!).Sha256Thumbprint())));
        return set.Entries.Where(pin => hashes.Contains(pin.Value)).Select(pin => CertificateHash(set, pin.Value));
    }

    internal static PinSetFinding CertificateHash(PinSet set, SpkiPin pin) => new(
        "CertificateHash", FindingSeverity.Error, set,
        $"{pin} is the SHA-256 of a whole certificate, not of its key: it can never match.",
        "Replace it with the certificate's pin: Get-SpkiPin.") { Pin = pin.ToString() };

    private static IEnumerable<PinSetFinding> Intermediates(PinSet set) =>
        from pin in set.Entries
        where !pin.Bad && pin.Role == PinRole.Intermediate
        let names = pin.Certificate is { } certificate ? Names(Base64Certificate.Parse(certificate)) : pin.Note ?? ""
        where RotatingAuthorities.Find(names) is not null
        select RotatingIntermediate(set, pin.Value, RotatingAuthorities.Find(names)!);

    internal static PinSetFinding RotatingIntermediate(PinSet set, SpkiPin pin, string authority) => new(
        "RotatingIntermediate", FindingSeverity.Warning, set,
        $"{pin} is an intermediate of {authority}, which changes its intermediates on purpose and without notice.",
        "Pin the leaf's key with a backup, or the root.") { Pin = pin.ToString() };

    private static string Names(DerCertificate certificate) => certificate.Subject + " " + certificate.Issuer;
}

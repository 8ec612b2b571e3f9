using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>Turns verdicts into details and the facts that are compared.</summary>
/// <param name="expiry">Decides when an expiry is near.</param>
/// <param name="isSlim">Whether an endpoint that is Ok is kept without its whole verdict.</param>
/// <param name="vantagePoint">The name of this machine.</param>
/// <param name="isCompared">Whether the facts are compared with a state, here or by a merge.</param>
internal sealed class CheckResultMaker(CheckExpiry expiry, bool isSlim, string vantagePoint, bool isCompared = true)
{
    /// <summary>The verdicts that are known to be wrong; every other verdict except Match is unknown.</summary>
    private static readonly HashSet<string> s_failing =
    [
        nameof(Verdict.PinMismatch), nameof(Verdict.NotProven), nameof(Verdict.UntrustedChain), nameof(Verdict.NameMismatch),
        nameof(Verdict.CertificateExpired), nameof(Verdict.VetoedPin), nameof(Verdict.PinSetExpired),
    ];

    private readonly DetailPacker _packer = new();

    /// <summary>The result of an endpoint.</summary>
    internal CheckResult Make(CheckEndpoint endpoint, IReadOnlyList<PinVerdict> verdicts, DateTime asked)
    {
        var details = new PinCheckDetail[verdicts.Count];
        var reasons = new string[verdicts.Count];
        bool isNear = false;
        for (int i = 0; i < details.Length; i++)
        {
            (details[i], reasons[i], bool near) = Detail(endpoint, verdicts[i], asked);
            isNear |= near;
        }

        if (!isCompared && isSlim && details.All(one => one.Level == PinCheckLevel.Ok))
            return new CheckResult { Row = endpoint.Row, Details = details, Main = details[0], Reasons = reasons, Asked = asked };
        // If addresses differ, the facts are those of an address that passed; the other addresses differ from it.
        int main = Math.Max(0, Array.FindIndex(details, one => one.Verdict == nameof(Verdict.Match)));
        int wrong = Array.FindIndex(details, IsEvident);
        PinVerdict verdict = verdicts[main];
        // What a host only showed is told, but never remembered as its key: anyone can show a copy.
        PinRecord? leaf = verdict.IsUnproven ? null : LeafOf(verdict);
        return new CheckResult
        {
            Row = endpoint.Row,
            Endpoint = endpoint,
            Details = details,
            Main = details[main],
            Reasons = reasons,
            Asked = asked,
            IsNear = isNear,
            Leaf = leaf is null ? null : new CheckLeaf
            {
                Pin = leaf.Pin,
                NotBefore = leaf.NotBefore,
                NotAfter = leaf.NotAfter,
                Sha256 = Hex.ToLower(leaf.Certificate.Sha256Thumbprint()).Substring(0, 16),
                Since = asked,
            },
            Path = leaf is null ? null : PathOf(leaf, verdict),
            Addresses = AddressesOf(details),
            NoBackup = endpoint.Policy.NoBackup,
            InService = verdict.IsUnproven ? []
                : [.. verdict.Chain.Where(one => one.InValidatedChain == true).Select(one => one.Pin)],
            Transparency = wrong < 0 ? "" : CheckTransparency.Say(verdicts[wrong], endpoint.Policy),
            Evidence = wrong < 0 ? null : CheckEvidence.Of(verdicts[wrong]),
        };
    }

    internal static IReadOnlyList<KeyValuePair<string, string>> AddressesOf(IEnumerable<PinCheckDetail> details) =>
    [
        .. details.Where(one => one.Address is not null && !one.IsUnproven).GroupBy(one => one.Address!)
            .Select(one => new KeyValuePair<string, string>(one.Key, one.First().LeafPin))
            .OrderBy(one => one.Key, StringComparer.Ordinal),
    ];

    /// <summary>The result of a row or an endpoint without a verdict.</summary>
    internal static CheckResult Fail(CheckRow row, string message, CheckEndpoint? endpoint = null)
    {
        var detail = new PinCheckDetail
        {
            Row = row.Number,
            Key = row.Key,
            HostName = row.HostName,
            Port = row.Port,
            Owner = row.Owner,
            Tag = row.Tags,
            Columns = row.Columns,
            // The message quotes cells of the list.
            Message = $"Row {row.Number}: {DisplayText.Clean(message)}",
        };
        return new CheckResult
        {
            Row = row, Endpoint = endpoint, Details = [detail], Main = detail, Reasons = ["NotReadable"],
        };
    }

    /// <summary>The result of an endpoint that was not checked in time.</summary>
    internal static CheckResult Miss(CheckEndpoint endpoint)
    {
        PinCheckDetail detail = Frame(endpoint) with
        {
            Verdict = "NotChecked",
            Reason = nameof(VerdictReason.None),
            Message = "The run ended at its deadline before this endpoint was checked. What was known about it is kept.",
        };
        return new CheckResult
        {
            Row = endpoint.Row, Endpoint = endpoint, Details = [detail], Main = detail, Reasons = [""],
        };
    }

    private (PinCheckDetail Detail, string Reason, bool IsNear) Detail(
        CheckEndpoint endpoint, PinVerdict verdict, DateTime asked)
    {
        DateTime now = endpoint.Policy.At ?? asked;
        (string level, string reason, string message, bool isNear) = Classify(endpoint, verdict, now);
        PinRecord? leaf = LeafOf(verdict);
        bool isWhole = !isSlim || level != PinCheckLevel.Ok;
        int? days = DaysLeft(verdict.NotAfter);
        PinCheckDetail detail = Frame(endpoint) with
        {
            Level = level,
            HostName = verdict.HostName,
            Port = verdict.Port,
            Address = verdict.Address,
            Verdict = Name(verdict.Verdict),
            Reason = Name(verdict.Reason),
            DaysLeft = days,
            LeafDaysLeft = DaysLeft(leaf?.NotAfter),
            ExpiresFirst = verdict.ExpiresFirst,
            NotBefore = leaf?.NotBefore,
            NotAfter = leaf?.NotAfter,
            ChainNotAfter = verdict.NotAfter,
            Issuer = leaf?.Issuer ?? "",
            Anchor = verdict.TrustAnchor,
            LeafPin = leaf?.Pin ?? "",
            MatchedPin = verdict.MatchedPin ?? "",
            MatchedRole = verdict.MatchedPin is null ? "" : verdict.MatchedRole.ToString(),
            Inspected = verdict.Inspected,
            Proof = verdict.Inspected ? Name(verdict.Proof) : "",
            ProofStrength = verdict.Inspected ? Name(verdict.ProofStrength) : "",
            SparePins = verdict.BackupPins.Length,
            Scts = leaf is null ? null : SctList.Of(leaf.Certificate)?.Count,
            Chain = isWhole ? [.. verdict.Chain.Select(Link)] : [],
            Views =
            [
                new PinCheckView
                {
                    VantagePoint = vantagePoint,
                    Address = verdict.Address,
                    LeafPin = leaf?.Pin ?? "",
                    Anchor = EndOf(verdict),
                    Verdict = Name(verdict.Verdict),
                },
            ],
            Message = message,
            Seconds = verdict.Elapsed.TotalSeconds,
            Result = isWhole ? verdict : null,
        };
        return (isWhole ? detail : detail.Pack(_packer), reason, isNear);

        // Whole days from the time of the check.
        int? DaysLeft(DateTime? end) => end is { } date ? (int)Math.Floor((date - now).TotalDays) : null;
    }

    private (string Level, string Reason, string Message, bool IsNear) Classify(
        CheckEndpoint endpoint, PinVerdict verdict, DateTime now)
    {
        string name = Name(verdict.Verdict);
        if (verdict.Verdict != Verdict.Match)
        {
            // If the server does not hold the certificate's key, it is an impostor, although no chain was checked.
            bool isWrong = s_failing.Contains(name) || verdict.Reason == VerdictReason.HandshakeSignatureInvalid;
            string message = CheckTransparency.Say(verdict, endpoint.Policy) is { Length: > 0 } more
                ? verdict.Message + "\n" + more : verdict.Message;
            return (isWrong ? PinCheckLevel.Critical : PinCheckLevel.Unknown, name, message, false);
        }

        bool isPinOnly = endpoint.Policy.Trust.Mode == TrustMode.PinOnly;
        if (expiry.Worst(verdict.Chain, now, isPinOnly) is var (level, text))
            return (level, "ExpiresSoon", $"{text} {verdict.Message}", true);
        // A match that does not pass: an inspection read the host, and nobody has consented.
        if (!verdict.Passed)
            return (PinCheckLevel.Warning, "Inspected", $"{verdict.Message} {string.Join(" ", verdict.Warnings)}", false);
        // The consent to an inspected host answers what there is to say about the inspection.
        string[] warnings = [.. verdict.Warnings.Where(one => !verdict.InspectionWarnings.Contains(one))];
        if (warnings.Length == 0) return (PinCheckLevel.Ok, "", verdict.Message, false);
        bool lacksBackup = warnings.Length == 1 && verdict.BackupPins.Length == 0 && !endpoint.Policy.NoBackup;
        return (PinCheckLevel.Warning, lacksBackup ? "NoBackupPin" : "Warning", string.Join(" ", warnings), false);
    }

    internal static PinCheckDetail Frame(CheckEndpoint endpoint) => new()
    {
        Row = endpoint.Row.Number,
        Key = endpoint.Key,
        HostName = endpoint.Target.Host.Value,
        Port = endpoint.Target.Port,
        Pattern = endpoint.Policy.Set?.Pattern,
        PinSetExpires = endpoint.Policy.Set?.Expires,
        KnownPins = endpoint.KnownPins,
        Owner = endpoint.Owner,
        Tag = endpoint.Row.Tags,
        Columns = endpoint.Row.Columns,
    };

    /// <summary>Whether the certificates are kept as evidence: the key is wrong, or no chain is valid.</summary>
    private static bool IsEvident(PinCheckDetail one) => one.Level == PinCheckLevel.Critical
        && one.Verdict is nameof(Verdict.PinMismatch) or nameof(Verdict.VetoedPin) or nameof(Verdict.UntrustedChain)
            or nameof(Verdict.NameMismatch) or nameof(Verdict.NotProven) && one.LeafPin.Length > 0;

    private static PinRecord? LeafOf(PinVerdict verdict) =>
        verdict.Chain.Length > 0 ? verdict.Chain[0] : verdict.PresentedChain.FirstOrDefault();

    /// <summary>The subject in which the chain ends. An inspection proxy is known by it, trusted or not.</summary>
    private static string? EndOf(PinVerdict verdict) => verdict.TrustAnchor
        ?? (verdict.Chain.Length > 0 ? verdict.Chain : verdict.PresentedChain).LastOrDefault()?.Issuer;

    private static CheckPath PathOf(PinRecord leaf, PinVerdict verdict)
    {
        PinRecord[] above = [.. verdict.Chain.Skip(1)];
        DateTime? end = above.Length == 0 || above.Any(one => one.NotAfter is null) ? null
            : above.Min(one => one.NotAfter);
        return CheckPath.Of(leaf.Issuer ?? "", verdict.TrustAnchor, [.. above.Select(one => one.Pin)], end);
    }

    private static PinCheckCertificate Link(PinRecord record) => new()
    {
        Role = record.Role.ToString(),
        Pin = record.Pin,
        Subject = record.Subject ?? "",
        NotAfter = record.NotAfter,
        Matched = record.Matched,
        SentByServer = record.SentByServer == true,
    };

    private static string Name<T>(T value)
        where T : struct, Enum => value.ToString();
}

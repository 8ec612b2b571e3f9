using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>How ordinary validation is done before a pin is looked at.</summary>
internal sealed class TrustSettings
{
    private string? _key;

    private TrustSettings(TrustMode mode, IReadOnlyList<DerCertificate> anchors)
    {
        Mode = mode;
        Anchors = anchors;
    }

    internal static TrustSettings System { get; } = new(TrustMode.System, []);

    internal static TrustSettings PinOnly { get; } = new(TrustMode.PinOnly, []);

    internal TrustMode Mode { get; }

    internal IReadOnlyList<DerCertificate> Anchors { get; }

    /// <summary>Certificates that came with the anchors and are none: they help to build, and no path ends in them.</summary>
    internal IReadOnlyList<DerCertificate> Helpers { get; private init; } = [];

    /// <summary>
    /// Whether the platform asks the authorities which certificates were revoked; it goes to the network for that.
    /// </summary>
    internal bool CheckRevocation { get; private init; }

    /// <summary>The same trust, with revocation looked up.</summary>
    /// <exception cref="PinningException">
    /// Key-only trust builds no chain whose certificates could have been revoked.
    /// </exception>
    internal TrustSettings WithRevocation() => Mode == TrustMode.PinOnly
        ? throw new PinningException(Faults.RevocationNeedsChain())
        : new TrustSettings(Mode, Anchors) { Helpers = Helpers, CheckRevocation = true };

    /// <summary>The same trust, leading to one anchor alone.</summary>
    internal TrustSettings Only(DerCertificate anchor) =>
        new(TrustMode.Anchors, [anchor]) { CheckRevocation = CheckRevocation };

    /// <summary>The same text for the same trust: part of what makes two policies the very same.</summary>
    internal string Key => _key ??= MakeKey();

    /// <summary>
    /// The roots among the certificates are the anchors; what was given with them helps to build, and is trusted no more
    /// than what a server sends.
    /// </summary>
    /// <exception cref="PinningException">
    /// None of them was issued by itself, or one of them is not trusted for servers.
    /// </exception>
    internal static TrustSettings FromAnchors(IReadOnlyList<DerCertificate> certificates)
    {
        foreach (DerCertificate one in certificates) CheckRestriction(one);
        DerCertificate[] anchors = [.. certificates.Where(one => IsRoot(one, certificates))];
        if (anchors.Length == 0 && certificates.Count > 0)
            throw new PinningException(Faults.AnchorNotSelfIssued(certificates[0].Subject, certificates[0].Issuer));
        foreach (DerCertificate anchor in anchors) CheckUse(anchor);
        return new TrustSettings(TrustMode.Anchors, anchors) { Helpers = [.. certificates.Except(anchors)] };
    }

    /// <summary>
    /// A root's rollover certificate has its name as the issuer as well, but was signed with its old key or its new one
    /// (RFC 4210 section 4.4): beside that root it is none.
    /// </summary>
    private static bool IsRoot(DerCertificate one, IReadOnlyList<DerCertificate> all) =>
        one.IsSelfIssued
            && !all.Any(other => other.Pin != one.Pin && other.SubjectKey == one.SubjectKey
                && CertificateSignature.Verify(one, other) == true);

    /// <summary>
    /// What narrows the trust in a certificate beside it is not dropped: one that is distrusted must not help, either.
    /// </summary>
    private static void CheckRestriction(DerCertificate one)
    {
        if (one.Restriction is { } restriction)
            throw new PinningException(Faults.AnchorNarrowed(one.Subject, restriction));
    }

    /// <summary>The same for what stands in the certificate, which not every platform asks of a root.</summary>
    private static void CheckUse(DerCertificate anchor)
    {
        if (anchor.Extensions.IsUnreadable)
            throw new PinningException(Faults.AnchorNarrowed(anchor.Subject, "its extensions cannot be read"));
        if (anchor.Extensions.Uses is { } uses && !ServerUse.IsIn(uses))
            throw new PinningException(Faults.AnchorNarrowed(
                anchor.Subject, $"its extended key usage allows only {ServerUse.Describe(uses)}"));
    }

    private string MakeKey()
    {
        var key = new StringBuilder(Mode.ToString()).Append(CheckRevocation ? "+revocation" : "");
        foreach (DerCertificate anchor in Anchors)
            key.Append('|').Append(Convert.ToBase64String(anchor.Sha256Thumbprint()));
        foreach (DerCertificate helper in Helpers)
            key.Append('+').Append(Convert.ToBase64String(helper.Sha256Thumbprint()));
        return key.ToString();
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>How ordinary validation is done before a pin is compared.</summary>
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

    /// <summary>
    /// Certificates that were given with the anchors but are not anchors: they help to build a chain, and no path ends
    /// in them.
    /// </summary>
    internal IReadOnlyList<DerCertificate> Helpers { get; private init; } = [];

    /// <summary>Whether the platform checks revocation, which needs the network.</summary>
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

    /// <summary>The same trust, in nothing: no chain ends in an anchor.</summary>
    internal TrustSettings WithoutAnchors() => new(TrustMode.Anchors, []) { CheckRevocation = CheckRevocation };

    /// <summary>A text that is equal for equal trust; it is part of what makes two policies equal.</summary>
    internal string Key => _key ??= MakeKey();

    /// <summary>
    /// The roots among the certificates are the anchors; the others help to build a chain and are trusted no more than
    /// certificates from a server.
    /// </summary>
    /// <exception cref="PinningException">
    /// None of them is self-issued, or one of them is not trusted for servers.
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
    /// A root's rollover certificate also names the root as its issuer, but is signed with the root's old or new key
    /// (RFC 4210 section 4.4): if that root is given too, the rollover certificate is not a root.
    /// </summary>
    private static bool IsRoot(DerCertificate one, IReadOnlyList<DerCertificate> all) =>
        one.IsSelfIssued
            && !all.Any(other => other.Pin != one.Pin && other.SubjectKey == one.SubjectKey
                && CertificateSignature.Verify(one, other) == true);

    /// <summary>
    /// Restrictions that were stored with a certificate are kept: a distrusted certificate must not even help to build
    /// a chain.
    /// </summary>
    private static void CheckRestriction(DerCertificate one)
    {
        if (one.Restriction is { } restriction)
            throw new PinningException(Faults.AnchorNarrowed(one.Subject, restriction));
    }

    /// <summary>
    /// The same for restrictions in the certificate itself, which not every platform checks for a root.
    /// </summary>
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

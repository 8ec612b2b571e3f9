namespace PinningTools.Internal;

/// <summary>
/// The role that a certificate or request claims for itself, used if there is no chain. A certificate that names hosts
/// is a server's, even if it is also an authority: the self-signed certificates of appliances are both.
/// </summary>
internal static class ClaimedRole
{
    internal static CertificateRole Of(IKeyHolder holder) => holder switch
    {
        DerCertificate certificate => Of(certificate.Extensions, certificate.IsSelfIssued),
        DerRequest request => Of(request.Extensions, false),
        _ => CertificateRole.None,
    };

    private static CertificateRole Of(CertificateExtensions extensions, bool selfIssued) =>
        !extensions.IsAuthority || extensions.DnsNames.Count + extensions.IpAddresses.Count > 0 ? CertificateRole.Leaf
        : selfIssued ? CertificateRole.Root
        : CertificateRole.Intermediate;
}

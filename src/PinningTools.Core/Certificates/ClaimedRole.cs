namespace PinningTools.Internal;

/// <summary>
/// The role a certificate or request claims for itself, for want of a chain that would tell. What names hosts is a
/// server's, authority or not: the certificates that appliances sign for themselves are both.
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

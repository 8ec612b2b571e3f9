using System;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Whether a certificate is for a host, by RFC 9525 (the successor of RFC 6125): only the subjectAltName counts, a
/// wildcard stands for exactly one whole leftmost label, and an address matches only an iPAddress entry. The platform's
/// own check is not used: it differs between the two builds and cannot be called without a connection.
/// </summary>
internal static class CertificateNames
{
    internal static bool IsFor(DerCertificate certificate, HostName host)
    {
        CertificateExtensions names = certificate.Extensions;
        return host.Address is { } address
            ? names.IpAddresses.Any(entry => SameAddress(entry, address))
            : names.DnsNames.Any(entry => MatchesPattern(entry, host.Value));
    }

    private static bool SameAddress(System.Net.IPAddress entry, System.Net.IPAddress address) =>
        Bytes.Same(entry.GetAddressBytes(), address.GetAddressBytes());

    private static bool MatchesPattern(string pattern, string host)
    {
        string name = pattern.EndsWith(".", StringComparison.Ordinal)
            ? pattern.Substring(0, pattern.Length - 1)
            : pattern;
        if (!name.StartsWith("*.", StringComparison.Ordinal))
            return HostName.IsSame(name, host);
        string parent = name.Substring(1);
        int firstDot = host.IndexOf('.');
        // "*." over a single label (*.com, *.internal) is refused, as by OpenSSL.
        return firstDot > 0 && parent.IndexOf('.', 1) > 0 && parent.IndexOf('*') < 0
            && HostName.IsSame(parent, host.Substring(firstDot));
    }
}

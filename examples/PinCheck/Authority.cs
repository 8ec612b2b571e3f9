using System;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PinningTools.Examples;

/// <summary>A temporary certificate authority with one intermediate, which issues for localhost.</summary>
internal sealed class Authority : IDisposable
{
    private static readonly DateTimeOffset s_from = DateTimeOffset.UtcNow.AddDays(-1);
    // Half a day more, so that the number of days left does not change while an example runs.
    private static readonly DateTimeOffset s_to = DateTimeOffset.UtcNow.AddDays(30.5);

    internal Authority(string name)
    {
        using ECDsa rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Root = Request($"CN={name} Root", rootKey, isAuthority: true).CreateSelfSigned(s_from, s_to);
        Intermediate = Sign(Root, $"CN={name} Intermediate", isAuthority: true);
    }

    internal X509Certificate2 Root { get; }

    internal X509Certificate2 Intermediate { get; }

    internal X509Certificate2 IssueForLocalhost() => Sign(Intermediate, "CN=localhost", isAuthority: false);

    public void Dispose()
    {
        Root.Dispose();
        Intermediate.Dispose();
    }

    private static X509Certificate2 Sign(X509Certificate2 issuer, string subject, bool isAuthority)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7F;
        DateTimeOffset until = s_to.AddDays(isAuthority ? 0 : -1);
        using X509Certificate2 certificate = Request(subject, key, isAuthority).Create(issuer, s_from, until, serial);
        using X509Certificate2 withKey = certificate.CopyWithPrivateKey(key);
        // A Windows server cannot use a key that exists only in memory; exporting and importing a PFX makes it usable.
#pragma warning disable SYSLIB0057 // The replacement exists only since .NET 9; this example also runs on .NET 8.
        return new X509Certificate2(withKey.Export(X509ContentType.Pfx), (string?)null, X509KeyStorageFlags.Exportable);
#pragma warning restore SYSLIB0057
    }

    private static CertificateRequest Request(string subject, ECDsa key, bool isAuthority)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        if (isAuthority)
        {
            request.CertificateExtensions.Add(
                new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
            return request;
        }

        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        return request;
    }
}

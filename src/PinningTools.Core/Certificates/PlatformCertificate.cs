using System.Security.Cryptography.X509Certificates;

namespace PinningTools.Internal;

/// <summary>The one place that makes the platform's certificate type out of bytes.</summary>
internal static class PlatformCertificate
{
    /// <summary>Reads only DER: the constructor would also accept PFX and PKCS#7.</summary>
    internal static X509Certificate2 Load(byte[] der)
    {
        DerCertificate.Parse(der);
#pragma warning disable SYSLIB0057 // X509CertificateLoader came with .NET 9; it was checked above to be a certificate.
        return new X509Certificate2(der);
#pragma warning restore SYSLIB0057
    }
}

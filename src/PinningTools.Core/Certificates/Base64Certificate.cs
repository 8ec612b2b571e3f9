using System;

namespace PinningTools.Internal;

/// <summary>Certificates as single strings in JSON and XML: their DER in base64, without the lines of PEM.</summary>
internal static class Base64Certificate
{
    /// <exception cref="PinningException">The text is not a certificate.</exception>
    internal static DerCertificate Parse(string text)
    {
        byte[] der;
        try
        {
            der = Convert.FromBase64String(text);
        }
        catch (FormatException error)
        {
            throw new PinningException(Faults.CertificateNotBase64(), error);
        }

        return DerCertificate.Parse(der);
    }

    internal static string Write(DerCertificate certificate) => Convert.ToBase64String(certificate.Raw);
}

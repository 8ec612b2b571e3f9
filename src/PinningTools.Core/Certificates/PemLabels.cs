namespace PinningTools.Internal;

/// <summary>The labels of PEM blocks (RFC 7468 and the habits before it) that hold certificates or keys.</summary>
internal static class PemLabels
{
    internal const string Certificate = "CERTIFICATE";

    internal static bool IsCertificate(string label) =>
        IsOneCertificate(label) || label is "PKCS7" or "PKCS #7 SIGNED DATA" or "CMS";

    internal static bool IsOneCertificate(string label) =>
        label is Certificate or "X509 CERTIFICATE" or TrustedCertificate;

    internal static bool IsKeyOrRequest(string label) =>
        label is "CERTIFICATE REQUEST" or "NEW CERTIFICATE REQUEST" or "PUBLIC KEY" or "RSA PUBLIC KEY" or "PRIVATE KEY"
            or "ENCRYPTED PRIVATE KEY" or "RSA PRIVATE KEY" or "EC PRIVATE KEY" or "DSA PRIVATE KEY" or "PKCS12";

    internal static bool IsPrivate(string label) => label.EndsWith("PRIVATE KEY", System.StringComparison.Ordinal);

    /// <summary>OpenSSL's form: a certificate, then what it is trusted for.</summary>
    internal const string TrustedCertificate = "TRUSTED CERTIFICATE";
}

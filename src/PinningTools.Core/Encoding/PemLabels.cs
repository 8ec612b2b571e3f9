using System;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// The labels of PEM blocks (RFC 7468 and the habits before it). They determine which blocks are worth reading; the
/// content of a block determines what it is.
/// </summary>
internal static class PemLabels
{
    internal const string Certificate = "CERTIFICATE";

    /// <summary>OpenSSL's form: a certificate, then what it is trusted for.</summary>
    internal const string TrustedCertificate = "TRUSTED CERTIFICATE";

    /// <summary>Words of labels for what has no key of its own, though its bytes may look like one.</summary>
    private static readonly string[] s_others = ["PARAMETERS", "CRL", "PGP", "SSH", "SESSION", "ATTRIBUTE"];

    internal static bool IsCertificate(string label) =>
        IsOneCertificate(label) || label is "PKCS7" or "PKCS #7 SIGNED DATA" or "CMS";

    internal static bool IsOneCertificate(string label) =>
        label is Certificate or "X509 CERTIFICATE" or TrustedCertificate;

    internal static bool IsKeyOrRequest(string label) =>
        label is "CERTIFICATE REQUEST" or "NEW CERTIFICATE REQUEST" or "PUBLIC KEY" or "RSA PUBLIC KEY" or "PKCS12"
            || IsPrivateKey(label);

    internal static bool IsPrivateKey(string label) =>
        label is "PRIVATE KEY" or "ENCRYPTED PRIVATE KEY" or "RSA PRIVATE KEY" or "EC PRIVATE KEY" or "DSA PRIVATE KEY"
            or "SM2 PRIVATE KEY";

    internal static bool IsOther(string label) =>
        s_others.Any(word => label.IndexOf(word, StringComparison.Ordinal) >= 0);
}

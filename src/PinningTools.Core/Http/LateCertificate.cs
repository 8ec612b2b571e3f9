using System;
using System.Security.Cryptography;

namespace PinningTools.Internal;

/// <summary>
/// Whether an exchange failed because the server wants a client certificate that was not shown in the handshake: by a new
/// handshake up to TLS 1.2, and in TLS 1.3 after the handshake (RFC 8446 section 4.6.2). Both are refused: the verdict is
/// about the handshake that was made, and the certificate goes to nothing else.
/// </summary>
internal static class LateCertificate
{
    /// <summary>What OpenSSL adds to the number of an alert.</summary>
    private const int AlertOffset = 1000;

    private const int CertificateRequired = 116;
    private const int ReasonMask = 0xFFF;

    /// <param name="error">The error of the exchange.</param>
    /// <param name="records">The connection; null if the platform makes it out of sight.</param>
    /// <param name="target">The server.</param>
    /// <param name="given">Whether there is a client certificate that could have been shown.</param>
    /// <returns>The reason and the fault; null if the exchange failed for something else.</returns>
    internal static (VerdictReason Reason, Fault Fault)? Find(
        Exception error, TlsRecordStream? records, TlsTarget target, bool given)
    {
        bool isRenegotiated = records is { Received.IsRenegotiated: true };
        if (!isRenegotiated && !IsRequired(error)) return null;
        return given || isRenegotiated
            ? (VerdictReason.ClientCertificateTooLate, Faults.ClientCertificateTooLate(target.ToString(), isRenegotiated))
            : (VerdictReason.ClientCertificateRequired, Faults.ClientCertificateRequired(target.ToString(), given));
    }

    /// <summary>The alert of TLS 1.3 is encrypted: only the platform can read it, and OpenSSL tells its number.</summary>
    private static bool IsRequired(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
            if (error is CryptographicException && (error.HResult & ReasonMask) == AlertOffset + CertificateRequired)
                return true;
        return false;
    }
}

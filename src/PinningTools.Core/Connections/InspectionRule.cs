// After which failure of the platform's handshake an inspection of the same server follows by itself. The bytes on the
// wire decide, not the texts and codes of platforms. The first row that applies decides; what no row proves is not
// followed, because an impostor gets no second, weaker try (rule of HandshakeSignatureInvalid).
//
// | the wire shows                                                                    | cause             | follows |
// |-----------------------------------------------------------------------------------|-------------------|---------|
// | something that is not TLS, at the beginning or later                              | not TLS           | no      |
// | no message of this machine, which had nothing to offer                            | own versions      | yes     |
// | our alert protocol_version or insufficient_security                               | version, strength | yes     |
// | our alert handshake_failure before any signature, or from OpenSSL, which names a  | suite, key size,  | yes     |
// |   bad signature decrypt_error (RFC 8446 section 6.2, RFC 5246 section 7.2.2)      |   hash            |         |
// | any other alert of ours: decrypt_error, bad_record_mac, decode_error, illegal_... | impostor or fault | no      |
// | the server's alert in place of its hello, other than one about the name           | the offer         | yes     |
// | the server's end of the connection in place of its hello                          | the offer         | yes     |
// | the server's alert or end after it asked for a certificate, before its Finished   | no certificate    | yes     |
// | anything else: an alert or end after the hello, encrypted content, silence        | not known         | no      |
//
// Failures before the handshake (name lookup, connection, proxy, STARTTLS, injected plaintext), time-outs and a machine
// without memory or handles never come here. An attacker can cause each "yes" at will: what the inspection then reads
// counts only as far as the server proves its key in it.

using System;
using System.Runtime.InteropServices;

namespace PinningTools.Internal;

/// <summary>Decides whether an inspection follows a handshake of the platform that failed.</summary>
internal static class InspectionRule
{
    /// <summary>
    /// Whether this platform's TLS tells a signature that does not verify from one that its policy refuses.
    /// </summary>
    internal static bool NamesBadSignatures { get; } = RuntimeInformation.IsOSPlatform(OSPlatform.Linux);

    /// <param name="reason">How the failure was explained.</param>
    /// <param name="error">The platform's error.</param>
    /// <param name="records">What both sides sent.</param>
    /// <param name="namesBadSignatures">Whether the platform tells bad signatures apart.</param>
    internal static bool IsFollowed(
        VerdictReason reason, Exception error, TlsRecordStream records, bool namesBadSignatures)
    {
        (TlsRecordLog sent, TlsRecordLog received) = (records.Sent, records.Received);
        if (received.IsForeign || received.IsBroken || reason == VerdictReason.MachineLimit) return false;
        if (sent.MessageType == 0) return reason == VerdictReason.PlatformRefused;
        if (sent is { AlertNumber: { } own, IsAlertFatal: true })
            return own switch
            {
                AlertNames.ProtocolVersion or AlertNames.InsufficientSecurity => true,
                AlertNames.HandshakeFailure => namesBadSignatures || !received.HasSignature,
                _ => false,
            };
        bool isEnded = records.IsEndRead || HandshakeErrors.IsReset(error);
        return reason switch
        {
            VerdictReason.ProtocolRefused or VerdictReason.KeyAlgorithmNotOffered =>
                received is { AlertNumber: not null, HelloVersion: 0 },
            VerdictReason.ConnectionClosed => received.IsEmpty && isEnded,
            VerdictReason.ClientCertificateRequired =>
                !received.IsEncrypted && (received.AlertNumber is not null || isEnded),
            _ => false,
        };
    }
}

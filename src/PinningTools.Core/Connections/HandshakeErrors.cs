using System;
using System.IO;
using System.Net.Sockets;
using System.Security.Authentication;

namespace PinningTools.Internal;

/// <summary>
/// Explains why a handshake failed, from the records on the wire and the types and codes of errors. The platforms'
/// texts are shown but never parsed: they depend on the platform and on the language of the machine, and Schannel has
/// one text for six alerts. If neither side sent the cause in plaintext, it is reported as unknown.
/// </summary>
internal static class HandshakeErrors
{
    internal static ConnectionFailure NoCertificate(TlsTarget target, string? address) => new(
        Verdict.HandshakeFailed, VerdictReason.NoCertificate,
        Faults.HandshakeFailed(target.ToString(), "the platform reported no certificate for this connection."),
        address);

    /// <summary>In TLS the client speaks first.</summary>
    internal static ConnectionFailure ServerSpokeFirst(TlsTarget target, string? address, PlainChannel channel) =>
        new(Verdict.HandshakeFailed, VerdictReason.NotTls, NotTls(target, channel.TakeEarly()), address);

    private static Fault NotTls(TlsTarget target, byte[] said)
    {
        (string why, string advice) = PlainSpeech.Explain(target, said);
        return Faults.HandshakeRefused(target.ToString(), why, advice);
    }

    /// <summary>
    /// Whether a failure can concern the client certificate: not if this machine ended the handshake.
    /// </summary>
    internal static bool MayConcernClientCertificate(Exception error, TlsRecordStream records) =>
        error is AuthenticationException or IOException
        && records.Sent is not { AlertNumber: not null, IsAlertFatal: true };

    /// <summary>The server requested a client certificate and then ended the handshake.</summary>
    internal static ConnectionFailure FromClientCertificate(
        Exception error, TlsTarget target, string? address, bool shown, bool given, TlsRecordStream records,
        byte[]? leaf = null)
    {
        VerdictReason reason =
            shown ? VerdictReason.ClientCertificateRefused : VerdictReason.ClientCertificateRequired;
        Fault fault = shown
            ? Faults.ClientCertificateRefused(
                target.ToString(),
                records.Received.AlertNumber is { } alert ? AlertNames.Sent(alert) : Root(error).Message)
            : Faults.ClientCertificateRequired(target.ToString(), given);
        return Failure(reason, fault, address, error, records, leaf);
    }

    internal static ConnectionFailure Explain(
        Exception error, TlsTarget target, string? address, ServerKeyAlgorithm algorithm, TlsRecordStream records)
    {
        (VerdictReason reason, Fault fault) = Find(error, target, algorithm, records);
        return Failure(reason, fault, address, error, records);
    }

    /// <summary>The server ended the handshake with an alert in plaintext.</summary>
    internal static ConnectionFailure FromAlert(
        Exception error, TlsTarget target, string? address, ServerKeyAlgorithm algorithm, TlsRecordStream records)
    {
        TlsRecordLog received = records.Received;
        (VerdictReason reason, Fault fault) =
            PeerAlerts.Explain(received.AlertNumber!.Value, target, algorithm, received.HelloVersion != 0);
        return Failure(reason, fault, address, error, records);
    }

    private static ConnectionFailure Failure(
        VerdictReason reason, Fault fault, string? address, Exception error, TlsRecordStream records,
        byte[]? askingLeaf = null) =>
        new(Verdict.HandshakeFailed, reason, fault, address, error)
        {
            AskingLeaf = askingLeaf,
            MayInspect = InspectionRule.IsFollowed(reason, error, records, InspectionRule.NamesBadSignatures),
        };

    private static (VerdictReason Reason, Fault Fault) Find(
        Exception error, TlsTarget target, ServerKeyAlgorithm algorithm, TlsRecordStream records)
    {
        string host = target.ToString();
        TlsRecordLog received = records.Received;
        if (error is PinningException unreadable)
            return (VerdictReason.NoCertificate, Faults.HandshakeFailed(
                host, "the server's certificate cannot be read: " + unreadable.Fault.Message));
        if (received.IsForeign) return (VerdictReason.NotTls, NotTls(target, records.Beginning));
        // OpenSSL reports many different reasons if it cannot open a file that it needs.
        bool isProven = records.Sent.AlertNumber is not null || received.AlertNumber is not null || received.IsBroken;
        if (!isProven && MachineLimit.Behind(error) is { } limit)
            return (VerdictReason.MachineLimit, Faults.MachineLimit(host, limit));
        // Without a version or cipher suite to offer, OpenSSL sends an alert instead of its hello; other platforms send
        // nothing.
        if (records.Sent.MessageType == 0 && error is AuthenticationException)
            return (VerdictReason.PlatformRefused, Faults.PlatformRefused(
                host, $"this machine's TLS had nothing to offer ({Root(error).Message})."));
        if (records.Sent is { AlertNumber: { } own, IsAlertFatal: true }) return OfOwnAlert(own, host, received);
        if (received.AlertNumber is { } theirs) 
            return PeerAlerts.Explain(theirs, target, algorithm, received.HelloVersion != 0);
        if (received.IsBroken)
            return (VerdictReason.ProtocolViolation, Faults.HandshakeBroken(
                host, "the server sent something that is not TLS in the middle of it."));
        return OfBreak(error, target, records);
    }

    /// <summary>
    /// This machine ended the handshake with an alert in plaintext, as a client does until its keys are in use.
    /// </summary>
    private static (VerdictReason Reason, Fault Fault) OfOwnAlert(int alert, string host, TlsRecordLog received)
    {
        bool inCertificates = received is { MessageType: TlsRecordLog.CertificateMessage, MessageLeft: > 0 };
        if (inCertificates)
            return (VerdictReason.ChainTooLong, Faults.CertificatesTooLarge(host, received.MessageLength));
        return alert switch
        {
            // RFC 8446 section 6.2: a handshake signature, or another proof of the key, does not verify.
            AlertNames.DecryptError =>
                (VerdictReason.HandshakeSignatureInvalid, Faults.HandshakeSignatureInvalid(host)),
            AlertNames.ProtocolVersion => (VerdictReason.ProtocolRefused, Faults.VersionRefused(
                host, received.HelloVersion is >= 0x300 and <= 0x302 ? TlsNames.Version(received.HelloVersion) : null)),
            _ => (VerdictReason.PlatformRefused, Faults.PlatformRefused(
                host, $"this machine's TLS ended it with the alert {AlertNames.Describe(alert)}.")),
        };
    }

    private static (VerdictReason Reason, Fault Fault) OfBreak(
        Exception error, TlsTarget target, TlsRecordStream records)
    {
        string? why = IsReset(error) ? "the server reset the connection."
            : records.IsEndRead ? "the server closed the connection."
            : error is IOException ? Root(error).Message
            : null;
        if (why is null)
            return (VerdictReason.HandshakeCauseUnknown,
                Faults.HandshakeCauseUnknown(target.ToString(), Root(error).Message));
        string? advice = records.Received.IsEmpty ? PlainSpeech.AdviceOfPort(target) : null;
        return (VerdictReason.ConnectionClosed, Faults.HandshakeFailed(target.ToString(), why, advice));
    }

    internal static bool IsReset(Exception error) =>
        Root(error) is SocketException
        {
            SocketErrorCode: SocketError.ConnectionReset or SocketError.ConnectionAborted,
        };

    private static Exception Root(Exception error)
    {
        while (error.InnerException is { } inner) error = inner;
        return error;
    }
}

using System;
using System.IO;
using System.Net.Sockets;
using System.Security.Authentication;

namespace PinningTools.Internal;

/// <summary>
/// Why a handshake failed, by what went over the wire and the kinds and numbers of errors. The platforms' texts are
/// shown and never asked: they differ by platform and by the machine's language, and Schannel has one for six alerts.
/// What neither side said in the clear is unknown, and told so.
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
    /// Whether a failure can be about our certificate: not where this machine was the one to break off.
    /// </summary>
    internal static bool MayConcernClientCertificate(Exception error, TlsRecordStream records) =>
        error is AuthenticationException or IOException
        && records.Sent is not { AlertNumber: not null, IsAlertFatal: true };

    /// <summary>The server asked for a client certificate and then broke off.</summary>
    internal static ConnectionFailure FromClientCertificate(
        Exception error, TlsTarget target, string? address, bool shown, bool given, TlsRecordStream records) => new(
        Verdict.HandshakeFailed,
        shown ? VerdictReason.ClientCertificateRefused : VerdictReason.ClientCertificateRequired,
        shown
            ? Faults.ClientCertificateRefused(
                target.ToString(),
                records.Received.AlertNumber is { } alert ? AlertNames.Sent(alert) : Root(error).Message)
            : Faults.ClientCertificateRequired(target.ToString(), given),
        address, error);

    internal static ConnectionFailure Explain(
        Exception error, TlsTarget target, string? address, ServerKeyAlgorithm algorithm, TlsRecordStream records)
    {
        (VerdictReason reason, Fault fault) = Find(error, target, algorithm, records);
        return new ConnectionFailure(Verdict.HandshakeFailed, reason, fault, address, error);
    }

    private static (VerdictReason Reason, Fault Fault) Find(
        Exception error, TlsTarget target, ServerKeyAlgorithm algorithm, TlsRecordStream records)
    {
        string host = target.ToString();
        TlsRecordLog received = records.Received;
        if (error is PinningException unreadable)
            return (VerdictReason.NoCertificate, Faults.HandshakeFailed(
                host, "the server's certificate cannot be read: " + unreadable.Fault.Message));
        if (received.IsForeign) return (VerdictReason.NotTls, NotTls(target, records.Beginning));
        // OpenSSL has many reasons of its own where a file that it needs cannot be opened.
        bool isProven = records.Sent.AlertNumber is not null || received.AlertNumber is not null || received.IsBroken;
        if (!isProven && MachineLimit.Behind(error) is { } limit)
            return (VerdictReason.MachineLimit, Faults.MachineLimit(host, limit));
        // Without a version or a suite to offer, OpenSSL sends an alert in place of its hello, and others nothing.
        if (records.Sent.MessageType == 0 && error is AuthenticationException)
            return (VerdictReason.PlatformRefused, Faults.PlatformRefused(
                host, $"this machine's TLS had nothing to offer ({Root(error).Message})."));
        if (records.Sent is { AlertNumber: { } own, IsAlertFatal: true }) return OfOwnAlert(own, host, received);
        if (received.AlertNumber is { } theirs) 
            return PeerAlerts.Explain(theirs, target, algorithm, received.HelloVersion != 0);
        if (received.IsBroken)
            return (VerdictReason.ProtocolViolation, Faults.HandshakeBroken(
                host, "what the server sent in the middle of it is not TLS."));
        return OfBreak(error, target, records);
    }

    /// <summary>This machine broke off and said why in the clear, as a client does until its keys are in use.</summary>
    private static (VerdictReason Reason, Fault Fault) OfOwnAlert(int alert, string host, TlsRecordLog received)
    {
        bool inCertificates = received is { MessageType: TlsRecordLog.CertificateMessage, MessageLeft: > 0 };
        if (inCertificates)
            return (VerdictReason.ChainTooLong, Faults.CertificatesTooLarge(host, received.MessageLength));
        return alert switch
        {
            // RFC 8446 section 6.2: a handshake signature, or what else proves the key, does not verify.
            AlertNames.DecryptError =>
                (VerdictReason.HandshakeSignatureInvalid, Faults.HandshakeSignatureInvalid(host)),
            AlertNames.ProtocolVersion => (VerdictReason.ProtocolRefused, Faults.VersionRefused(
                host, VersionName(received.HelloVersion))),
            _ => (VerdictReason.PlatformRefused, Faults.PlatformRefused(
                host, $"this machine's TLS broke it off with the alert {AlertNames.Describe(alert)}.")),
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

    private static string? VersionName(int version) => version switch
    {
        0x300 => "SSL 3.0",
        0x301 => "TLS 1.0",
        0x302 => "TLS 1.1",
        _ => null,
    };

    private static bool IsReset(Exception error) =>
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

using System;
using System.ComponentModel;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Security.Authentication;

namespace PinningTools.Internal;

/// <summary>What the many exceptions of a failed handshake mean.</summary>
internal static class HandshakeErrors
{
    /// <summary>How OpenSSL, Schannel and SslStream's own frame check say that what came is no TLS record.</summary>
    private static readonly string[] s_notTlsSigns =
    [
        "wrong version number", "badly formatted", "unexpected packet format", "Cannot determine the frame size",
        "corrupted frame",
    ];

    /// <summary>How OpenSSL refuses a Certificate message beyond its bound of 100 KB.</summary>
    private static readonly string[] s_tooLargeSigns = ["excessive message size"];

    internal static ConnectionFailure NoCertificate(TlsTarget target, string? address) => new(
        Verdict.HandshakeFailed, VerdictReason.NoCertificate,
        Faults.HandshakeFailed(target.ToString(), "the platform reported no certificate for this connection."),
        address);

    /// <summary>In TLS the client speaks first.</summary>
    internal static ConnectionFailure ServerSpokeFirst(TlsTarget target, string? address) => new(
        Verdict.HandshakeFailed, VerdictReason.NotTls,
        Faults.HandshakeFailed(target.ToString(), "the server does not speak TLS on this port: it spoke first."),
        address);

    /// <summary>The server asked for a client certificate and then broke off.</summary>
    internal static ConnectionFailure OfIdentity(
        Exception error, TlsTarget target, string? address, bool shown, bool given) => new(
        Verdict.HandshakeFailed,
        shown ? VerdictReason.ClientCertificateRefused : VerdictReason.ClientCertificateRequired,
        shown
            ? Faults.ClientCertificateRefused(target.ToString(), Root(error).Message)
            : Faults.ClientCertificateRequired(target.ToString(), given),
        address, error);

    internal static ConnectionFailure Explain(
        Exception error, TlsTarget target, string? address, ServerKeyAlgorithm algorithm)
    {
        (VerdictReason reason, string why) = error switch
        {
            PinningException unreadable =>
                (VerdictReason.NoCertificate, "the server's certificate cannot be read: " + unreadable.Fault.Message),
            AuthenticationException or IOException when Says(error, s_notTlsSigns) =>
                (VerdictReason.NotTls, "the server does not speak TLS on this port."),
            AuthenticationException when Says(error, s_tooLargeSigns) => (VerdictReason.ChainTooLong, ""),
            _ when IsReset(error) => (VerdictReason.ConnectionClosed, "the server reset the connection."),
            IOException when Root(error) is not Win32Exception =>
                (VerdictReason.ConnectionClosed, "the server closed the connection."),
            AuthenticationException => (VerdictReason.ProtocolRefused, InWords(Root(error).Message)),
            IOException => (VerdictReason.ConnectionClosed, Root(error).Message),
            _ => (VerdictReason.None, error.Message),
        };
        Fault fault = reason == VerdictReason.ChainTooLong
            ? Faults.CertificatesTooLarge(target.ToString())
            : Faults.HandshakeFailed(target.ToString(), why);
        if (reason == VerdictReason.ProtocolRefused && algorithm != ServerKeyAlgorithm.Any)
        {
            (reason, why) = KeyAlgorithmChoice.Explain(algorithm, why);
            fault = Faults.KeyAlgorithmRefused(target.ToString(), algorithm, why);
        }

        return new ConnectionFailure(Verdict.HandshakeFailed, reason, fault, address, error);
    }

    private static bool Says(Exception error, string[] signs) =>
        signs.Any(sign => error.ToString().IndexOf(sign, StringComparison.OrdinalIgnoreCase) >= 0);

    /// <summary>
    /// OpenSSL's "error:0A000410:SSL routines::sslv3 alert handshake failure" is what the server said.
    /// </summary>
    private static string InWords(string message)
    {
        const string Sign = " alert ";
        int alert = message.LastIndexOf(Sign, StringComparison.Ordinal);
        return alert < 0 ? message : $"the server sent the alert '{message.Substring(alert + Sign.Length)}'";
    }

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

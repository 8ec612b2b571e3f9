using System;
using System.IO;
using System.Net.Sockets;

namespace PinningTools.Internal;

/// <summary>Explains a failure between connecting and the TLS handshake.</summary>
internal static class PreludeErrors
{
    internal static ConnectionFailure FromProxy(Exception error, TlsTarget target, ProxySettings proxy)
    {
        (VerdictReason reason, string why) = Read(error);
        bool logon = reason == VerdictReason.ProxyAuthenticationRequired;
        return new ConnectionFailure(
            Verdict.ConnectFailed, logon ? reason : VerdictReason.ProxyRefused,
            logon ? Faults.ProxyAuthenticationRequired(
                target.ToString(), proxy.ToString(), why, proxy.UseDefaultCredentials)
                : Faults.ProxyRefused(target.ToString(), proxy.ToString(), why),
            target.Address?.ToString(), error);
    }

    internal static ConnectionFailure FromStartTls(Exception error, TlsTarget target, string? address)
    {
        (VerdictReason reason, string why) = Read(error);
        string? advice = (error as PreludeException)?.Advice ?? PlainSpeech.AdviceOfPort(target);
        Fault fault = Faults.StartTlsFailed(target.ToString(), target.StartTls.ToString(), why, advice);
        return new ConnectionFailure(Verdict.StartTlsFailed, reason, fault, address, error);
    }

    internal static ConnectionFailure Injected(TlsTarget target, int bytes, string? address) => new(
        Verdict.StartTlsFailed, VerdictReason.InjectedPlaintext,
        Faults.InjectedPlaintext(target.ToString(), target.StartTls.ToString(), bytes), address);

    private static (VerdictReason Reason, string Why) Read(Exception error) => error switch
    {
        PreludeException known => (known.Reason, known.Message),
        EndOfStreamException => (VerdictReason.ConnectionClosed, "it closed the connection."),
        IOException or SocketException => (VerdictReason.ConnectionClosed, "the connection was lost: " + error.Message),
        _ => (VerdictReason.None, error.Message),
    };
}

using System;
using System.IO;
using System.Net.Sockets;

namespace PinningTools.Internal;

/// <summary>What a failure between connecting and the TLS handshake means.</summary>
internal static class PreludeErrors
{
    internal static ConnectionFailure OfProxy(Exception error, TlsTarget target, ProxySettings proxy)
    {
        (VerdictReason reason, string why) = Read(error);
        string host = target.ToString();
        (reason, Fault fault) = reason switch
        {
            VerdictReason.ProxyAuthenticationRequired => (reason, Faults.ProxyAuthenticationRequired(host, proxy.ToString(), why)),
            _ => (VerdictReason.ProxyRefused, Faults.ProxyRefused(host, proxy.ToString(), why)),
        };
        return new ConnectionFailure(Verdict.ConnectFailed, reason, fault, target.Address?.ToString(), error);
    }

    private static (VerdictReason Reason, string Why) Read(Exception error) => error switch
    {
        PreludeException known => (known.Reason, known.Message),
        EndOfStreamException => (VerdictReason.ConnectionClosed, "it closed the connection."),
        IOException or SocketException => (VerdictReason.ConnectionClosed, "the connection broke: " + error.Message),
        _ => (VerdictReason.None, error.Message),
    };
}

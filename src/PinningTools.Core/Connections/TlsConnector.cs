using System;
using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// The one way to a TLS connection: resolve, connect, handshake, copy what the peer showed. The certificate callback
/// copies and accepts; the verdict comes after the handshake and before any use of the stream.
/// </summary>
internal static class TlsConnector
{
    /// <exception cref="ConnectionFailure">No handshake came about; says at which step and why.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    internal static async Task<TlsConnection> OpenAsync(TlsTarget target, ConnectionOptions options, CancellationToken cancel)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(options.Timeout);
        var watch = Stopwatch.StartNew();
        VerdictReason step = VerdictReason.DuringNameLookup;
        string? address = null;
        Socket? socket = null;
        try
        {
            IPAddress[] addresses = await NameResolver.ResolveAsync(target, deadline.Token).ConfigureAwait(false);
            step = VerdictReason.DuringConnect;
            address = addresses[0].ToString();
            socket = await SocketConnector.ConnectAsync(addresses, target, deadline.Token).ConfigureAwait(false);
            step = VerdictReason.DuringHandshake;
            address = ((IPEndPoint)socket.RemoteEndPoint!).Address.ToString();
            return await HandshakeAsync(socket, target, options, address, watch, deadline.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not ConnectionFailure || deadline.IsCancellationRequested)
        {
            socket?.Dispose();
            cancel.ThrowIfCancellationRequested();
            if (!deadline.IsCancellationRequested) throw HandshakeErrors.Explain(error, target, address);
            Fault late = Faults.TimedOut(target.ToString(), StepName(step), options.Timeout);
            throw new ConnectionFailure(Verdict.TimedOut, step, late, address, error);
        }
        catch
        {
            socket?.Dispose();
            throw;
        }
    }

    private static async Task<TlsConnection> HandshakeAsync(
        Socket socket, TlsTarget target, ConnectionOptions options, string address, Stopwatch watch, CancellationToken cancel)
    {
        // Closing the socket is the one interruption every platform honours in the middle of a handshake.
        using CancellationTokenRegistration stop = cancel.Register(socket.Dispose);
        cancel.ThrowIfCancellationRequested();
        PresentedChain? presented = null;
        SslStream stream = SslStreamHandshake.Wrap(
            new NetworkStream(socket, ownsSocket: true),
            (leaf, chain) => presented = PresentedChain.Copy(leaf, chain?.ChainPolicy.ExtraStore));
        try
        {
            await stream.AuthenticateAsync(target.JudgedName, options).ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
            // Fail closed when the callback did not run for this very stream, as on a resumed session (dotnet/runtime#133174).
            byte[]? leafNow = stream.RemoteCertificate?.GetRawCertData();
            if (presented is null || leafNow is null || !Bytes.Same(leafNow, presented.Leaf.Raw))
                throw HandshakeErrors.NoCertificate(target, address);
            return new TlsConnection(socket, stream, presented, new ConnectionFacts
            {
                Address = address,
                Protocol = ProtocolName(stream.SslProtocol),
                CipherSuite = stream.CipherSuiteName(),
                Elapsed = watch.Elapsed,
            });
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static string ProtocolName(SslProtocols protocol) => (int)protocol switch
    {
        0x300 => "TLS 1.1",
        0xC0 => "TLS 1.0",
        0xC00 => "TLS 1.2",
        0x3000 => "TLS 1.3",
        _ => protocol.ToString(),
    };

    private static string StepName(VerdictReason step) => step switch
    {
        VerdictReason.DuringNameLookup => "name look-up",
        VerdictReason.DuringConnect => "connecting",
        _ => "TLS handshake",
    };
}

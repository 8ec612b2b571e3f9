// The room Connections: the one way to a TLS connection, for checks and for requests.
// - Resolve, connect, proxy, STARTTLS, handshake, copy what the peer showed. The certificate callback copies and
//   accepts; the caller uses the stream only after its verdict on that copy.
// - One deadline covers everything. What cannot be interrupted (name lookups) runs on threads of its own and is
//   abandoned.
// - What is read before TLS is limited and never becomes part of the TLS stream: plaintext where TLS must begin ends
//   the connection.
// - A client certificate is sent only to a leaf that already had a good verdict.
// - A failure says how far the connection came and what is known. One error of the platform does not prove a cause.

using System;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Makes every TLS connection: resolve, connect, proxy, STARTTLS, handshake, copy what the peer showed. The certificate
/// callback only copies and accepts; the verdict is made after the handshake and before any use of the stream.
/// </summary>
internal sealed class TlsConnector
{
    private readonly TlsTarget _target;
    private readonly ConnectionOptions _options;
    private readonly DerCertificate? _approved;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private ConnectStep _step = ConnectStep.NameLookup;
    private string? _address;
    private TlsRecordStream? _records;
    private int _selections;
    private bool _certificateWanted;
    private bool _certificateShown;

    private TlsConnector(TlsTarget target, ConnectionOptions options, DerCertificate? approved)
    {
        _target = target;
        _options = options;
        _approved = approved;
        // Behind a proxy the address of the connection is not known, unless an address was requested.
        _address = target.Address?.ToString();
    }

    /// <param name="target">Where to.</param>
    /// <param name="options">How.</param>
    /// <param name="cancel">The caller's token.</param>
    /// <param name="approved">
    /// The leaf with a good verdict under the caller's policy: only this leaf is shown the client certificate.
    /// </param>
    /// <exception cref="ConnectionFailure">There was no handshake; the failure says at which step and why.</exception>
    /// <exception cref="PinningException">The options cannot be used on this platform or with this proxy.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    internal static Task<TlsConnection> OpenAsync(
        TlsTarget target, ConnectionOptions options, CancellationToken cancel, DerCertificate? approved = null)
    {
        KeyAlgorithmChoice.Check(options);
        return new TlsConnector(target, options, approved).OpenAsync(cancel);
    }

    private async Task<TlsConnection> OpenAsync(CancellationToken cancel)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(_options.Timeout);
        Socket? socket = null;
        try
        {
            socket = await ConnectAsync(deadline.Token).ConfigureAwait(false);
            // Closing the socket is the only interruption of a read that works on every platform.
            using CancellationTokenRegistration stop = deadline.Token.Register(socket.Dispose);
            deadline.Token.ThrowIfCancellationRequested();
            Stream transport = await PrepareAsync(socket, deadline.Token).ConfigureAwait(false);
            return await HandshakeAsync(socket, transport, deadline.Token).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            socket?.Dispose();
            cancel.ThrowIfCancellationRequested();
            if (!deadline.IsCancellationRequested) throw Explain(error);
            Fault late = Faults.TimedOut(_target.ToString(), StepName(_step), _options.Timeout, AdviceOfPort);
            throw new ConnectionFailure(Verdict.TimedOut, LateReason(_step), late, _address, error);
        }
    }

    private async Task<Socket> ConnectAsync(CancellationToken cancel)
    {
        if (_options.LocalEndPoint is { } local) return await ConnectLocallyAsync(local, cancel).ConfigureAwait(false);
        TlsTarget first = _options.Proxy?.EndPoint ?? _target;
        IPAddress[] addresses = await NameResolver.ResolveAsync(first, cancel, _options.LookUp).ConfigureAwait(false);
        _step = ConnectStep.Connect;
        if (_options.Proxy is null) _address = addresses[0].ToString();
        Socket socket = await SocketConnector.ConnectAsync(addresses, first, cancel).ConfigureAwait(false);
        if (_options.Proxy is null) _address = ((IPEndPoint)socket.RemoteEndPoint!).Address.ToString();
        return socket;
    }

    private async Task<Socket> ConnectLocallyAsync(EndPoint local, CancellationToken cancel)
    {
        _step = ConnectStep.Connect;
        Socket? socket = null;
        try
        {
            socket = new Socket(local.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
            using CancellationTokenRegistration stop = cancel.Register(socket.Dispose);
            await socket.ConnectAsync(local).ConfigureAwait(false);
            return socket;
        }
        catch (SocketException error) when (MachineLimit.In(error) is null)
        {
            socket?.Dispose();
            Fault fault = Faults.ConnectFailed($"{_target} ({local})", error.Message);
            throw new ConnectionFailure(Verdict.ConnectFailed, VerdictReason.Unreachable, fault, null, error);
        }
        catch
        {
            socket?.Dispose();
            throw;
        }
    }

    /// <summary>The plaintext exchange before TLS.</summary>
    private async Task<Stream> PrepareAsync(Socket socket, CancellationToken cancel)
    {
        if (_options.Proxy is null && _target.StartTls == StartTlsProtocol.None)
            return new NetworkStream(socket, ownsSocket: true);
        var channel = new PlainChannel(socket);
        if (_options.Proxy is { } proxy)
        {
            _step = ConnectStep.Proxy;
            await proxy.TunnelAsync(channel, _target, cancel).ConfigureAwait(false);
        }

        if (StartTlsDialects.Find(_target.StartTls) is not { } startTls)
            return channel.EarlyBytes == 0
                ? channel.Stream
                : throw HandshakeErrors.ServerSpokeFirst(_target, _address, channel);
        _step = ConnectStep.StartTls;
        Stream transport = await startTls.UpgradeAsync(channel, _target).ConfigureAwait(false);
        return channel.EarlyBytes == 0
            ? transport
            : throw PreludeErrors.Injected(_target, channel.EarlyBytes, _address);
    }

    private async Task<TlsConnection> HandshakeAsync(Socket socket, Stream transport, CancellationToken cancel)
    {
        _step = ConnectStep.Handshake;
        PresentedChain? presented = null;
        var records = new TlsRecordStream(transport);
        _records = records;
        SslStream stream = SslStreamHandshake.Wrap(
            records, (leaf, chain) => presented = PresentedChain.Copy(leaf, chain?.ChainPolicy.ExtraStore), Identify);
        try
        {
            await stream.AuthenticateAsync(_target.JudgedName, _options).ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
            // Fail closed where the callback did not run for this very stream, as on a resumed session
            // (dotnet/runtime#133174).
            byte[]? leafNow = stream.RemoteCertificate?.GetRawCertData();
            if (presented is null || leafNow is null || !Bytes.Same(leafNow, presented.Leaf.Raw))
                throw HandshakeErrors.NoCertificate(_target, _address);
            return new TlsConnection(socket, stream, records, presented, new ConnectionFacts
            {
                Address = _address,
                Protocol = ProtocolName(stream.SslProtocol),
                CipherSuite = stream.CipherSuiteName(),
                Elapsed = _watch.Elapsed,
            })
            {
                IsClientCertificateMissing = IsClientCertificateWanted && !_certificateShown,
            };
        }
        catch
        {
            if (records.Received.IsForeign) records.ReadBeginning();
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Advice derived from the port, used if the server said nothing at all.</summary>
    private string? AdviceOfPort => _step switch
    {
        ConnectStep.StartTls => PlainSpeech.AdviceOfPort(_target),
        ConnectStep.Handshake when _records is { Received.IsEmpty: true } => PlainSpeech.AdviceOfPort(_target),
        _ => null,
    };

    /// <summary>
    /// Called by the platform. .NET calls it once in advance, when nothing is known yet, and again with the server's
    /// leaf when the server requests a certificate. .NET Framework calls it at the same moments but never has the leaf:
    /// there the leaf that was approved on the previous connection must suffice, and this connection is evaluated
    /// separately all the same.
    /// </summary>
    private X509Certificate2? Identify(X509Certificate? server)
    {
        _selections++;
        if (server is null && !SslStreamHandshake.IsAskedBlindly) return null;
        _certificateWanted |= server is not null || _selections > 1;
        _certificateShown = _options.ClientCertificate is not null && _approved is not null
            && (server is null || Bytes.Same(server.GetRawCertData(), _approved.Raw));
        return _certificateShown ? _options.ClientCertificate!.Certificate : null;
    }

    private bool IsClientCertificateWanted =>
        _certificateWanted || _records is { Received.IsClientCertificateAsked: true };

    private Exception Explain(Exception error) => _step switch
    {
        ConnectStep.NameLookup or ConnectStep.Connect
            when error is ConnectionFailure { Reason: not VerdictReason.MachineLimit } failure
                && _options.Proxy is { } proxy => new ConnectionFailure(
                Verdict.ConnectFailed, VerdictReason.ProxyUnreachable,
                Faults.ProxyUnreachable(_target.ToString(), proxy.ToString(), failure.Message), _address, error),
        _ when error is ConnectionFailure => error,
        _ when MachineLimit.In(error) is { } limit => new ConnectionFailure(
            Verdict.ConnectFailed, VerdictReason.MachineLimit, Faults.MachineLimit(_target.ToString(), limit), _address,
            error),
        ConnectStep.Proxy when error is PinningException => error,
        ConnectStep.Proxy => PreludeErrors.FromProxy(error, _target, _options.Proxy!),
        ConnectStep.StartTls => PreludeErrors.FromStartTls(error, _target, _address),
        _ when IsClientCertificateWanted && HandshakeErrors.MayConcernClientCertificate(error, _records!) =>
            HandshakeErrors.FromClientCertificate(
                error, _target, _address, _certificateShown, _options.ClientCertificate is not null, _records!),
        _ => HandshakeErrors.Explain(error, _target, _address, _options.KeyAlgorithm, _records!),
    };

    private static string ProtocolName(SslProtocols protocol) => (int)protocol switch
    {
        0x300 => "TLS 1.1",
        0xC0 => "TLS 1.0",
        0xC00 => "TLS 1.2",
        0x3000 => "TLS 1.3",
        _ => protocol.ToString(),
    };

    private static VerdictReason LateReason(ConnectStep step) => step switch
    {
        ConnectStep.NameLookup => VerdictReason.DuringNameLookup,
        ConnectStep.Connect => VerdictReason.DuringConnect,
        ConnectStep.Proxy => VerdictReason.DuringProxy,
        ConnectStep.StartTls => VerdictReason.DuringStartTls,
        _ => VerdictReason.DuringHandshake,
    };

    private static string StepName(ConnectStep step) => step switch
    {
        ConnectStep.NameLookup => "name lookup",
        ConnectStep.Connect => "connecting",
        ConnectStep.Proxy => "connecting through the proxy",
        ConnectStep.StartTls => "requesting TLS",
        _ => "TLS handshake",
    };

    /// <summary>The steps of a connection.</summary>
    private enum ConnectStep
    {
        NameLookup,
        Connect,
        Proxy,
        StartTls,
        Handshake,
    }
}

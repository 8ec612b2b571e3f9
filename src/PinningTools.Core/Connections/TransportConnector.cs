using System;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Makes the connection on which a handshake begins: resolve, connect, proxy, STARTTLS. The handshake of the platform
/// and an inspection are derived from it, so that both reach a server in the same way and under the same deadline.
/// </summary>
/// <typeparam name="T">What the handshake results in.</typeparam>
/// <param name="target">Where to.</param>
/// <param name="options">How.</param>
internal abstract class TransportConnector<T>(TlsTarget target, ConnectionOptions options)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private ConnectStep _step = ConnectStep.NameLookup;

    protected TlsTarget Target => target;

    protected ConnectionOptions Options => options;

    /// <summary>
    /// The address of the connection. Behind a proxy it is not known, unless an address was requested.
    /// </summary>
    protected string? Address { get; private set; } = target.Address?.ToString();

    /// <summary>What is known of the handshake's records; null before it.</summary>
    protected TlsRecordStream? Records { get; private set; }

    protected TimeSpan Elapsed => _watch.Elapsed;

    /// <summary>Makes the handshake. Whoever overrides it disposes the socket after a success.</summary>
    protected abstract Task<T> HandshakeAsync(Socket socket, TlsRecordStream records, CancellationToken cancel);

    /// <summary>Explains an error of the handshake.</summary>
    protected abstract Exception ExplainHandshake(Exception error, TlsRecordStream records);

    /// <exception cref="ConnectionFailure">There was no handshake; the failure says at which step and why.</exception>
    /// <exception cref="PinningException">The options cannot be used on this platform or with this proxy.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    protected async Task<T> RunAsync(CancellationToken cancel)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(options.Timeout);
        Socket? socket = null;
        try
        {
            socket = await ConnectAsync(deadline.Token).ConfigureAwait(false);
            // Closing the socket is the only interruption of a read that works on every platform.
            using CancellationTokenRegistration stop = deadline.Token.Register(socket.Dispose);
            deadline.Token.ThrowIfCancellationRequested();
            Records = new TlsRecordStream(await PrepareAsync(socket, deadline.Token).ConfigureAwait(false));
            _step = ConnectStep.Handshake;
            return await HandshakeAsync(socket, Records, deadline.Token).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            socket?.Dispose();
            cancel.ThrowIfCancellationRequested();
            if (!deadline.IsCancellationRequested) throw Explain(error);
            Fault late = Faults.TimedOut(target.ToString(), StepName(_step), options.Timeout, AdviceOfPort);
            throw new ConnectionFailure(Verdict.TimedOut, LateReason(_step), late, Address, error);
        }
    }

    private async Task<Socket> ConnectAsync(CancellationToken cancel)
    {
        if (options.LocalEndPoint is { } local) return await ConnectLocallyAsync(local, cancel).ConfigureAwait(false);
        TlsTarget first = options.Proxy?.EndPoint ?? target;
        IPAddress[] addresses = await NameResolver.ResolveAsync(first, cancel, options.LookUp).ConfigureAwait(false);
        _step = ConnectStep.Connect;
        if (options.Proxy is null) Address = addresses[0].ToString();
        Socket socket = await SocketConnector.ConnectAsync(addresses, first, cancel).ConfigureAwait(false);
        if (options.Proxy is null) Address = ((IPEndPoint)socket.RemoteEndPoint!).Address.ToString();
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
            Fault fault = Faults.ConnectFailed($"{target} ({local})", error.Message);
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
        if (options.Proxy is null && target.StartTls == StartTlsProtocol.None)
            return new NetworkStream(socket, ownsSocket: true);
        var channel = new PlainChannel(socket);
        if (options.Proxy is { } proxy)
        {
            _step = ConnectStep.Proxy;
            await proxy.TunnelAsync(channel, target, cancel).ConfigureAwait(false);
        }

        if (StartTlsDialects.Find(target.StartTls) is not { } startTls)
            return channel.EarlyBytes == 0
                ? channel.Stream
                : throw HandshakeErrors.ServerSpokeFirst(target, Address, channel);
        _step = ConnectStep.StartTls;
        Stream transport = await startTls.UpgradeAsync(channel, target).ConfigureAwait(false);
        return channel.EarlyBytes == 0
            ? transport
            : throw PreludeErrors.Injected(target, channel.EarlyBytes, Address);
    }

    /// <summary>Advice derived from the port, used if the server said nothing at all.</summary>
    private string? AdviceOfPort => _step switch
    {
        ConnectStep.StartTls => PlainSpeech.AdviceOfPort(target),
        ConnectStep.Handshake when Records is { Received.IsEmpty: true } => PlainSpeech.AdviceOfPort(target),
        _ => null,
    };

    private Exception Explain(Exception error) => _step switch
    {
        ConnectStep.NameLookup or ConnectStep.Connect
            when error is ConnectionFailure { Reason: not VerdictReason.MachineLimit } failure
                && options.Proxy is { } proxy => new ConnectionFailure(
                Verdict.ConnectFailed, VerdictReason.ProxyUnreachable,
                Faults.ProxyUnreachable(target.ToString(), proxy.ToString(), failure.Message), Address, error),
        _ when error is ConnectionFailure => error,
        _ when MachineLimit.In(error) is { } limit => new ConnectionFailure(
            Verdict.ConnectFailed, VerdictReason.MachineLimit, Faults.MachineLimit(target.ToString(), limit), Address,
            error),
        ConnectStep.Proxy when error is PinningException => error,
        ConnectStep.Proxy => PreludeErrors.FromProxy(error, target, options.Proxy!),
        ConnectStep.StartTls => PreludeErrors.FromStartTls(error, target, Address),
        _ => ExplainHandshake(error, Records!),
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
}

/// <summary>The steps of a connection.</summary>
internal enum ConnectStep
{
    NameLookup,
    Connect,
    Proxy,
    StartTls,
    Handshake,
}

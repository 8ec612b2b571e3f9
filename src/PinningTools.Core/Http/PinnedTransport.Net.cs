#if NET
using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Security;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <content>
/// A single choke point: the handler never makes a TLS connection of its own, and would refuse it if it did.
/// </content>
internal sealed partial class PinnedTransport
{
    private const int MaxHeaderKilobytes = 64;
    private static readonly TimeSpan s_idle = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(10);
    private static readonly HttpRequestOptionsKey<ConnectRequest> s_connectKey = new("PinningTools.ConnectRequest");

    /// <summary>
    /// How long what is sent over a kept connection may go unacknowledged before the connection counts as dead.
    /// </summary>
    private static readonly TimeSpan s_unacknowledged = TimeSpan.FromSeconds(3);

    /// <summary>The connection that was accepted last.</summary>
    private volatile Stream? _accepted;
    private volatile RequestStream? _stream;
    private volatile AcknowledgementLimit? _acknowledged;
    private volatile bool _isHttp2;

    internal async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, ConnectRequest connect, CancellationToken cancel)
    {
        if (_stream is not { } kept) return await SendNowAsync(request, connect, cancel).ConfigureAwait(false);
        kept.Request = connect;
        if (!connect.MayBeRepeated) return await SendNowAsync(request, connect, cancel).ConfigureAwait(false);
        _acknowledged?.Set(s_unacknowledged);
        // It matters to what is sent: it need not be lifted for the response to a request without content.
        Action? unlimited = request.Content is null || _acknowledged is null ? null : _acknowledged.Lift;
        if (connect.SilenceLimit is not { } limit)
        {
            connect.Watch(unlimited);
            return await SendNowAsync(request, connect, cancel).ConfigureAwait(false);
        }

        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        connect.Watch(() => EndWatch(silence, unlimited));
        silence.CancelAfter(limit);
        try
        {
            return await SendNowAsync(request, connect, silence.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (!cancel.IsCancellationRequested)
        {
            // A response that begins at this very moment is given up with the connection.
            connect.GiveUp();
            throw new HttpRequestException("The server did not answer over a kept connection.", error);
        }
    }

    private static void EndWatch(CancellationTokenSource silence, Action? unlimited)
    {
        unlimited?.Invoke();
        try
        {
            silence.CancelAfter(Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
            // The request has ended meanwhile.
        }
    }

    private Task<HttpResponseMessage> SendNowAsync(
        HttpRequestMessage request, ConnectRequest connect, CancellationToken cancel)
    {
        if (_settings.Credentials is not null && NameResolver.NeverExists(_settings.Target.Host))
            throw new PinningException(
                Faults.LogonNameNotFound(_settings.Target.Host.Value, "names that end in .invalid never exist."));
        request.Options.Set(s_connectKey, connect);
        Task<HttpResponseMessage> sending = _invoker.SendAsync(request, cancel);
        return _settings.Credentials is null ? sending : LogOnAsync(sending, cancel);
    }

    private async Task<HttpResponseMessage> LogOnAsync(Task<HttpResponseMessage> sending, CancellationToken cancel)
    {
        try
        {
            return await sending.WaitAsync(cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            Abandon(sending);
            throw;
        }
        catch (SocketException error)
        {
            // For a ticket the handler looks up the name of the host, even if a proxy makes the connection.
            throw new PinningException(Faults.LogonNameNotFound(_settings.Target.Host.Value, error.Message), error);
        }
    }

    /// <summary>
    /// For a ticket the handler makes the platform use the network, which cannot be interrupted: the request ends when
    /// that call returns, its result is ignored, and the connection is not used again.
    /// </summary>
    private void Abandon(Task<HttpResponseMessage> sending)
    {
        LiveUntil(DateTime.MinValue);
        sending.ContinueWith(
            done =>
            {
                if (done.IsCompletedSuccessfully) done.Result.Dispose();
                else _ = done.Exception;
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    internal SocketsHttpHandler MakeHandler()
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = _settings.Cookies is not null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            Credentials = _settings.Credentials,
            MaxResponseHeadersLength = MaxHeaderKilobytes,
            ConnectTimeout = Timeout.InfiniteTimeSpan,
            MaxConnectionsPerServer = 1,
            PooledConnectionIdleTimeout = s_idle,
            PooledConnectionLifetime = s_lifetime,
            ConnectCallback = (context, cancel) => new ValueTask<Stream>(ConnectAsync(context, cancel)),
            PlaintextStreamFilter = Guard,
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => false },
        };
        if (_settings.Cookies is { } cookies) handler.CookieContainer = cookies;
        return handler;
    }

    /// <summary>The stream for requests: it refuses a connection that was not evaluated and accepted here.</summary>
    private ValueTask<Stream> Guard(SocketsHttpPlaintextStreamFilterContext context, CancellationToken cancel)
    {
        if (_settings.IsSecure && !ReferenceEquals(context.PlaintextStream, _accepted))
            throw new PinningException(Faults.ConnectionNotJudged(_settings.Target.ToString()));
        context.InitialRequestMessage.Options.TryGetValue(s_connectKey, out ConnectRequest? connect);
        _isHttp2 = context.NegotiatedHttpVersion.Major >= 2;
        _stream = new RequestStream(context.PlaintextStream) { Request = connect };
        return ValueTask.FromResult<Stream>(_stream);
    }

    private async Task<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        TlsTarget target = _settings.Target;
        bool itsOwn = context.DnsEndPoint.Port == target.Port
            && HostName.Parse(context.DnsEndPoint.Host).IsSame(target.Host);
        if (!itsOwn || !context.InitialRequestMessage.Options.TryGetValue(s_connectKey, out ConnectRequest? connect))
            throw new PinningException(Faults.ConnectionNotJudged(context.DnsEndPoint.ToString()));
        // The handler sends a request without content again by itself if its connection ends, whatever its method is,
        // and up to three times. With HTTP/2 it does so only if the server said that it did not carry it out.
        if (connect.IsPending && !_isHttp2) throw new IOException("The connection ended before a response came.");
        connect.EndWatch();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, connect.Cancel);
        return _settings.IsSecure
            ? await OpenCheckedAsync(connect.Timeout, either.Token).ConfigureAwait(false)
            : await OpenPlainAsync(connect.Timeout, either.Token).ConfigureAwait(false);
    }

    private async Task<Stream> OpenCheckedAsync(TimeSpan timeout, CancellationToken cancel)
    {
        var check = new PinCheck(
            _settings.Target, _settings.Policy.Applied!, _settings.Connection with { Timeout = timeout })
        {
            // For the client certificate alone: a connection that is used is always the platform's.
            Inspects = true,
            AcceptsUnpinned = _settings.Policy.IsUnpinned,
        };
        CheckedConnection judged;
        try
        {
            judged = await PinChecker.OpenAsync(check, cancel, _leaves.Find(_settings)).ConfigureAwait(false);
        }
        catch (ConnectionFailure failure)
        {
            throw NotConnected(failure);
        }

        if (!_settings.Policy.Accepts(judged.Verdict))
        {
            _leaves.Drop(_settings);
            judged.Dispose();
            throw new PinRefusedException(judged.Verdict);
        }

        _leaves.Keep(_settings, judged.Approved);
        // HTTP/2 can open a second connection in addition to the first. The present request uses it; the next one,
        // which could use either, gets another transport.
        if (_settings.OffersHttp2 && _verdict is not null) LiveUntil(DateTime.MinValue);
        LiveUntil(judged.Verdict.NotAfter);
        LiveUntil(_settings.Policy.Expires);
        Records = judged.Connection.Records;
        _acknowledged = new AcknowledgementLimit(judged.Connection.Socket);
        _verdict = judged.Verdict;
        return _accepted = judged.Connection.Stream;
    }

    private async Task<Stream> OpenPlainAsync(TimeSpan timeout, CancellationToken cancel)
    {
        bool isDirect = _settings.Connection is { Proxy: null, LocalEndPoint: null };
        if (!isDirect) throw new PinningException(Faults.PlainThroughProxy(_settings.Target.ToString()));
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(timeout);
        try
        {
            IPAddress[] addresses =
                await NameResolver.ResolveAsync(_settings.Target, deadline.Token).ConfigureAwait(false);
            Socket socket =
                await SocketConnector.ConnectAsync(addresses, _settings.Target, deadline.Token).ConfigureAwait(false);
            _acknowledged = new AcknowledgementLimit(socket);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (ConnectionFailure failure)
        {
            throw NotConnected(failure);
        }
        catch (OperationCanceledException error) when (!cancel.IsCancellationRequested)
        {
            throw new PinningException(Faults.TimedOut(_settings.Target.ToString(), "connecting", timeout), error);
        }
    }
}
#endif

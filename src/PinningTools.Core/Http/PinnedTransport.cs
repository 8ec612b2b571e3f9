using System;
using System.IO;
using System.Net.Http;
#if NET
using System.Net.Security;
#endif
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Sends requests to hosts under one policy. Every connection is judged before the first byte of a request is written to
/// it; a bad verdict closes it and surfaces as a <see cref="PinningException"/> with the verdict.
/// </summary>
internal sealed class PinnedTransport : IDisposable
{
    private readonly PinPolicy _policy;
    private readonly ConnectionOptions _options;
    private readonly CancellationToken _cancel;
    private readonly HttpMessageInvoker _invoker;

    /// <param name="policy">Judges every connection this transport makes.</param>
    /// <param name="options">How connections are made.</param>
    /// <param name="cancel">The caller's token; the handler's own reaches a connect in progress seconds late.</param>
    internal PinnedTransport(PinPolicy policy, ConnectionOptions options, CancellationToken cancel)
    {
        _policy = policy;
        _options = options;
        _cancel = cancel;
        _invoker = new HttpMessageInvoker(MakeHandler(), disposeHandler: true);
    }

    /// <summary>The verdict on the newest connection, or null before the first.</summary>
    internal PinVerdict? Verdict { get; private set; }

    /// <exception cref="PinningException">The verdict was bad, or no connection came about.</exception>
    /// <exception cref="HttpRequestException">The exchange broke after the verdict.</exception>
    internal async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        try
        {
            return await _invoker.SendAsync(request, cancel).ConfigureAwait(false);
        }
        catch (Exception error) when (FindRefusal(error) is { } refusal)
        {
            throw new PinningException(refusal.Fault, error) { Verdict = refusal.Verdict };
        }
        catch (HttpRequestException) when (Verdict is { Passed: false } bad)
        {
            throw new PinningException(Faults.Refused(bad)) { Verdict = bad };
        }
    }

    public void Dispose() => _invoker.Dispose();

    private static PinningException? FindRefusal(Exception? error)
    {
        while (error is not (null or PinningException)) error = error.InnerException;
        return (PinningException?)error;
    }

#if NET
    /// <summary>One choke point: the handler never makes a TLS connection of its own, and would refuse it if it did.</summary>
    private SocketsHttpHandler MakeHandler() => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ConnectTimeout = Timeout.InfiniteTimeSpan,
        ConnectCallback = async (context, cancel) =>
        {
            var target = new TlsTarget(HostName.Parse(context.DnsEndPoint.Host), context.DnsEndPoint.Port);
            return await ConnectAsync(target, cancel).ConfigureAwait(false);
        },
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => false },
    };

    private async Task<Stream> ConnectAsync(TlsTarget target, CancellationToken cancel)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, _cancel);
        TlsConnection connection;
        try
        {
            connection = await TlsConnector.OpenAsync(target, _options, either.Token).ConfigureAwait(false);
        }
        catch (ConnectionFailure failure)
        {
            Verdict = VerdictMaker.NotConnected(target, failure, TimeSpan.Zero);
            throw new PinningException(failure.Fault, failure) { Verdict = Verdict };
        }

        Verdict = PinChecker.Judge(connection, target, _policy);
        if (Verdict.Passed) return connection.Stream;
        connection.Dispose();
        throw new PinningException(Faults.Refused(Verdict)) { Verdict = Verdict };
    }
#else
    /// <summary>
    /// .NET Framework has no way to hand a connection to its handler: the verdict is made inside the certificate callback,
    /// which runs in the handshake and so before the request; the handler belongs to this policy alone.
    /// </summary>
    private HttpClientHandler MakeHandler() => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ServerCertificateCustomValidationCallback = (request, certificate, chain, _) =>
        {
            if (certificate is null) return false;
            var target = new TlsTarget(HostName.Parse(request.RequestUri.IdnHost), request.RequestUri.Port);
            PresentedChain presented = PresentedChain.Copy(certificate, chain?.ChainPolicy.ExtraStore);
            DateTime time = _policy.At ?? DateTime.UtcNow;
            Evaluation evaluation = Evaluation.Of(presented, target.JudgedName, _policy.Trust, time);
            Verdict = VerdictMaker.Decide(evaluation, target, _policy, time, default);
            return Verdict.Passed;
        },
    };
#endif
}

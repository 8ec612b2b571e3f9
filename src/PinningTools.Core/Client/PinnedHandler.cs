#if NET
using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Sends the requests of an HttpClient over checked connections. Each hop is one request to one host under the policy
/// of that host, over the same transports as the requests of the commands. Every failure is an HttpRequestException,
/// as callers of HttpClient expect.
/// </summary>
internal sealed class PinnedHandler : HttpMessageHandler
{
    private readonly HandlerSettings _settings;
    private readonly PinnedHandlerOptions _options;
    private readonly TransportPool _pool = new();

    internal PinnedHandler(HandlerSettings settings, PinnedHandlerOptions options)
    {
        _settings = settings;
        _options = options;
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            Redirection.CheckAddress(request.RequestUri);
            HttpVersions.Choose(request);
            Uri first = request.RequestUri!;
            for (int left = _options.MaxRedirections; ; left--)
            {
                bool isOwn = Origin.Same(first, request.RequestUri!);
                HttpResponseMessage response = await SendAsync(request, isOwn, left, cancellationToken)
                    .ConfigureAwait(false);
                if (left <= 0 || !Redirection.Is(response)) return response;
                response.Dispose();
                Redirection.Follow(request, response);
            }
        }
        catch (PinningException error)
        {
            throw Refused(error, error);
        }
        catch (Exception error) when (PinnedTransport.RefusalIn(error) is { } refusal)
        {
            throw Refused(refusal, error);
        }
        catch (IOException error)
        {
            throw new HttpRequestException(HttpRequestError.Unknown, error.Message, error);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _pool.Clear();
        base.Dispose(disposing);
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, bool isOwn, int left, CancellationToken cancel)
    {
        bool isFirst = left == _options.MaxRedirections;
        TlsTarget target = PinnedWebRequest.TargetOf(request.RequestUri!);
        // The content is the caller's, and was used up.
        bool mayBeRepeated = Repetition.IsAllowed(request.Method) && request.Content is null;
        var settings = new TransportSettings
        {
            Target = target,
            Policy = HopPolicy.Pinned(_settings.Policies.Apply(PolicyOf(target, isFirst))),
            Connection = new ConnectionOptions
            {
                ApplicationProtocols = request.Version.Major >= 2 ? ["h2", "http/1.1"] : [],
                ClientCertificate = isOwn ? _settings.ClientCertificate : null,
                Proxy = _settings.ProxyFor(target),
            },
            Credentials = isOwn ? _options.Credentials : null,
        };
        var connect = new ConnectRequest(_settings.Timeout, cancel) { MayBeRepeated = mayBeRepeated };
        // As with HttpClient's own handler, a POST may use a kept connection, but it is not sent twice.
        PoolUse use = request.Headers.ConnectionClose == true ? PoolUse.None : PoolUse.Shared;
        try
        {
            return await SendAsync(request, settings, connect, use).ConfigureAwait(false);
        }
        catch (Exception error) when (mayBeRepeated && connect.IsUnanswered && !cancel.IsCancellationRequested
            && error is HttpRequestException or IOException)
        {
            var again = new ConnectRequest(_settings.Timeout, cancel);
            use = use == PoolUse.None ? use : PoolUse.New;
            return await SendAsync(request, settings, again, use).ConfigureAwait(false);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, TransportSettings settings, ConnectRequest connect, PoolUse use)
    {
        TransportPool.Lease lease = _pool.Rent(settings, use);
        try
        {
            HttpResponseMessage response =
                await lease.Transport.SendAsync(request, connect, connect.Cancel).ConfigureAwait(false);
            response.RequestMessage!.Options.Set(PinVerifier.VerdictKey, lease.Transport.Verdict!);
            response.Content = new LeasedContent(response.Content, lease);
            return response;
        }
        catch
        {
            lease.Discard();
            throw;
        }
    }

    private PinPolicy PolicyOf(TlsTarget target, bool isFirst)
    {
        PinPolicy? policy = _settings.Policies.Policies.Find(target);
        if (policy is not { IsPinned: true })
            throw new PinningException(
                isFirst ? Faults.NotPinned(target.ToString()) : Faults.UnpinnedRedirection(target.ToString()));
        // An expired pin set that then no longer applies is no reason to trust a redirection.
        bool isNoReason = !isFirst && policy.Set is { OnExpired: ExpiredAction.Unpinned } set
            && set.IsExpired(Clock.Now);
        return isNoReason ? throw new PinningException(Faults.UnpinnedRedirection(target.ToString())) : policy;
    }

    private static HttpRequestException Refused(PinningException refusal, Exception error)
    {
        HttpRequestError kind = refusal switch
        {
            PinRefusedException { Verdict.Reason: VerdictReason.HostNotFound or VerdictReason.NameServerFailed } =>
                HttpRequestError.NameResolutionError,
            PinRefusedException { Verdict.Verdict: Verdict.ConnectFailed or Verdict.TimedOut } =>
                HttpRequestError.ConnectionError,
            { Fault.Kind: FaultKind.Security } or PinRefusedException => HttpRequestError.SecureConnectionError,
            _ => HttpRequestError.Unknown,
        };
        return new HttpRequestException(kind, refusal.Message, refusal);
    }
}
#endif

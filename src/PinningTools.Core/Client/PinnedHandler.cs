#if NET
using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Sends an HttpClient's requests over judged connections: each hop is one request to one host under that host's
/// policy, through the same transports as the commands' requests. Every failure is an HttpRequestException, as HttpClient's
/// callers expect it.
/// </summary>
internal sealed class PinnedHandler : HttpMessageHandler
{
    private readonly PinVerifier _verifier;
    private readonly PinnedHandlerOptions _options;
    private readonly IPolicySource _policies;
    private readonly ClientIdentity? _identity;
    private readonly TransportPool _pool = new();

    internal PinnedHandler(PinVerifier verifier, PinnedHandlerOptions options)
    {
        _verifier = verifier;
        _options = options;
        _policies = verifier.Policies ?? throw new InvalidOperationException(
            "The verifier has neither Pins nor a StorePath: each request would be refused.");
        _identity = verifier.Identity;
        // What is wrong with the anchors is told here, and not by each request.
        verifier.Adapt(PinPolicy.NotPinned(TrustSettings.System));
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
        TransportPool.Lease lease = _pool.Rent(new TransportSettings
        {
            Target = target,
            Policy = HopPolicy.Pinned(_verifier.Adapt(PolicyOf(target, isFirst))),
            OfferHttp2 = request.Version.Major >= 2,
            Identity = isOwn ? _identity : null,
            Credentials = isOwn ? _options.Credentials : null,
            Proxy = _verifier.ProxyFor(target),
        });
        try
        {
            var order = new ConnectOrder(_verifier.Timeout, cancel);
            HttpResponseMessage response =
                await lease.Transport.SendAsync(request, order, cancel).ConfigureAwait(false);
            response.RequestMessage!.Options.Set(PinVerifier.VerdictKey, lease.Transport.Verdict!);
            response.Content = new LeasedContent(response.Content, lease);
            return response;
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    private PinPolicy PolicyOf(TlsTarget target, bool isFirst)
    {
        PinPolicy? policy = _policies.Find(target);
        if (policy is not { IsPinned: true })
            throw new PinningException(
                isFirst ? Faults.NotPinned(target.ToString()) : Faults.UnpinnedRedirection(target.ToString()));
        // A pin set that has expired and asks for nothing then is no reason to trust a redirection.
        bool isNoReason = !isFirst && policy.Set is { OnExpired: ExpiredAction.Unpinned } set
            && set.IsExpired(DateTime.UtcNow);
        return isNoReason ? throw new PinningException(Faults.UnpinnedRedirection(target.ToString())) : policy;
    }

    private static HttpRequestException Refused(PinningException refusal, Exception error)
    {
        HttpRequestError kind = refusal switch
        {
            { Verdict.Reason: VerdictReason.HostNotFound or VerdictReason.NameServerFailed } =>
                HttpRequestError.NameResolutionError,
            { Verdict.Verdict: Verdict.ConnectFailed or Verdict.TimedOut } => HttpRequestError.ConnectionError,
            { Fault.Kind: FaultKind.Security } or { Verdict: not null } => HttpRequestError.SecureConnectionError,
            _ => HttpRequestError.Unknown,
        };
        return new HttpRequestException(kind, refusal.Message, refusal);
    }
}
#endif

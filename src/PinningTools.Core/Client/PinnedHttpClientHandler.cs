using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;

namespace PinningTools;

/// <summary>
/// The platform's handler for HttpClient with a certificate callback, made by
/// <see cref="PinCallback.CreateHttpClientHandler"/>: for code that must have an HttpClientHandler. It sends requests only
/// over https to the host and port of the callback, and follows no redirections.
/// </summary>
/// <remarks>
/// It can resume TLS sessions, and a certificate in ClientCertificates is shown before the callback decides: use
/// <c>PinVerifier.CreateHandler</c> where any HttpMessageHandler will do.
/// </remarks>
public sealed class PinnedHttpClientHandler : HttpClientHandler
{
    internal PinnedHttpClientHandler(PinCallback callback)
    {
        Callback = callback;
        AllowAutoRedirect = false;
        ServerCertificateCustomValidationCallback = callback;
    }

    /// <summary>The callback, with the verdicts on the connections.</summary>
    public PinCallback Callback { get; }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        CheckAddress(request);
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return RefuseUnchecked(response);
    }

#if NET
    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        CheckAddress(request);
        return RefuseUnchecked(base.Send(request, cancellationToken));
    }
#endif

    private void CheckAddress(HttpRequestMessage request)
    {
        TlsTarget own = Callback.Target;
        bool isOwn = request?.RequestUri is { IsAbsoluteUri: true, Scheme: "https" or "wss" } uri && uri.Port == own.Port
            && HostName.TryFrom(uri, out HostName? host, out _) && host.IsSame(own.JudgedName);
        if (isOwn) return;
        var refusal = new PinningException(Faults.OtherHost(own.ToString(), request?.RequestUri?.OriginalString ?? ""));
        throw new HttpRequestException(refusal.Message, refusal);
    }

    /// <summary>
    /// .NET Framework tells handlers apart by a hash, and one could get a connection of another that checked no pin: then
    /// the callback was never called. Code can also put another callback in the place of this one.
    /// </summary>
    private HttpResponseMessage RefuseUnchecked(HttpResponseMessage response)
    {
        if (Callback.LastVerdict is not null) return response;
        response.Dispose();
        var refusal = new PinningException(Faults.AnswerNotJudged(Callback.Target.ToString()));
        throw new HttpRequestException(refusal.Message, refusal);
    }
}

#if !NET
using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Security.Authentication;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <content>
/// .NET Framework has no way to hand a connection to its handler: the verdict is made inside the certificate callback,
/// which runs in the handshake and so before the request; the handler, and with it every connection, belongs to this
/// policy alone.
/// </content>
internal sealed partial class PinnedTransport
{
    private const int MaxHeaderKilobytes = 64;

    /// <summary>HttpWebRequest throws at these before it connects.</summary>
    private static readonly string[] s_withoutBody = ["GET", "HEAD"];

    private volatile PinVerdict? _refused;

    internal async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, ConnectRequest connect, CancellationToken cancel)
    {
        if (!_settings.IsSecure && _settings.Connection.Proxy is not null)
            throw new PinningException(Faults.PlainThroughProxy(_settings.Target.ToString()));
        CheckBody(request);
        if (_settings.Connection.ClientCertificate is not null) await MeetAsync(connect, cancel).ConfigureAwait(false);
        try
        {
            HttpResponseMessage response = await _invoker.SendAsync(request, cancel).ConfigureAwait(false);
            return _settings.IsSecure ? RefuseUnjudged(response, _settings.Target, _verdict) : response;
        }
        catch (HttpRequestException error) when (_refused is { } verdict && IsOfHandshake(error))
        {
            throw new PinRefusedException(verdict, error);
        }
        catch (HttpRequestException error) when (IsOfHandshake(error))
        {
            // The handler makes it out of sight, and may have broken off before or after the verdict.
            throw new PinningException(
                Faults.HandshakeCauseUnknown(_settings.Target.ToString(), WebExchange.Innermost(error)), error);
        }
    }

    /// <summary>
    /// Handlers are told apart by a hash, and one could be given the connection of another that looked at no pin: then
    /// the callback was never called.
    /// </summary>
    internal static HttpResponseMessage RefuseUnjudged(
        HttpResponseMessage response, TlsTarget target, PinVerdict? verdict)
    {
        if (verdict is not null) return response;
        response.Dispose();
        throw new PinningException(Faults.AnswerNotJudged(target.ToString()));
    }

    private static void CheckBody(HttpRequestMessage request)
    {
        bool hasBody = request.Content is { } content && content.Headers.ContentLength != 0;
        if (!hasBody || !s_withoutBody.Contains(request.Method.Method, StringComparer.OrdinalIgnoreCase)) return;
        throw new PinningException(Faults.ParameterUnsupported(
            "Body", $"Windows PowerShell's HTTP sends none with {request.Method.Method.ToUpperInvariant()}."));
    }

    /// <summary>
    /// Whether the connection never came about; an exchange that breaks later is not the refusal's doing.
    /// </summary>
    private static bool IsOfHandshake(Exception error)
    {
        for (Exception? cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is AuthenticationException) return true;
            WebExceptionStatus? status = (cause as WebException)?.Status;
            if (status is WebExceptionStatus.TrustFailure or WebExceptionStatus.SecureChannelFailure) return true;
        }

        return false;
    }

    /// <summary>
    /// The handler shows a client certificate before the callback runs: who the server is must be known before that,
    /// and every time, for nobody says when the handler connects anew.
    /// </summary>
    private async Task MeetAsync(ConnectRequest connect, CancellationToken cancel)
    {
        ConnectionOptions nameless = _settings.Connection with { Timeout = connect.Timeout, ClientCertificate = null };
        PinVerdict verdict = await PinChecker
            .CheckAsync(new PinCheck(_settings.Target, _settings.Policy.Applied!, nameless), cancel)
            .ConfigureAwait(false);
        if (!_settings.Policy.Accepts(verdict))
            throw new PinRefusedException(verdict);
    }

    private static void UseProxy(HttpClientHandler handler, ProxySettings proxy)
    {
        const string Why = "Windows PowerShell's HTTP knows HTTP proxies only.";
        if (proxy.Kind != ProxyKind.Http) throw new PinningException(Faults.ParameterUnsupported("Proxy", Why));
        handler.UseProxy = true;
        Uri address = new UriBuilder(Uri.UriSchemeHttp, proxy.EndPoint.Host.Bracketed, proxy.EndPoint.Port).Uri;
        handler.Proxy = new WebProxy(address)
        {
            Credentials = proxy.UseDefaultCredentials ? CredentialCache.DefaultCredentials : proxy.Credential,
        };
    }

    private HttpClientHandler MakeHandler()
    {
        var handler = new HttpClientHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            Credentials = _settings.Credentials,
            MaxResponseHeadersLength = MaxHeaderKilobytes,
            SslProtocols = SslStreamHandshake.Versions(
                _settings.Connection.Protocols, ServicePointManager.SecurityProtocol),
            ServerCertificateCustomValidationCallback = (_, certificate, chain, _) =>
            {
                if (certificate is null || _settings.Policy.Applied is not { } policy) return false;
                PresentedChain presented = PresentedChain.Copy(certificate, chain?.ChainPolicy.ExtraStore);
                DateTime time = policy.At ?? Clock.Now;
                Evaluation evaluation = Evaluation.Create(presented, _settings.Target.JudgedName, policy.Trust, time);
                PinVerdict verdict = VerdictMaker.Decide(
                    new VerdictBasis(evaluation, _settings.Target, policy, time), default);
                if (!_settings.Policy.Accepts(verdict))
                {
                    _refused = verdict;
                    return false;
                }

                _verdict = verdict;
                LiveUntil(verdict.NotAfter);
                LiveUntil(_settings.Policy.Expires);
                return true;
            },
        };
        if (_settings.Connection.Proxy is { } proxy) UseProxy(handler, proxy);
        if (_settings.Connection.ClientCertificate is { } own) handler.ClientCertificates.Add(own.Certificate);
        return handler;
    }
}
#endif

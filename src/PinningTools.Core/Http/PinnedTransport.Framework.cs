#if !NET
using System;
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
    private volatile PinVerdict? _refused;

    internal async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, ConnectOrder order, CancellationToken cancel)
    {
        if (!_settings.IsSecure && _settings.Proxy is not null)
            throw new PinningException(Faults.PlainThroughProxy(_settings.Target.ToString()));
        if (_settings.Identity is not null) await MeetAsync(order, cancel).ConfigureAwait(false);
        try
        {
            return await _invoker.SendAsync(request, cancel).ConfigureAwait(false);
        }
        catch (HttpRequestException error) when (_refused is { } verdict && IsOfHandshake(error))
        {
            throw new PinningException(Faults.Refused(verdict), error) { Verdict = verdict };
        }
        catch (HttpRequestException error) when (IsOfHandshake(error))
        {
            // The handler makes it out of sight, and may have broken off before or after the verdict.
            throw new PinningException(
                Faults.HandshakeCauseUnknown(_settings.Target.ToString(), WebExchange.Innermost(error)), error);
        }
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
    private async Task MeetAsync(ConnectOrder order, CancellationToken cancel)
    {
        var options = new ConnectionOptions
        {
            Timeout = order.Timeout, Protocols = _settings.Protocols, Proxy = _settings.Proxy,
        };
        PinVerdict verdict = await PinChecker
            .CheckAsync(_settings.Target, _settings.Policy.Judge!, options, cancel).ConfigureAwait(false);
        if (!_settings.Policy.Accepts(verdict))
            throw new PinningException(Faults.Refused(verdict)) { Verdict = verdict };
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
            SslProtocols = _settings.Protocols,
            ServerCertificateCustomValidationCallback = (_, certificate, chain, _) =>
            {
                if (certificate is null || _settings.Policy.Judge is not { } policy) return false;
                PresentedChain presented = PresentedChain.Copy(certificate, chain?.ChainPolicy.ExtraStore);
                DateTime time = policy.At ?? DateTime.UtcNow;
                Evaluation evaluation = Evaluation.Of(presented, _settings.Target.JudgedName, policy.Trust, time);
                PinVerdict verdict = VerdictMaker.Decide(evaluation, _settings.Target, policy, time, default);
                if (!_settings.Policy.Accepts(verdict))
                {
                    _refused = verdict;
                    return false;
                }

                _verdict = verdict;
                LiveUntil(presented.Leaf.NotAfter);
                LiveUntil(_settings.Policy.Expires);
                return true;
            },
        };
        if (_settings.Proxy is { } proxy) UseProxy(handler, proxy);
        if (_settings.Identity is { } own) handler.ClientCertificates.Add(own.Certificate);
        return handler;
    }
}
#endif

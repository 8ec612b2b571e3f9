#if !NET
using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <content>
/// .NET Framework cannot pass a connection to its handler: the verdict is made in the certificate callback, which runs
/// during the handshake and so before the request; the handler, and with it every connection, is used only for this
/// policy.
/// </content>
internal sealed partial class PinnedTransport
{
    private const int MaxHeaderKilobytes = 64;

    /// <summary>HttpWebRequest throws for these before it connects.</summary>
    private static readonly string[] s_withoutBody = ["GET", "HEAD"];

    private volatile PinVerdict? _refused;
    private volatile bool _hasServed;

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
            _hasServed = true;
            return _settings.IsSecure ? RefuseUnjudged(response, _settings.Target, _verdict) : response;
        }
        catch (HttpRequestException error) when (_refused is { } verdict && IsOfHandshake(error))
        {
            throw new PinRefusedException(verdict, error);
        }
        catch (HttpRequestException error) when (_hasServed && IsOfEnd(error))
        {
            connect.NoteWritten();
            throw;
        }
        catch (HttpRequestException error) when (IsOfHandshake(error))
        {
            // The handler makes the connection out of sight, and it may have failed before or after the verdict.
            throw new PinningException(
                Faults.HandshakeCauseUnknown(_settings.Target.ToString(), WebExchange.Innermost(error)), error);
        }
    }

    /// <summary>
    /// Handlers are distinguished by a hash, and one could get a connection of another that checked no pin: then the
    /// callback was never called.
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
            "Body", "the HTTP client of Windows PowerShell does not send one with "
                + $"{request.Method.Method.ToUpperInvariant()}."));
    }

    /// <summary>Whether there was no connection; an exchange that fails later is not caused by the refusal.</summary>
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
    /// Whether a connection ended before the header of a response was complete. How much of the header came is out of
    /// sight here, so that this is asked only for a connection that had been kept.
    /// </summary>
    private static bool IsOfEnd(Exception error)
    {
        for (Exception? cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is AuthenticationException) return false;
            if (cause is IOException or SocketException) return true;
            WebExceptionStatus? status = (cause as WebException)?.Status;
            if (status is WebExceptionStatus.KeepAliveFailure or WebExceptionStatus.ConnectionClosed
                or WebExceptionStatus.SendFailure or WebExceptionStatus.ReceiveFailure) return true;
        }

        return false;
    }

    /// <summary>
    /// The handler shows a client certificate before the callback runs: the server must be known before that, every
    /// time, because the handler can reconnect at any time. Only a server that ends the handshake without the certificate
    /// is remembered once an inspection approved it, for minutes and until the first bad verdict.
    /// </summary>
    private async Task MeetAsync(ConnectRequest connect, CancellationToken cancel)
    {
        if (!_leaves.Find(_settings).IsEmpty) return;
        var check = new PinCheck(
            _settings.Target, _settings.Policy.Applied!, _settings.Connection with { Timeout = connect.Timeout })
        {
            Inspects = true,
            AcceptsUnpinned = _settings.Policy.IsUnpinned,
        };
        try
        {
            using CheckedConnection met =
                await PinChecker.OpenAsync(check, ApprovedLeaves.None, cancel).ConfigureAwait(false);
            if (!_settings.Policy.Accepts(met.Verdict)) throw new PinRefusedException(met.Verdict);
        }
        catch (ConnectionFailure failure)
        {
            if (failure.Reason != VerdictReason.ClientCertificateRequired || !failure.MayInspect)
                throw NotConnected(failure);
            try
            {
                _leaves.Keep(
                    _settings, await PinChecker.ApproveAsync(check, failure, cancel).ConfigureAwait(false));
            }
            catch (ConnectionFailure inspection)
            {
                throw NotConnected(inspection);
            }
        }
    }

    private static void UseProxy(HttpClientHandler handler, ProxySettings proxy)
    {
        const string Why = "the HTTP client of Windows PowerShell supports only HTTP proxies.";
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
            UseCookies = _settings.Cookies is not null,
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
                    new VerdictBasis(evaluation, _settings.Target, policy, time), ConnectionFacts.None);
                if (!_settings.Policy.Accepts(verdict))
                {
                    _refused = verdict;
                    _leaves.Drop(_settings);
                    return false;
                }

                _verdict = verdict;
                LiveUntil(verdict.NotAfter);
                LiveUntil(_settings.Policy.Expires);
                return true;
            },
        };
        if (_settings.Cookies is { } cookies) handler.CookieContainer = cookies;
        if (_settings.Connection.Proxy is { } proxy) UseProxy(handler, proxy);
        if (_settings.Connection.ClientCertificate is { } own) handler.ClientCertificates.Add(own.Certificate);
        return handler;
    }
}
#endif

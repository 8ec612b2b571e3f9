// The room Http: web requests over connections that have their verdict first.
// - No byte of a request (method, headers, credentials, body) is written before the verdict on its connection allows
//   it.
// - Redirects are followed here. Each hop has its own host's policy. A hop to a host without one or to plain HTTP is
//   refused unless it was asked for, and then carries no secrets (Hop, HopPolicy, HopScope).
// - A connection is used again only under exactly the same policy and settings, and for a limited time (TransportPool).
// - A refused connection is never retried.
// - What may have been carried out is never sent twice: POST, PATCH, other methods, and bodies that cannot be sent again
//   take a new connection and are sent once. GET, HEAD, PUT, DELETE and OPTIONS are sent once more if their connection
//   ended before a byte of a response (Repetition, ConnectRequest, RequestStream).
// - A body is limited, or goes to a file that is replaced as a whole. If only the end of the connection tells where the
//   body ends, there is a warning.
// - The two builds differ in PinnedTransport.Net.cs and PinnedTransport.Framework.cs.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Sends a request and follows it to its end: it follows redirects itself, each hop under its own host's policy, and
/// retries if the server asked for a retry or cannot continue a download that was cut off. A refused connection is
/// never retried.
/// </summary>
internal sealed class WebExchange(PinnedWebRequest request)
{
    private const string CannotResume =
        "The remote server indicated it could not resume downloading. The local file will be overwritten.";

    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(100);

    /// <summary>The longest delay that a server can ask for.</summary>
    private static readonly TimeSpan s_maxPatience = TimeSpan.FromHours(1);

    private readonly List<PinVerdict> _pinning = [];

    /// <exception cref="PinningException">
    /// A verdict was bad, a redirect was refused, or the exchange failed.
    /// </exception>
    internal Task<ExchangeResponse> SendAsync(CancellationToken cancel) =>
        request.MaximumRetryCount > 0 || request.ResumeFrom is not null ? InsistAsync(cancel) : FollowAsync(cancel);

    private async Task<ExchangeResponse> InsistAsync(CancellationToken cancel)
    {
        int left = request.MaximumRetryCount;
        while (true)
        {
            _pinning.Clear();
            ExchangeResponse response;
            try
            {
                response = await FollowAsync(cancel).ConfigureAwait(false);
            }
            catch (PinningException error) when (left > 0 && IsPassing(error))
            {
                left--;
                request.Verbose?.Invoke(
                    $"Retrying after interval of {request.RetryInterval.TotalSeconds:0} seconds. "
                    + error.Fault.Message);
                await Task.Delay(request.RetryInterval, cancel).ConfigureAwait(false);
                continue;
            }

            TimeSpan pause = TimeSpan.Zero;
            int status = (int)response.Message.StatusCode;
            if (left > 0 && status is 304 or (>= 400 and <= 599))
            {
                left--;
                pause = PauseOf(response.Message);
                request.Verbose?.Invoke(
                    $"Retrying after interval of {pause.TotalSeconds:0} seconds. "
                    + $"Status code for previous attempt: {(HttpStatusCode)status}");
            }
            else if (WebDownload.IsOfAnotherFile(response, request.ResumeFrom))
            {
                request.Verbose?.Invoke(CannotResume);
                left = request.MaximumRetryCount;
                request = request with { ResumeFrom = null };
            }
            else
            {
                return response;
            }

            response.Dispose();
            await Task.Delay(pause, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Whether nothing was sent because of a shortage on this machine or a name server that did not answer.
    /// </summary>
    private static bool IsPassing(PinningException error) =>
        error.Fault.Id is nameof(Faults.MachineLimit) or nameof(Faults.NameServerFailed)
        || (error as PinRefusedException)?.Verdict.Reason is VerdictReason.MachineLimit or VerdictReason.NameServerFailed;

    private async Task<ExchangeResponse> FollowAsync(CancellationToken cancel)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        if (request.ConnectionTimeout != Timeout.InfiniteTimeSpan) deadline.CancelAfter(request.ConnectionTimeout);
        Hop hop = Hop.First(request);
        try
        {
            for (int left = request.MaximumRedirection; ; left--)
            {
                ExchangeResponse response = await SendHopAsync(hop, deadline.Token, cancel).ConfigureAwait(false);
                Uri? location = response.Message.Headers.Location;
                if (!Hop.IsRedirect(response.Message.StatusCode) || location is null) return response;
                if (left <= 0 && !hop.IsDowngrade(location)) return response;
                HttpStatusCode status = response.Message.StatusCode;
                response.Dispose();
                hop = hop.Redirect(status, location);
            }
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new PinningException(
                ConnectionFault(hop, error) ?? Faults.RequestFailed(hop.Uri, Innermost(error)), error);
        }
        catch (Exception error) when (deadline.IsCancellationRequested && !cancel.IsCancellationRequested
            && error is OperationCanceledException or PinningException { Fault.Kind: FaultKind.Timeout })
        {
            throw new PinningException(
                Faults.ConnectionTimeoutReached(hop.Uri, request.ConnectionTimeout), error);
        }
    }

    /// <summary>For a connection that the platform makes out of sight, as in Windows PowerShell.</summary>
    private static Fault? ConnectionFault(Hop hop, Exception error)
    {
        if (MachineLimit.In(error) is { } limit) return Faults.MachineLimit(hop.Target.ToString(), limit);
        for (Exception? cause = error; cause is not null; cause = cause.InnerException)
            if (NameResolver.IsTemporary(cause)) return Faults.NameServerFailed(hop.Target.Host.Value);
        return null;
    }

    /// <summary>
    /// Sends a request once, or a second time over a new connection if it may be repeated and the first ended before
    /// any byte of a response.
    /// </summary>
    private async Task<ExchangeResponse> SendHopAsync(Hop hop, CancellationToken deadline, CancellationToken cancel)
    {
        TransportSettings settings = SettingsOf(hop);
        bool mayBeRepeated =
            Repetition.IsAllowed(hop.Method) && (!hop.CarriesBody || request.Body!.CanBeRepeated);
        bool isSlow = request.Pool.IsSlow(settings);
        var connect = new ConnectRequest(ConnectTimeout, deadline)
        {
            MayBeRepeated = mayBeRepeated,
            SilenceLimit = Repetition.IsSafe(hop.Method) && !isSlow ? request.SilenceLimit : null,
        };
        if (hop.Policy.Applied is null) request.Warning(ProvesNothing(hop.Uri));
        if (request.WarnsOfUnpinned && hop.Policy.IsUnpinned) await WarnOfUnpinnedAsync(hop).ConfigureAwait(false);
        try
        {
            PoolUse use = mayBeRepeated ? PoolUse.Shared : PoolUse.New;
            return await SendOnceAsync(hop, settings, connect, use, cancel).ConfigureAwait(false);
        }
        catch (Exception error) when (mayBeRepeated && connect.IsUnanswered && !deadline.IsCancellationRequested
            && error is HttpRequestException or IOException)
        {
            request.Verbose?.Invoke("The connection ended before a response. Sending the request once more.");
        }

        var watch = Stopwatch.StartNew();
        ExchangeResponse response = await SendOnceAsync(
            hop, settings, new ConnectRequest(ConnectTimeout, deadline), PoolUse.New, cancel).ConfigureAwait(false);
        if (watch.Elapsed > request.SilenceLimit) request.Pool.NoteSlow(settings);
        return response;
    }

    private TimeSpan ConnectTimeout =>
        request.ConnectionTimeout != Timeout.InfiniteTimeSpan ? request.ConnectionTimeout : s_connectTimeout;

    private TransportSettings SettingsOf(Hop hop) => new()
    {
        Target = hop.Target,
        Policy = hop.Policy,
        Connection = request.Connection with
        {
            ApplicationProtocols = request.HttpVersion is { Major: >= 2 } ? ["h2", "http/1.1"] : [],
            ClientCertificate = hop.ClientCertificate,
            Proxy = request.Proxy(hop.Uri),
        },
        Credentials = hop.Credentials,
        Cookies = hop.HandlerKeepsCookies ? request.Cookies : null,
        IsOfSession = request.HasSession,
    };

    private async Task<ExchangeResponse> SendOnceAsync(
        Hop hop, TransportSettings settings, ConnectRequest connect, PoolUse use, CancellationToken cancel)
    {
        HttpRequestMessage message = RequestMessages.Make(request, hop);
        TransportPool.Lease? lease = null;
        HttpResponseMessage? response = null;
        try
        {
            request.Verbose?.Invoke(WebTrace.Describe(message));
            lease = request.Pool.Rent(settings, message.Headers.ConnectionClose == true ? PoolUse.None : use);
            if (lease.IdleTime < request.SilenceAfter) connect.SilenceLimit = null;
            response = await lease.Transport.SendAsync(message, connect, connect.Cancel).ConfigureAwait(false);
            request.Verbose?.Invoke(WebTrace.Describe(response));
            Remember(lease.Transport.Verdict);
            if (request.Observer is { } observer && lease.Transport.Verdict is { } verdict)
                await observer.SawAsync(hop.Target, verdict, isRefused: false, cancel).ConfigureAwait(false);
            bool isByHand = hop.Policy.CanCarrySecrets && !hop.HandlerKeepsCookies;
            if (isByHand) TakeCookies(request.Cookies, response, hop.Uri);
            return new ExchangeResponse(response, hop.Uri, [.. _pinning], lease, request);
        }
        catch (Exception error)
        {
            response?.Dispose();
            message.Dispose();
            lease?.Discard();
            cancel.ThrowIfCancellationRequested();
            if (lease?.Transport.LateCertificateIn(error) is { } late) throw late;
            PinningException? refusal = PinnedTransport.RefusalIn(error);
            PinVerdict? refused = (refusal as PinRefusedException)?.Verdict;
            if (refused is not null && request.Observer is { } observer)
                await observer.SawAsync(hop.Target, refused, isRefused: true, cancel).ConfigureAwait(false);
            if (refusal is null || ReferenceEquals(refusal, error)) throw;
            throw refused is not null
                ? new PinRefusedException(refusal.Fault, refused, error)
                : new PinningException(refusal.Fault, error);
        }
    }

    private static string ProvesNothing(Uri uri) =>
        $"Following a redirect to {RedactedUri.Of(uri)} over plain HTTP: anyone on the path can read and change the "
            + "response.";

    /// <summary>Before anything is sent: a warning can be told to stop the command.</summary>
    private Task WarnOfUnpinnedAsync(Hop hop)
    {
        request.Warning($"No pin covers {hop.Target}: any authority that this machine trusts can vouch for it.");
        return request.Heard();
    }

    private void Remember(PinVerdict? verdict)
    {
        if (verdict is null) return;
        _pinning.Add(verdict);
        if (verdict is { Passed: false, Allowed: true }) request.Warning(verdict.Message);
    }

    /// <summary>Cookies of a host without pins are not kept: they could be intended for a pinned host.</summary>
    internal static void TakeCookies(CookieContainer cookies, HttpResponseMessage response, Uri uri)
    {
        if (!response.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? fields)) return;
        foreach (string field in fields)
        {
            try
            {
                cookies.SetCookies(uri, field);
            }
            catch (CookieException)
            {
                // As on the platform, a malformed cookie is ignored.
            }
        }
    }

    private TimeSpan PauseOf(HttpResponseMessage response)
    {
        int seconds = 0;
        bool told = response.StatusCode == (HttpStatusCode)429
            && response.Headers.TryGetValues("Retry-After", out IEnumerable<string>? values)
            && int.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out seconds);
        if (!told) return request.RetryInterval;
        var asked = TimeSpan.FromSeconds(seconds);
        return asked < s_maxPatience ? asked : s_maxPatience;
    }

    internal static string Innermost(Exception error)
    {
        while (error.InnerException is { } inner) error = inner;
        return error.Message;
    }
}

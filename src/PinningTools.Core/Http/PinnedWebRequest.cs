using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>A request as a user describes it: what to send, where, under which policy, and how far to follow.</summary>
internal sealed record PinnedWebRequest
{
    /// <summary>The number of redirects that the platform's own handler follows by default.</summary>
    internal const int UsualRedirections = 50;

    internal required Uri Uri { get; init; }

    internal required OverriddenPolicies Policies { get; init; }

    internal HttpMethod Method { get; init; } = HttpMethod.Get;

    /// <summary>The user's fields, including those of the body.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    internal bool SkipHeaderValidation { get; init; }

    /// <summary>The user's own, or null.</summary>
    internal string? UserAgent { get; init; }

    /// <summary>The default, which is known to be valid.</summary>
    internal string UsualUserAgent { get; init; } = "PinningTools";

    internal RequestBody? Body { get; init; }

    internal string? ContentType { get; init; }

    internal string? TransferEncoding { get; init; }

    internal bool DisableKeepAlive { get; init; }

    internal Version? HttpVersion { get; init; }

    /// <summary>The byte a download continues from; null for a download that is not resumed.</summary>
    internal long? ResumeFrom { get; init; }

    internal CookieContainer Cookies { get; init; } = new();

    /// <summary>Whether those cookies are a session's, which outlasts the request.</summary>
    internal bool HasSession { get; init; }

    internal ICredentials? Credentials { get; init; }

    /// <summary>
    /// How to connect. The client certificate is sent only where secrets are, and a local endpoint, a Unix domain
    /// socket, replaces every host; the deadline and the proxy are those of each hop.
    /// </summary>
    internal ConnectionOptions Connection { get; init; } = new();

    /// <summary>The proxy for an address, or null for none.</summary>
    internal Func<Uri, ProxySettings?> Proxy { get; init; } = _ => null;

    internal int MaximumRedirection { get; init; } = UsualRedirections;

    internal bool AllowInsecureRedirect { get; init; }

    internal bool AllowUnpinnedRedirect { get; init; }

    /// <summary>
    /// Whether the request's own host needs no pin: without one, ordinary validation is enough to send it everything.
    /// </summary>
    internal bool AllowUnpinned { get; init; }

    /// <summary>
    /// Whether no pin covers the request's own host. What may be sent to it under ordinary validation may then follow a
    /// redirect to another such host, too.
    /// </summary>
    internal bool IsOwnHostUnpinned { get; init; }

    /// <summary>Whether a warning is written before anything is sent to a host that no pin covers.</summary>
    internal bool WarnsOfUnpinned { get; init; }

    /// <summary>
    /// The validation of every hop if the policies are only observed: no pin decides, and nothing is withheld. Null if the
    /// policies are enforced.
    /// </summary>
    internal PinPolicy? ObservedUnder { get; init; }

    /// <summary>Follows the hops; null if no one does.</summary>
    internal IHopObserver? Observer { get; init; }

    /// <summary>
    /// Whether a session sent the request through its pins: the user called a command that has no parameters for pins.
    /// </summary>
    internal bool IsOfPinnedSession { get; init; }

    internal bool PreserveAuthorization { get; init; }

    internal bool PreserveMethod { get; init; }

    internal int MaximumRetryCount { get; init; }

    internal TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a kept connection may say nothing before a request that changes nothing is sent over a new one.
    /// </summary>
    internal TimeSpan SilenceLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a connection must have been unused for that: a script that asks again at once may be waiting for news
    /// (long polling), which takes its time.
    /// </summary>
    internal TimeSpan SilenceAfter { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The deadline for the header of the last response.</summary>
    internal TimeSpan ConnectionTimeout { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>The deadline of each read of the body.</summary>
    internal TimeSpan OperationTimeout { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>The page whose link this request follows; null for the user's own address.</summary>
    internal Uri? LinkedFrom { get; init; }

    internal HopScope Scope { get; init; }

    internal TransportPool Pool { get; init; } = TransportPool.Shared;

    /// <summary>Null if no one listens.</summary>
    internal Action<string>? Verbose { get; init; }

    internal Action<string> Warning { get; init; } = _ => { };

    /// <summary>Completes when the warning has reached the user, who may then have stopped the command.</summary>
    internal Func<Task> Heard { get; init; } = () => Task.CompletedTask;

    /// <summary>Reads an https address; https is assumed if there is no scheme.</summary>
    /// <exception cref="PinningException">The address is not an https URI, or has a password in it.</exception>
    internal static Uri ReadUri(string text)
    {
        string given = text.Trim();
        string whole = given.IndexOf("://", StringComparison.Ordinal) >= 0 ? given : "https://" + given;
        bool usable = UriText.TryRead(whole, out Uri? uri)
            && uri.Scheme == Uri.UriSchemeHttps && uri.Host.Length > 0;
        if (!usable) throw new PinningException(Faults.UriNotHttps(text));
        return uri!.UserInfo.Length == 0 ? uri : throw new PinningException(Faults.UriHasUserInfo(uri));
    }

    /// <summary>Reads a method; as in Invoke-WebRequest, in capitals.</summary>
    /// <exception cref="PinningException">It is not a method, or it does not get a response.</exception>
    internal static HttpMethod ReadMethod(string name)
    {
        string method = name.ToUpperInvariant();
        if (method == "CONNECT")
            throw new PinningException(Faults.MethodInvalid(name, "it requests a tunnel and gets no response"));
        try
        {
            return new HttpMethod(method);
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            throw new PinningException(
                Faults.MethodInvalid(name, "it is not a token as HTTP defines it (RFC 9110 section 9.1)"), error);
        }
    }

    /// <summary>
    /// The request for the next page that a response names. On the user's own server it is still the user's request;
    /// elsewhere it is treated like a redirect from then on.
    /// </summary>
    internal PinnedWebRequest Follow(Uri from, Uri next)
    {
        bool stays = Scope == HopScope.Own && IsOnSameServer(from) && IsOnSameServer(next);
        return this with { Uri = next, LinkedFrom = from, Scope = stays ? HopScope.Own : HopScope.Elsewhere };
    }

    /// <summary>Whether an address is on the server of this request.</summary>
    internal bool IsOnSameServer(Uri other) => Origin.Same(Uri, other);

    internal static TlsTarget TargetOf(Uri uri) => new(HostName.From(uri), uri.Port);
}

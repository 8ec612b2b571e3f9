using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;

namespace PinningTools.Internal;

/// <summary>
/// One request on the way from the given address to the last redirect: its target, its policy and its content.
/// </summary>
internal sealed class Hop
{
    /// <summary>
    /// The fields that a host without pins may see: they describe the request and do not identify the user.
    /// </summary>
    private static readonly HashSet<string> s_harmless = new(StringComparer.OrdinalIgnoreCase)
    {
        "Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Cache-Control", "If-Match",
        "If-Modified-Since", "If-None-Match", "If-Range", "If-Unmodified-Since", "Pragma", "Range", "User-Agent",
    };

    private readonly PinnedWebRequest _request;

    private Hop(PinnedWebRequest request, Uri uri, HopScope scope, HttpMethod method, bool carriesBody)
    {
        _request = request;
        Uri = uri;
        Target = PinnedWebRequest.TargetOf(uri);
        Scope = scope;
        Method = method;
        CarriesBody = carriesBody;
        Policy = uri.Scheme == Uri.UriSchemeHttp ? HopPolicy.Plain : FindPolicy();
        if (CarriesBody && !Policy.CanCarrySecrets) throw new PinningException(Faults.BodyToUnpinned(uri));
    }

    internal Uri Uri { get; }

    internal TlsTarget Target { get; }

    internal HopScope Scope { get; }

    internal HttpMethod Method { get; }

    internal bool CarriesBody { get; }

    internal HopPolicy Policy { get; }

    /// <summary>
    /// The credentials for a challenge. As on the platform, a password is only for the host for which it was given;
    /// only credentials that name their hosts are used after a redirect.
    /// </summary>
    internal ICredentials? Credentials => !Policy.CanCarrySecrets ? null
        : Scope == HopScope.Own ? _request.Credentials
        : _request.Credentials as CredentialCache;

    /// <summary>
    /// Whether the platform's handler answers challenges, and therefore reads and keeps the cookies of this hop: an
    /// additional Cookie field would send an old value beside the new one.
    /// </summary>
    internal bool HandlerKeepsCookies => Credentials is not null;

    /// <summary>
    /// A client certificate identifies the user, like a password: it is sent to another host only if credentials are to
    /// be sent there.
    /// </summary>
    internal ClientCertificate? ClientCertificate =>
        Policy.CanCarrySecrets && (Scope != HopScope.Elsewhere || _request.PreserveAuthorization)
            ? _request.Connection.ClientCertificate
            : null;

    /// <exception cref="PinningException">
    /// No policy covers the host, or the link is to another host and that was not allowed.
    /// </exception>
    internal static Hop First(PinnedWebRequest request) => Make(
        request, request.LinkedFrom ?? request.Uri, request.Uri, request.Scope, request.Method,
        request.Body is not null);

    /// <exception cref="PinningException">The redirect is to a host or scheme that was not allowed.</exception>
    internal Hop Redirect(HttpStatusCode status, Uri location)
    {
        if (!UriText.TryRead(Uri, location, out Uri? next))
            throw new PinningException(Faults.RedirectInvalid(Uri, location));
        bool becomesGet = !_request.PreserveMethod && BecomesGet(status, Method);
        bool stays = Scope != HopScope.Elsewhere && _request.IsOnSameServer(next);
        return Make(
            _request, Uri, next, stays ? HopScope.SameServer : HopScope.Elsewhere,
            becomesGet ? HttpMethod.Get : Method, CarriesBody && !becomesGet);
    }

    /// <summary>
    /// Whether a location leads from TLS to plain HTTP without the user's consent: it is refused even if no redirect is
    /// followed.
    /// </summary>
    internal bool IsDowngrade(Uri location) => location.IsAbsoluteUri && IsDowngrade(_request, location);

    internal static bool IsRedirect(HttpStatusCode status) => (int)status is 300 or 301 or 302 or 303 or 307 or 308;

    /// <summary>Whether a field that the user gave is sent on this hop.</summary>
    internal bool Carries(string field)
    {
        if (!Policy.CanCarrySecrets) return s_harmless.Contains(field);
        // As with PowerShell's own commands, the first request alone has it: neither a redirect nor a next page.
        bool isFirst = Scope == HopScope.Own && _request.LinkedFrom is null;
        if (Is("Authorization")) return isFirst || _request.PreserveAuthorization;
        return Scope != HopScope.Elsewhere || !(Is("Host") || Is("Cookie") || Is("Proxy-Authorization"));

        bool Is(string name) => field.Equals(name, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Creates every hop, whether the user, a redirect or a link named its address.</summary>
    private static Hop Make(
        PinnedWebRequest request, Uri from, Uri uri, HopScope scope, HttpMethod method, bool carriesBody)
    {
        bool isWeb = uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp;
        if (!isWeb || uri.Host.Length == 0) throw new PinningException(Faults.RedirectInvalid(from, uri));
        if (IsDowngrade(request, uri)) throw new PinningException(Faults.InsecureRedirection(from, uri));
        return new Hop(request, uri, scope, method, carriesBody);
    }

    private static bool IsDowngrade(PinnedWebRequest request, Uri uri) =>
        uri.Scheme == Uri.UriSchemeHttp && !request.AllowInsecureRedirect;

    private HopPolicy FindPolicy()
    {
        if (_request.ObservedUnder is { } ordinary) return HopPolicy.Ordinary(ordinary);
        PinPolicy? found = _request.Policies.Policies.Find(Target);
        bool isPinned = found is { IsPinned: true } && (Scope == HopScope.Own || !HasExpired(found));
        if (isPinned) return HopPolicy.Pinned(_request.Policies.Apply(found!));
        bool isAllowed = Scope == HopScope.Own ? _request.AllowUnpinned : _request.AllowUnpinnedRedirect;
        if (!isAllowed) throw RefuseUncovered();
        return Scope == HopScope.Own || _request.IsOwnHostUnpinned
            ? HopPolicy.Ordinary(_request.Policies.Ordinary(found))
            : HopPolicy.Unpinned(_request.Policies.Ordinary(found));
    }

    private PinningException RefuseUncovered()
    {
        _request.Observer?.SawUncovered(Target);
        string target = Target.ToString();
        return new PinningException(_request.IsOfPinnedSession ? Faults.NotPinnedInSession(target, Scope != HopScope.Own)
            : Scope == HopScope.Own ? Faults.NotPinned(target)
            : Faults.UnpinnedRedirection(target));
    }

    /// <summary>A pin set that has expired and continues unpinned is no reason to trust a redirect.</summary>
    private static bool HasExpired(PinPolicy policy) =>
        policy.Set is { OnExpired: ExpiredAction.Unpinned } set && set.IsExpired(Clock.Now);

    internal static bool BecomesGet(HttpStatusCode status, HttpMethod method) => (int)status switch
    {
        300 or 301 or 302 => method == HttpMethod.Post,
        303 => method != HttpMethod.Get && method != HttpMethod.Head,
        _ => false,
    };
}

/// <summary>
/// How close the address of a hop is to the user's request, which determines which of the user's data it receives.
/// </summary>
internal enum HopScope
{
    /// <summary>The user's own request: its address, or a next page on the very same server.</summary>
    Own,

    /// <summary>Another address on the user's own server, reached by its redirect.</summary>
    SameServer,

    /// <summary>Another server, or any server after a redirect through another server.</summary>
    Elsewhere,
}

using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;

namespace PinningTools.Internal;

/// <summary>
/// One request on the way from the given address to the last redirection: where to, how judged, and with what.
/// </summary>
internal sealed class Hop
{
    /// <summary>
    /// The fields that a host without pins may see: they say what is wanted, and nothing of who wants it.
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
    /// What a challenge is answered with. As on the platform, a password is for the host it was given for; only
    /// credentials that name their hosts themselves go along with a redirection.
    /// </summary>
    internal ICredentials? Credentials => !Policy.CanCarrySecrets ? null
        : Scope == HopScope.Own ? _request.Credentials
        : _request.Credentials as CredentialCache;

    /// <summary>
    /// A client certificate tells who asks, as a password does: elsewhere it goes along only where logons are to.
    /// </summary>
    internal ClientCertificate? ClientCertificate =>
        Policy.CanCarrySecrets && (Scope != HopScope.Elsewhere || _request.PreserveAuthorization)
            ? _request.ClientCertificate
            : null;

    /// <exception cref="PinningException">No policy covers it, or a link leads where nobody asked to go.</exception>
    internal static Hop First(PinnedWebRequest request) => Make(
        request, request.LinkedFrom ?? request.Uri, request.Uri, request.Scope, request.Method,
        request.Body is not null);

    /// <exception cref="PinningException">The redirection leads where nobody asked to go.</exception>
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
    /// Whether a location leads away from TLS against the user's will: refused even where nothing is followed.
    /// </summary>
    internal bool IsDowngrade(Uri location) => location.IsAbsoluteUri && IsDowngrade(_request, location);

    internal static bool IsRedirect(HttpStatusCode status) => (int)status is 300 or 301 or 302 or 303 or 307 or 308;

    /// <summary>Whether a field that the user gave goes along.</summary>
    internal bool Carries(string field)
    {
        if (!Policy.CanCarrySecrets) return s_harmless.Contains(field);
        if (Is("Authorization")) return Scope == HopScope.Own || _request.PreserveAuthorization;
        return Scope != HopScope.Elsewhere || !(Is("Host") || Is("Cookie") || Is("Proxy-Authorization"));

        bool Is(string name) => field.Equals(name, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The one way to a hop, whoever named its address: the user, a redirection or a link.</summary>
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
        PinPolicy? found = _request.Policies.Find(Target);
        bool isPinned = found is { IsPinned: true } && (Scope == HopScope.Own || !HasExpired(found));
        if (isPinned)
            return HopPolicy.Pinned(
                found!.With(_request.Trust, _request.ReportOnly, null, _request.CheckRevocation));
        if (Scope == HopScope.Own) throw new PinningException(Faults.NotPinned(Target.ToString()));
        return _request.AllowUnpinnedRedirect
            ? HopPolicy.Unpinned(found, _request.Trust, _request.ReportOnly, _request.CheckRevocation)
            : throw new PinningException(Faults.UnpinnedRedirection(Target.ToString()));
    }

    /// <summary>A pin set that has expired and asks for nothing then is no reason to trust a redirection.</summary>
    private static bool HasExpired(PinPolicy policy) =>
        policy.Set is { OnExpired: ExpiredAction.Unpinned } set && set.IsExpired(Clock.Now);

    private static bool BecomesGet(HttpStatusCode status, HttpMethod method) => (int)status switch
    {
        300 or 301 or 302 => method == HttpMethod.Post,
        303 => method != HttpMethod.Get && method != HttpMethod.Head,
        _ => false,
    };
}

/// <summary>
/// How near the address of a hop is to what the user asked for, and so what of the user's it is told.
/// </summary>
internal enum HopScope
{
    /// <summary>The user's own request: its address, or a next page on the very same server.</summary>
    Own,

    /// <summary>Another address on the user's own server, which named it in a redirection.</summary>
    SameServer,

    /// <summary>Another server, or any at all once the way has led over another server.</summary>
    Elsewhere,
}

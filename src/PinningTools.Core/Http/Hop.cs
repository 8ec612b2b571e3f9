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
    private readonly bool _isElsewhere;

    private Hop(
        PinnedWebRequest request, Uri uri, HttpMethod method, bool carriesBody, bool isContinuation, bool isElsewhere)
    {
        _request = request;
        IsContinuation = isContinuation;
        _isElsewhere = isElsewhere;
        Uri = uri;
        Method = method;
        CarriesBody = carriesBody;
        Policy = FindPolicy();
        if (CarriesBody && !Policy.IsPinned) throw new PinningException(Faults.BodyToUnpinned(uri.ToString()));
    }

    internal Uri Uri { get; }

    /// <summary>Whether the server, and not the user, named this address.</summary>
    internal bool IsContinuation { get; }

    internal HttpMethod Method { get; }

    internal bool CarriesBody { get; }

    internal HopPolicy Policy { get; }

    /// <summary>
    /// What a challenge is answered with. As on the platform, a password is for the host it was given for; only
    /// credentials that name their hosts themselves go along with a redirection.
    /// </summary>
    internal ICredentials? Credentials =>
        !Policy.IsPinned ? null : IsContinuation ? _request.Credentials as CredentialCache : _request.Credentials;

    internal static Hop First(PinnedWebRequest request) => new(
        request, request.Uri, request.Method, request.Body is not null, request.IsContinuation, request.IsContinuation);

    /// <exception cref="PinningException">The redirection leads where nobody asked to go.</exception>
    internal Hop Redirect(HttpStatusCode status, Uri location)
    {
        if (!Uri.TryCreate(Uri, location, out Uri? next))
            throw new PinningException(Faults.RedirectInvalid(Uri.ToString(), location.ToString()));
        Check(_request, Uri, next);
        bool becomesGet = !_request.PreserveMethod && BecomesGet(status, Method);
        bool elsewhere = _isElsewhere
            || !string.Equals(next.Authority, _request.Uri.Authority, StringComparison.OrdinalIgnoreCase);
        return new Hop(
            _request, next, becomesGet ? HttpMethod.Get : Method, CarriesBody && !becomesGet, true, elsewhere);
    }

    /// <summary>
    /// Whether a location leads from https to http against the user's will: refused even where nothing is followed.
    /// </summary>
    internal bool IsDowngrade(Uri location) => IsDowngrade(_request, Uri, location);

    /// <summary>
    /// Whether a server may lead from one address to another, for all that does not need a policy to tell.
    /// </summary>
    /// <exception cref="PinningException">It leads where nobody asked to go.</exception>
    internal static void Check(PinnedWebRequest request, Uri from, Uri next)
    {
        bool isWeb = next.Scheme == Uri.UriSchemeHttps || next.Scheme == Uri.UriSchemeHttp;
        if (!isWeb || next.Host.Length == 0)
            throw new PinningException(Faults.RedirectInvalid(from.ToString(), next.ToString()));
        if (IsDowngrade(request, from, next))
            throw new PinningException(Faults.InsecureRedirection(from.ToString(), next.ToString()));
    }

    internal static bool IsRedirect(HttpStatusCode status) => (int)status is 300 or 301 or 302 or 303 or 307 or 308;

    /// <summary>Whether a field that the user gave goes along.</summary>
    internal bool Carries(string field)
    {
        if (!Policy.IsPinned) return s_harmless.Contains(field);
        if (Is("Authorization")) return !IsContinuation || _request.PreserveAuthorization;
        return !_isElsewhere || !(Is("Host") || Is("Cookie") || Is("Proxy-Authorization"));

        bool Is(string name) => field.Equals(name, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsDowngrade(PinnedWebRequest request, Uri from, Uri next) => !request.AllowInsecureRedirect
        && from.Scheme == Uri.UriSchemeHttps && next.IsAbsoluteUri && next.Scheme == Uri.UriSchemeHttp;

    private HopPolicy FindPolicy()
    {
        if (Uri.Scheme == Uri.UriSchemeHttp) return HopPolicy.Plain;
        TlsTarget target = PinnedWebRequest.TargetOf(Uri);
        PinPolicy? policy = _request.Policies.Find(target)
            ?.With(_request.Trust, _request.ReportOnly, null, _request.CheckRevocation);
        if (policy is { IsPinned: true } && !(IsContinuation && HasLapsed(policy))) return HopPolicy.Pinned(policy);
        if (!IsContinuation) throw new PinningException(Faults.NotPinned(target.ToString()));
        return _request.AllowUnpinnedRedirect
            ? HopPolicy.Unpinned(_request.Trust, _request.CheckRevocation)
            : throw new PinningException(Faults.UnpinnedRedirection(target.ToString()));
    }

    /// <summary>A pin set that has expired and asks for nothing then is no reason to trust a redirection.</summary>
    private static bool HasLapsed(PinPolicy policy) =>
        policy.Set is { OnExpired: ExpiredAction.Unpinned } set && set.IsExpired(DateTime.UtcNow);

    private static bool BecomesGet(HttpStatusCode status, HttpMethod method) => (int)status switch
    {
        300 or 301 or 302 => method == HttpMethod.Post,
        303 => method != HttpMethod.Get && method != HttpMethod.Head,
        _ => false,
    };
}

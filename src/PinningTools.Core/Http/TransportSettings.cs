using System;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Threading;

namespace PinningTools.Internal;

/// <summary>
/// Everything that makes two connections interchangeable. Requests that agree in all of it may use the same
/// connections.
/// </summary>
internal sealed class TransportSettings
{
    private static readonly ConditionalWeakTable<CookieContainer, Jar> s_jars = new();
    private static long s_lastJar;

    private string? _key;

    internal required TlsTarget Target { get; init; }

    internal required HopPolicy Policy { get; init; }

    internal bool IsSecure => Policy.Applied is not null;

    /// <summary>How to connect; the deadline is each request's own.</summary>
    internal ConnectionOptions Connection { get; init; } = new();

    /// <summary>
    /// Whether HTTP/2 is offered and can therefore be negotiated: only HTTP/2 opens several connections.
    /// </summary>
    internal bool OffersHttp2 => Connection.ApplicationProtocols.Length > 0;

    /// <summary>
    /// The credentials with which the handler answers a challenge of the server: a copy, because they outlast the
    /// request and the caller may change them.
    /// </summary>
    internal ICredentials? Credentials
    {
        get;
        init => field = value is NetworkCredential given && !IsOfCurrentUser(given)
            ? new NetworkCredential(given.UserName, given.SecurePassword, given.Domain)
            : value;
    }

    /// <summary>
    /// The session's cookies, for a transport with credentials: the handler answers a challenge by itself, and the
    /// challenge and the answer have cookies of their own. Null if the messages bring their cookies along.
    /// </summary>
    internal CookieContainer? Cookies { get; init; }

    /// <summary>Whether those cookies are a session's, and not one command's.</summary>
    internal bool IsOfSession { get; init; }

    /// <summary>
    /// With credentials that cannot be compared, connections are used by one command only: a credential cache, and
    /// those of the current user, which may change (impersonation). The same applies to a resolver other than the
    /// system's, an inspection other than the module's, and to cookies that belong to no session.
    /// </summary>
    internal bool CanBePooled =>
        Connection is { LookUp: null, InspectionHandshake: null, Proxy: not { UseDefaultCredentials: true } } && (Cookies is null || IsOfSession)
            && (Credentials is null || (Credentials is NetworkCredential && !IsOfCurrentUser(Credentials)));

    /// <summary>
    /// A text that is equal for equal settings. Secrets in it are hashed, so that no password remains in a key.
    /// </summary>
    internal string Key => _key ??= MakeKey();

    private string MakeKey() => string.Join(
        "\n",
        Target.ToString(),
        Target.Address?.ToString(),
        Target.ServerName?.ToString(),
        Policy.Key,
        Connection.Protocols.ToString(),
        string.Join(" ", Connection.ApplicationProtocols),
        Connection.KeyAlgorithm.ToString(),
        Connection.ClientCertificate?.Certificate.Thumbprint,
        Connection.LocalEndPoint?.ToString(),
        Connection.Proxy is null ? "direct" : Hash(Connection.Proxy.Key),
        CredentialKey(),
        Cookies is null ? "no cookies" : s_jars.GetValue(Cookies, _ => new Jar()).Number);

    private static string Hash(string secret)
    {
        using var sha256 = SHA256.Create();
        return Convert.ToBase64String(sha256.ComputeHash(Encoding.UTF8.GetBytes(secret)));
    }

    private static bool IsOfCurrentUser(ICredentials? credentials) =>
        ReferenceEquals(credentials, CredentialCache.DefaultCredentials);

    private string CredentialKey()
    {
        if (IsOfCurrentUser(Credentials)) return "current user";
        return Credentials is NetworkCredential given
            ? Hash($"{given.Domain}\0{given.UserName}\0{given.Password}")
            : "none";
    }

    /// <summary>
    /// The identity of a container of cookies: no two ever have the same, and cookies of one session go to no other.
    /// </summary>
    private sealed class Jar
    {
        internal string Number { get; } = Interlocked.Increment(ref s_lastJar).ToString(CultureInfo.InvariantCulture);
    }
}

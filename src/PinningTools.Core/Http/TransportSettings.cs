using System;
using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// Everything that makes two connections exchangeable. Whoever agrees in all of it may use the same ones.
/// </summary>
internal sealed class TransportSettings
{
    private string? _key;

    internal required TlsTarget Target { get; init; }

    internal required HopPolicy Policy { get; init; }

    internal bool IsSecure => Policy.Applied is not null;

    internal SslProtocols Protocols { get; init; } = SslProtocols.None;

    internal bool OfferHttp2 { get; init; }

    /// <summary>The client certificate, shown to a server that has a good verdict.</summary>
    internal ClientCertificate? ClientCertificate { get; init; }

    internal ProxySettings? Proxy { get; init; }

    /// <summary>A local endpoint in place of the host's.</summary>
    internal EndPoint? LocalEndPoint { get; init; }

    /// <summary>
    /// What the handler answers a challenge of the server with: as it is now, for it outlasts the request, and whoever
    /// gave it may write another server's password into it.
    /// </summary>
    internal ICredentials? Credentials
    {
        get;
        init => field = value is NetworkCredential given && !IsOfCurrentUser(given)
            ? new NetworkCredential(given.UserName, given.SecurePassword, given.Domain)
            : value;
    }

    /// <summary>
    /// Credentials that cannot be compared make connections for one command alone: a cache of them, and those of the
    /// current user, who may be another one the next time (impersonation).
    /// </summary>
    internal bool CanBePooled =>
        Proxy is not { UseDefaultCredentials: true }
            && (Credentials is null || (Credentials is NetworkCredential && !IsOfCurrentUser(Credentials)));

    /// <summary>
    /// The same text for the same settings. What is secret in it is hashed, so that no password stays behind in a key.
    /// </summary>
    internal string Key => _key ??= MakeKey();

    private string MakeKey() => string.Join(
        "\n",
        Target.ToString(),
        Target.Address?.ToString(),
        Target.ServerName?.ToString(),
        Policy.Key,
        Protocols.ToString(),
        OfferHttp2 ? "h2" : "http/1.1",
        ClientCertificate?.Certificate.Thumbprint,
        LocalEndPoint?.ToString(),
        Proxy is null ? "direct" : Hash(Proxy.Key),
        CredentialKey());

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
}

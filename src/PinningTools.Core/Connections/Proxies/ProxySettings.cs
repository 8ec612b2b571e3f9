using System;
using System.Net;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// The proxy that connections go through. Names are resolved by the proxy; pins are always the origin's.
/// </summary>
internal sealed class ProxySettings
{
    private const int SocksPort = 1080;

    private ProxySettings(ProxyKind kind, TlsTarget endPoint, NetworkCredential? credential, bool useDefaultCredentials)
    {
        Kind = kind;
        EndPoint = endPoint;
        // A copy of the present credentials: the settings outlast the command, and the owner may change the password.
        Credential = credential is null
            ? null
            : new NetworkCredential(credential.UserName, credential.SecurePassword, credential.Domain);
        UseDefaultCredentials = useDefaultCredentials;
    }

    internal ProxyKind Kind { get; }

    internal TlsTarget EndPoint { get; }

    internal NetworkCredential? Credential { get; }

    /// <summary>Log on as the current user (Negotiate).</summary>
    internal bool UseDefaultCredentials { get; }

    /// <summary>
    /// A text that is equal for equal proxies and credentials; it is part of what makes connections interchangeable. It
    /// is secret.
    /// </summary>
    internal string Key =>
        $"{Kind}|{EndPoint}|{UseDefaultCredentials}|"
        + $"{Credential?.Domain}\0{Credential?.UserName}\0{Credential?.Password}";

    /// <summary>Without the credentials.</summary>
    public override string ToString() => EndPoint.ToString();

    /// <summary>The proxy that a command's parameters name, or null if they name none.</summary>
    /// <param name="proxy">http://host:port, socks5://host:port or host:port.</param>
    /// <param name="credential">The user name and password for the proxy.</param>
    /// <param name="useDefaultCredentials">Log on to the proxy as the current user.</param>
    /// <exception cref="PinningException">
    /// The text does not name a proxy, or the parameters contradict each other.
    /// </exception>
    internal static ProxySettings? Read(string? proxy, NetworkCredential? credential, bool useDefaultCredentials)
    {
        if (proxy is null)
            return credential is null && !useDefaultCredentials
                ? null
                : throw new PinningException(Faults.ProxyMissing());
        string text = proxy.Contains("://") ? proxy : "http://" + proxy;
        if (!UriText.TryRead(text, out Uri? uri) || uri.Host.Length == 0)
            throw new PinningException(
                UriText.IsOfNoHost(text) ? Faults.HostInvalid(proxy, "it is not a valid internationalized name")
                    : Faults.ProxyInvalid(proxy, "it is not a URI with a host"));
        if (uri.UserInfo.Length > 0)
            throw new PinningException(Faults.ProxyHasUserInfo($"{uri.Scheme}://{uri.Authority}"));
        ProxyKind kind = KindOf(proxy, uri.Scheme);
        bool twoLogons = useDefaultCredentials && (credential is not null || kind == ProxyKind.Socks5);
        if (twoLogons) throw new PinningException(Faults.ProxyCredentialConflict(proxy));
        int port = uri.Port > 0 ? uri.Port : SocksPort;
        return new ProxySettings(
            kind, new TlsTarget(HostName.From(uri), port), credential, useDefaultCredentials);
    }

    /// <summary>Makes the proxy connect to the target; everything that is sent afterwards reaches the target.</summary>
    /// <exception cref="PreludeException">The proxy declined.</exception>
    internal Task TunnelAsync(PlainChannel channel, TlsTarget target, CancellationToken cancel) =>
        Kind == ProxyKind.Socks5
            ? Socks5.TunnelAsync(channel, target, Credential)
            : HttpConnect.TunnelAsync(channel, target, ProxyLogon.For(this), cancel);

    private static ProxyKind KindOf(string proxy, string scheme) => scheme switch
    {
        "http" => ProxyKind.Http,
        "socks5" or "socks5h" => ProxyKind.Socks5,
        _ => throw new PinningException(
            Faults.ProxyInvalid(proxy, $"'{scheme}' is not a supported kind of proxy")),
    };
}

/// <summary>The protocols that request a tunnel from a proxy.</summary>
internal enum ProxyKind
{
    /// <summary>HTTP CONNECT.</summary>
    Http,

    /// <summary>SOCKS version 5.</summary>
    Socks5,
}

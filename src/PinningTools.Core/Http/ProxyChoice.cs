using System;
using System.Net;
#if NET
using System.Net.Http;
#endif

namespace PinningTools.Internal;

/// <summary>
/// Asks a proxy object of the platform, by default the system's own, which proxy to use for an address.
/// </summary>
internal static class ProxyChoice
{
    /// <exception cref="PinningException">The proxy is of a kind that is not known here.</exception>
    internal static ProxySettings? For(Uri uri, IWebProxy? given)
    {
        IWebProxy proxy = given ?? System();
        if (proxy.IsBypassed(uri) || proxy.GetProxy(uri) is not { } address) return null;
        // The platform does not accept 'proxy' or 'proxy:8080' as the address of a proxy, but the module does.
        if (!address.IsAbsoluteUri || !UriText.IsSound(address) || address.Host.Length == 0)
            return ProxySettings.Read(address.OriginalString, CredentialOf(proxy, uri), IsOfUser(proxy));
        if (Origin.Same(address, uri)) return null;
        return ProxySettings.Read(
            $"{address.Scheme}://{address.Authority}", CredentialOf(proxy, address), IsOfUser(proxy));
    }

    private static NetworkCredential? CredentialOf(IWebProxy proxy, Uri address) =>
        IsOfUser(proxy) ? null : proxy.Credentials?.GetCredential(address, "Basic");

    private static bool IsOfUser(IWebProxy proxy) =>
        ReferenceEquals(proxy.Credentials, CredentialCache.DefaultCredentials);

#if NET
    private static IWebProxy System() => HttpClient.DefaultProxy;
#else
    private static IWebProxy System() => WebRequest.GetSystemWebProxy();
#endif
}

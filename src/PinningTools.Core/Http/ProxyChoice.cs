using System;
using System.Net;
#if NET
using System.Net.Http;
#endif

namespace PinningTools.Internal;

/// <summary>
/// Asks a proxy of the platform's kind, the system's own where none is given, which way leads to an address.
/// </summary>
internal static class ProxyChoice
{
    /// <exception cref="PinningException">The proxy is of a kind that is not known here.</exception>
    internal static ProxySettings? For(Uri uri, IWebProxy? given)
    {
        IWebProxy proxy = given ?? System();
        if (proxy.IsBypassed(uri) || proxy.GetProxy(uri) is not { } address || Origin.Same(address, uri)) return null;
        bool asUser = ReferenceEquals(proxy.Credentials, CredentialCache.DefaultCredentials);
        NetworkCredential? credential = asUser ? null : proxy.Credentials?.GetCredential(address, "Basic");
        return ProxySettings.Read($"{address.Scheme}://{address.Authority}", credential, asUser);
    }

#if NET
    private static IWebProxy System() => HttpClient.DefaultProxy;
#else
    private static IWebProxy System() => WebRequest.GetSystemWebProxy();
#endif
}

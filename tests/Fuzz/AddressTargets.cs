using System;
using System.Collections.Generic;
using PinningTools.Internal;

namespace PinningTools.Fuzz;

/// <summary>Hosts, addresses and proxies, as lists, parameters and servers name them.</summary>
internal static class AddressTargets
{
    private static readonly byte[][] s_words = [.. FuzzWords.Words, .. Foreign.Words];

    private static readonly byte[][] s_hosts = FuzzWords.Bytes(
        "host.example", "b\u00fccher.example:8443", "[2001:db8::1]:443", "127.0.0.1", "https://host.example/a?b#c",
        "imap://host.example:143", "a.example, b.example;c.example");

    private static readonly byte[][] s_uris = FuzzWords.Bytes(
        "https://host.example/a%20b?c=d#e", "https://b\u00fccher.example:8443", "host.example/a", "https://[::1]:1/");

    private static readonly byte[][] s_proxies = FuzzWords.Bytes(
        "http://proxy.example:8080", "socks5://[::1]:1080", "proxy.example:3128", "socks5h://b\u00fccher.example");

    internal static IEnumerable<FuzzTarget> All()
    {
        yield return new FuzzTarget("Host", s_hosts, s_words, input =>
        {
            TlsTarget target = TlsTarget.Parse(Foreign.Text(input));
            _ = (target.ToString(), target.JudgedName.Bracketed, HostName.Parse(target.Host.Value).Value);
        });
        yield return new FuzzTarget("Uri", s_uris, s_words, input =>
        {
            Uri uri = Foreign.Pieces(PinnedWebRequest.ReadUri(Foreign.Text(input)));
            _ = (PinnedWebRequest.TargetOf(uri).ToString(), OutFile.PathIn("/nowhere", uri));
        });
        yield return new FuzzTarget("Proxy", s_proxies, s_words, input =>
            _ = ProxySettings.Read(Foreign.Text(input), null, false)!.ToString());
        yield return new FuzzTarget("PlatformProxy", s_proxies, s_words, input =>
        {
            if (!Uri.TryCreate(Foreign.Text(input), UriKind.RelativeOrAbsolute, out Uri? uri))
                throw new PinningException(Faults.UriInvalid("fuzz"));
            _ = ProxyChoice.For(new Uri("https://host.example/"), new GivenProxy(uri))?.ToString();
        });
        yield return new FuzzTarget("ReportUri", s_uris, s_words, input => ReportUris.Safe(Foreign.Text(input)));
        yield return new FuzzTarget("Shown", s_uris, s_words, input =>
        {
            _ = RedactedUri.Of(Foreign.Text(input));
            if (Uri.TryCreate(Foreign.Text(input), UriKind.RelativeOrAbsolute, out Uri? uri)) _ = RedactedUri.Of(uri);
        });
    }

    /// <summary>What a system's or a session's proxy says, which is not a text of the user.</summary>
    private sealed class GivenProxy(Uri address) : System.Net.IWebProxy
    {
        public System.Net.ICredentials? Credentials { get; set; }

        public Uri? GetProxy(Uri destination) => address;

        public bool IsBypassed(Uri host) => false;
    }
}

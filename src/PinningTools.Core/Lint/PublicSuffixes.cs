using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;

namespace PinningTools.Internal;

/// <summary>
/// Guards against patterns that cover names of different owners: every single label and the most common longer suffixes
/// are treated as public suffixes. It is not a copy of the Public Suffix List and does not replace it.
/// </summary>
internal static class PublicSuffixes
{
    private static readonly HashSet<string> s_suffixes =
    [
        .. Below("uk", "co org me ltd plc net ac gov nhs police sch"),
        .. Below("au", "com net org edu gov asn id"),
        .. Below("nz", "co net org govt ac school geek gen kiwi maori"),
        .. Below("jp", "co ne or ac go ad ed gr lg"),
        .. Below("kr", "co ne or re pe go ac"),
        .. Below("in", "co net org gen firm ind ac edu res gov nic"),
        .. Below("br", "com net org gov edu art blog eco ind inf"),
        .. Below("mx", "com net org edu gob"),
        .. Below("ar", "com net org edu gob int"),
        .. Below("za", "co net org web gov ac law school"),
        .. Below("tr", "com net org gen web edu gov bel"),
        .. Below("cn", "com net org edu gov ac"),
        .. Below("tw", "com net org edu gov idv"),
        .. Below("hk", "com net org edu gov idv"),
        .. Below("sg", "com net org edu gov per"),
        .. Below("my", "com net org edu gov"),
        .. Below("th", "co in or ac go net"),
        .. Below("id", "co or ac go web sch net my"),
        .. Below("ph", "com net org edu gov"),
        .. Below("vn", "com net org edu gov"),
        .. Below("il", "co org net ac gov muni k12"),
        .. Below("pl", "com net org edu gov info biz waw"),
        .. Below("ua", "com net org edu gov in kiev kyiv"),
        .. Below("ru", "com net org pp msk spb"),
        .. Below("at", "co or ac gv"),
        .. Below("hu", "co org info"),
        .. Below("pt", "com org edu gov"),
        .. Below("es", "com org nom gob edu"),
        .. Below("gr", "com net org edu gov"),
        .. Below("fr", "asso com gouv tm"),
        .. Below("it", "gov edu"),
        .. Below("co", "com net org edu gov"),
        .. Below("pe", "com net org edu gob"),
        .. Below("ve", "co com net org"),
        .. Below("eg", "com net org edu gov"),
        .. Below("sa", "com net org edu gov"),
        .. Below("ae", "co net org ac gov"),
        .. Below("pk", "com net org edu gov"),
        .. Below("ng", "com net org edu gov"),
        .. Below("ke", "co or ne ac go"),
        "github.io", "githubusercontent.com", "gitlab.io", "pages.dev", "workers.dev", "web.app", "firebaseapp.com",
        "appspot.com", "herokuapp.com", "netlify.app", "vercel.app", "azurewebsites.net", "azurestaticapps.net",
        "cloudapp.net", "blob.core.windows.net", "cloudfront.net", "s3.amazonaws.com", "elasticbeanstalk.com",
        "blogspot.com", "readthedocs.io", "fly.dev", "onrender.com", "ngrok.io", "duckdns.org", "dyndns.org",
        "uk.com", "us.com", "eu.com", "de.com",
    ];

    private static readonly HashSet<string> s_privateEndings =
    [
        "local", "internal", "lan", "home", "corp", "intranet", "private", "test", "localhost", "example", "invalid",
        "arpa", "onion",
    ];

    internal static bool Contains(string name) => name.IndexOf('.') < 0 || s_suffixes.Contains(name);

    /// <summary>Whether a public authority could issue certificates for a host.</summary>
    internal static bool IsPublicHost(HostName host)
    {
        if (host.Address is { } address) return !IsPrivate(address);
        int dot = host.Value.LastIndexOf('.');
        return dot > 0 && !s_privateEndings.Contains(host.Value.Substring(dot + 1));
    }

    private static IEnumerable<string> Below(string country, string labels) =>
        labels.Split(' ').Select(label => label + "." + country);

    /// <summary>
    /// Private, shared, link-local and loopback ranges (RFC 6890), and IPv6 addresses outside 2000::/3.
    /// </summary>
    private static bool IsPrivate(IPAddress address)
    {
        byte[] bytes = address.GetAddressBytes();
        if (address.AddressFamily == AddressFamily.InterNetworkV6) return (bytes[0] & 0xE0) != 0x20;
        return bytes[0] is 0 or 10 or 127
            || (bytes[0] == 100 && (bytes[1] & 0xC0) == 64)
            || (bytes[0] == 169 && bytes[1] == 254)
            || (bytes[0] == 172 && (bytes[1] & 0xF0) == 16)
            || (bytes[0] == 192 && bytes[1] == 168);
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;
using static PinningTools.Tests.Http.WebClient;

namespace PinningTools.Tests.Http;

/// <summary>
/// The part of an address before an @ or after a ? may be a password or a token: no message, target or verbose line
/// repeats it.
/// </summary>
public sealed class SecretsInAddressesTests : IDisposable
{
    private const string Address = "https://u:SECRET@h/?t=SECRET#SECRET";

#if NETSTANDARD_LEG
    private const string NoConnection = "RequestFailed";
#else
    private const string NoConnection = "ConnectFailed";
#endif

    private static readonly string[] s_addresses = ["uri", "from", "to", "proxy", "text", "port"];

    private readonly WebClient _client = new();

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData("https://u:SECRET@h:444/a/b?t=SECRET#SECRET", "https://h:444/a/b?...")]
    [InlineData("https://h/a", "https://h/a")]
    [InlineData("https://h/a%3Fb", "https://h/a%3Fb")]
    [InlineData("ftp://u:SECRET@h/a?t=SECRET", "ftp://h/a?...")]
    [InlineData("u:SECRET@h:444/a?t=SECRET", "...@h:444/a?...")]
    [InlineData("https://u:SECRET@h:no/a?t=SECRET", "https://...@h:no/a?...")]
    [InlineData("https://u:SEC@RET@h:no", "https://...@h:no")]
    [InlineData("https://u:SEC?RET@h:no", "https://...")]
    [InlineData("https://u:SEC/RET@h", "https://...@h")]
    [InlineData("mailto:u:SECRET@h", "...@h")]
    [InlineData("/a?t=SECRET", "/a?...")]
    [InlineData("host", "host")]
    [InlineData("[::1]:443", "[::1]:443")]
    public void An_address_is_shown_without_them(string address, string shown) =>
        Assert.Equal(shown, RedactedUri.Of(address));

    [Fact]
    public void Every_fault_that_takes_an_address_shows_it_without_them()
    {
        MethodInfo[] takers =
        [
            .. typeof(Faults).GetMethods(BindingFlags.Static | BindingFlags.NonPublic)
                .Where(method => method.ReturnType == typeof(Fault) && method.GetParameters().Any(IsAddress)),
        ];

        Assert.True(takers.Length >= 25, $"Only {takers.Length} faults take an address.");
        foreach (MethodInfo taker in takers)
        {
            var fault = (Fault)taker.Invoke(null, [.. taker.GetParameters().Select(Example)])!;
            Assert.DoesNotContain("SECRET", $"{fault} {fault.Target}");
        }
    }

    [Theory]
    [InlineData("user:SECRET@h")]
    [InlineData("https://user:SECRET@h:no/")]
    [InlineData("https://user:SECRET@h:70000/")]
    [InlineData("gopher://user:SECRET@h/?t=SECRET")]
    [InlineData("https://user:SECRET@/")]
    [InlineData("smtp://user:SECRET@h:1/?t=SECRET")]
    [InlineData("https://user:SECRET@h:1/?t=SECRET")]
    public void A_target_is_refused_without_them(string target)
    {
        var error = Assert.Throws<PinningException>(
            () => TlsTarget.Parse(target, 2, StartTlsProtocol.Imap));

        Assert.DoesNotContain("SECRET", $"{error} {error.Fault} {error.Fault.Target}");
    }

    [Theory]
    [InlineData("https://user:SECRET@h/?t=SECRET", "UriHasUserInfo")]
    [InlineData("user:SECRET@h/?t=SECRET", "UriHasUserInfo")]
    [InlineData("https://SECRET@h/", "UriHasUserInfo")]
    [InlineData("http://user:SECRET@h/?t=SECRET", "UriNotHttps")]
    [InlineData("https://user:SECRET@h:no/", "UriNotHttps")]
    [InlineData("https://user:SEC/RET@h/", "UriNotHttps")]
    public void A_web_address_with_a_logon_in_it_is_refused_without_it(string address, string id)
    {
        var error = Assert.Throws<PinningException>(() => PinnedWebRequest.ReadUri(address));

        Assert.Equal(id, error.Fault.Id);
        Assert.DoesNotContain("SECRET", $"{error} {error.Fault} {error.Fault.Target}");
    }

    [Theory]
    [InlineData("http://u:SECRET@h:70000")]
    [InlineData("gopher://u:SECRET@h")]
    [InlineData("http://u:SECRET@h")]
    public void A_proxy_is_refused_without_them(string proxy)
    {
        var error = Assert.Throws<PinningException>(() => ProxySettings.Read(proxy, null, false));

        Assert.DoesNotContain("SECRET", $"{error} {error.Fault} {error.Fault.Target}");
    }

    [Theory]
    [InlineData("Authorization", "key:SECRET=, x")]
    [InlineData("If-None-Match", "SECRET")]
    [InlineData("X Y", "SECRET")]
    [InlineData("X-Own", "SECRET\r\nX: y")]
    public async Task A_header_field_that_cannot_be_sent_is_refused_without_its_value(string name, string value)
    {
        PinningException error = await RefusedAsync(
            _client.Request(new Uri("https://localhost:1/")) with { Headers = [new(name, value)] });

        Assert.Equal("HeaderInvalid", error.Fault.Id);
        Assert.DoesNotContain("SECRET", $"{error} {error.Fault} {error.Fault.Target}");
    }

    [Fact]
    public async Task On_the_way_through_redirections_no_line_and_no_fault_tells_them()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        string place = $"https://u:SECRET@localhost:{server.Port}";
        server.Map("/one", context =>
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = place + "/two?t=SECRET#SECRET";
            return Task.CompletedTask;
        });
        string location = "";
        server.Map("/two", context =>
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = location;
            return Task.CompletedTask;
        });
        var lines = new List<string>();
        string[] ends =
        [
            "ftp://u:SECRET@h/?t=SECRET", "http://u:SECRET@h/?t=SECRET", "https://u:SECRET@h/?t=SECRET",
            "https://u:SECRET@localhost:1/?t=SECRET", place + "/end?t=SECRET", "ftp:SECRET@h", place + "/slow/5000",
        ];
        server.Map("/end", context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        var ids = new List<string>();
        foreach (string end in ends)
        {
            location = end;
            PinnedWebRequest request = _client.Request(
                new Uri(server.Uri, "/one?t=SECRET"), null, (new Uri("https://localhost:1/"), Leaf.Pin));
            PinningException error = await RefusedAsync(request with
            {
                Verbose = lines.Add, ConnectionTimeout = TimeSpan.FromSeconds(2),
            });
            ids.Add(error.Fault.Id);
            Assert.DoesNotContain("SECRET", $"{error.Message} {error.Fault} {error.Fault.Target}");
        }

        Assert.Equal(
            [
                "RedirectInvalid", "InsecureRedirection", "UnpinnedRedirection", NoConnection, "RequestFailed",
                "RedirectInvalid", "ConnectionTimeoutReached",
            ],
            ids);
        Assert.DoesNotContain(lines, line => line.Contains("SECRET", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("/two with query length 8", StringComparison.Ordinal));
    }

    private static bool IsAddress(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(Uri)
            || (parameter.ParameterType == typeof(string) && s_addresses.Contains(parameter.Name)
                && IsOfAddresses((MethodInfo)parameter.Member));

    /// <summary>Elsewhere a text is a pin, a file or a pattern.</summary>
    private static bool IsOfAddresses(MethodInfo method) =>
        method.GetParameters().Any(other => other.Name is "uri" or "proxy") || s_ofAddresses.Contains(method.Name);

    private static readonly string[] s_ofAddresses =
        ["HostInvalid", "PortInvalid", "PortGivenTwice", "SchemeNotTls", "StartTlsConflict", "UriNotHttps"];

    private static object? Example(ParameterInfo parameter) => parameter.ParameterType switch
    {
        var type when type == typeof(Uri) => new Uri(Address),
        var type when type == typeof(string) => IsAddress(parameter) ? Address : "text",
        { IsValueType: true } type => Activator.CreateInstance(type),
        _ => null,
    };
}

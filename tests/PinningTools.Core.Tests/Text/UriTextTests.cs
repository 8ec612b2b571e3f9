using System;
using System.Net;
using PinningTools.Fuzz;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Text;

/// <summary>Addresses that the platform takes at first and cannot read when a part of them is asked for.</summary>
public sealed class UriTextTests
{
    public static TheoryData<string> Hosts() =>
    [
        "m\ufffdnchen.example", "\ufffd", "a.\ufffd", "\ud800.example", "a\udc00.example", "xn--\u00fc.example",
        "\u200d.example", new string('\u00fc', 70) + ".example", "a\u3002\u3002b", "%ff.example",
        "%ef%bf%bd.example", "\u0000.example",
    ];

    [Theory, MemberData(nameof(Hosts))]
    public void A_host_that_is_none_is_a_fault_wherever_it_stands(string host)
    {
        Assert.NotNull(FaultOf(() => TlsTarget.Parse($"https://{host}/")));
        Assert.NotNull(FaultOf(() => TlsTarget.Parse($"{host}:443")));
        Assert.NotNull(FaultOf(() => PinnedWebRequest.TargetOf(PinnedWebRequest.ReadUri($"https://{host}/a"))));
        Assert.NotNull(FaultOf(() => ProxySettings.Read($"http://{host}:8080", null, false)));
        Assert.NotNull(FaultOf(() => ProxySettings.Read($"{host}:8080", null, false)));
    }

    [Theory, MemberData(nameof(Hosts))]
    public void What_the_platform_takes_and_cannot_read_is_shown_and_compared_without_an_exception(string host)
    {
        if (!Uri.TryCreate($"https://{host}/a?b", UriKind.Absolute, out Uri? uri)) return;

        Assert.DoesNotContain("?b", RedactedUri.Of(uri), StringComparison.Ordinal);
        _ = Origin.Same(uri, uri);
        _ = FaultOf(() => ProxyChoice.For(new Uri("https://host.example"), new WebProxy(uri)));
    }

    [Theory]
    [InlineData("proxy", "proxy:80")]
    [InlineData("proxy.example:8080", "proxy.example:8080")]
    [InlineData("/proxy", null)]
    [InlineData("", null)]
    public void A_proxy_of_a_session_is_read_as_one_of_a_parameter_is(string text, string? proxy)
    {
        var given = new WebProxy { Address = new Uri(text, UriKind.RelativeOrAbsolute) };
        string? read = null;

        string? fault = FaultOf(() => read = ProxyChoice.For(new Uri("https://host.example"), given)?.ToString());

        Assert.Equal(proxy, read);
        Assert.Equal(proxy is null ? "ProxyInvalid" : null, fault);
    }

    [Theory]
    [InlineData("https://host.example/\ud800?\udc00#\ud800")]
    [InlineData("https://host.example/%")]
    [InlineData("https://host.example/\ufffd")]
    public void Odd_paths_stay_what_they_are(string text) => Foreign.Pieces(PinnedWebRequest.ReadUri(text));

    [Theory]
    [InlineData("https://\ufffd/")]
    [InlineData("nothing \u00fc")]
    public void A_report_goes_to_no_address_that_is_none(string text) =>
        Assert.Equal("UriInvalid", FaultOf(() => ReportUris.Safe(text)));

    private static string? FaultOf(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (PinningException error)
        {
            return error.Fault.Id;
        }
    }
}

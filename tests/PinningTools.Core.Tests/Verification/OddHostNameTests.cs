using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;
using static PinningTools.Tests.Verification.Loopback;
using WebClient = PinningTools.Tests.Http.WebClient;

namespace PinningTools.Tests.Verification;

/// <summary>
/// Names that are in use and no A-labels of IDNA: openssl and curl connect to them. The platform's name check fails on
/// them before any certificate, so it is not asked; ours judges.
/// </summary>
public sealed class OddHostNameTests
{
    public static TheoryData<string> Names() =>
    [
        "foo-.example", "-foo.example", "foo.-bar.example", "xn--a.example", "xn--.example", "a.xn--a", "xn--a-.example",
        "foo--bar.example", "ab--cd.example", "_srv.example", "foo_bar.example", "_.example", "--.example",
        "xn--99999999.example", "foo.example-",
    ];

    private static async Task<(PinVerdict Verdict, string? Sni)> CheckAsync(string host, params string[] names)
    {
        TestCertificate leaf =
            Intermediate.Issue("leaf", new CertificateOptions { Extensions = [SubjectNames(names)] });
        await using TlsTestServer server = TlsTestServer.Start(leaf);
        var options = new ConnectionOptions { LookUp = _ => [IPAddress.Loopback] };
        PinVerdict verdict = await PinChecker.CheckAsync(
            new PinCheck(TlsTarget.Parse(host, server.Port), Policy(Root, leaf.Pin), options), CancellationToken.None);
        IReadOnlyList<Testing.TlsConnection> connections =
            await server.WaitForConnectionClosedAsync(1, TimeSpan.FromSeconds(30));
        return (verdict, connections[0].ServerName);
    }

    /// <summary>Written by hand: .NET writes no names that IDNA does not know.</summary>
    private static X509Extension SubjectNames(params IEnumerable<string> names) => new(
        "2.5.29.17",
        DerWriter.Sequence(
            [.. names.Select(name => DerWriter.Element(DerTag.Context(2), Encoding.Latin1.GetBytes(name)))]),
        critical: false);

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public async Task A_name_outside_IDNA_is_connected_to_and_judged(string host)
    {
        SkipWhereThePlatformChecks();
        (PinVerdict right, string? sni) = await CheckAsync(host, host);
        (PinVerdict wrong, _) = await CheckAsync(host, "other.example");
        (PinVerdict byUri, _) = await CheckAsync("https://" + host + "/path", host);

        Assert.Equal((Verdict.Match, host), (right.Verdict, sni));
        Assert.Equal(Verdict.NameMismatch, wrong.Verdict);
        Assert.Equal(Verdict.Match, byUri.Verdict);
    }

    /// <summary>A request goes to such a host too; the tunnels of the proxy end on this machine.</summary>
    [SkippableTheory]
    [InlineData("foo-.example")]
    [InlineData("-foo.example")]
    [InlineData("xn--a.example")]
    [InlineData("_srv.example")]
    public async Task A_request_goes_to_such_a_host_as_well(string host)
    {
        SkipWhereThePlatformChecks();
        TestCertificate leaf = WebClient.Root.Issue(
            "leaf", new CertificateOptions { Extensions = [SubjectNames(host)] });
        await using HttpTestServer server = await HttpTestServer.StartAsync(leaf);
        await using ConnectProxy proxy = ConnectProxy.Start();
        var settings = ProxySettings.Read(proxy.Uri.ToString(), null, false);
        using var client = new WebClient();
        var uri = new Uri($"https://{host}:{server.Uri.Port}/");

        WebClient.Answer answer =
            await WebClient.SendAsync(client.Request(uri, leaf.Pin) with { Proxy = _ => settings });

        Assert.True(Assert.Single(answer.Pinning).Passed);
    }

    /// <summary>Two readers must not see two names: what is odd in a certificate matches nothing.</summary>
    [Theory]
    [InlineData("good.example", "good.example\0.evil.example")]
    [InlineData("good.example", "good.example\0")]
    [InlineData("good.example", "\0good.example")]
    [InlineData("good.example", "good.example..")]
    [InlineData("good.example", "good.example ")]
    [InlineData("good.example", " good.example")]
    [InlineData("good.example", ".good.example")]
    [InlineData("good.example", "good?example")]
    [InlineData("good.example", "*")]
    [InlineData("good.example", "*.")]
    [InlineData("good.example", "*.example")]
    [InlineData("good.example", "g*.example")]
    [InlineData("good.example", "*.*.example")]
    [InlineData("a.good.example", "*.*.example")]
    [InlineData("a.good.example", "a.*.example")]
    [InlineData("a.b.good.example", "*.good.example")]
    [InlineData("good.example", "*.good.example")]
    [InlineData(".good.example", "*.good.example")]
    [InlineData("xn--a.good.example", "xn--*.good.example")]
    [InlineData("xn--bcher-kva.example", "b\u00FCcher.example")]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("127.0.0.1", "*.0.0.1")]
    [InlineData("::1", "::1")]
    [InlineData("foo-.example", "foo.example")]
    [InlineData("foo-.example", "foo")]
    [InlineData("xn--a.example", "a.example")]
    public void An_odd_name_in_a_certificate_matches_nothing(string host, string name) =>
        Assert.False(Matches(host, name));

    [Theory]
    [InlineData("good.example", "GOOD.example")]
    [InlineData("good.example", "good.example.")]
    [InlineData("good.example.", "good.example")]
    [InlineData("a.good.example", "*.good.example")]
    [InlineData("foo-.good.example", "*.good.example")]
    [InlineData("xn--a.good.example", "*.good.example")]
    [InlineData("_srv.good.example", "*.good.example")]
    [InlineData("a.foo-.example", "*.foo-.example")]
    [InlineData("b\u00FCcher.example", "xn--bcher-kva.example")]
    public void A_right_name_in_a_certificate_matches(string host, string name) => Assert.True(Matches(host, name));

    private static bool Matches(string host, string name)
    {
        var certificate = DerCertificate.Parse(
            Intermediate.Issue("leaf", new CertificateOptions { Extensions = [SubjectNames(name)] }).Der);
        return HostName.TryParse(host, out HostName? parsed, out _) && CertificateNames.IsFor(certificate, parsed);
    }

    private static void SkipWhereThePlatformChecks()
    {
#if NETSTANDARD_LEG
        Skip.If(true, "only .NET 8 and later let the name check be left out; .NET Framework's knows no IDNA");
#endif
    }
}

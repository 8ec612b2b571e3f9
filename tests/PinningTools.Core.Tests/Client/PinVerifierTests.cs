using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using Xunit;
using static PinningTools.Tests.Verification.Loopback;

namespace PinningTools.Tests.Client;

/// <summary>The front door for C#: policies from pins and from a store, hosts and certificates at hand.</summary>
public sealed class PinVerifierTests : IDisposable
{
    private static readonly TestCertificate s_impostor = TestCertificate.Root("Other Root").Issue("localhost");

    private readonly TemporaryFolder _folder = new();

    private static SpkiPin Pin(TestCertificate certificate) => SpkiPin.Parse(certificate.Pin);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pins_of_the_verifier_cover_each_host_that_is_asked_about()
    {
        await using TlsTestServer server = TlsTestServer.Start(Leaf);
        await using TlsTestServer other = TlsTestServer.Start(s_impostor);
        var verifier = new PinVerifier
        {
            Pins = [Pin(Leaf)], TrustAnchors = [Root.Certificate, s_impostor.Issuer!.Certificate],
        };

        Assert.Equal(Verdict.Match, (await verifier.CheckAsync("localhost", server.Port)).Verdict);
        Assert.Equal(Verdict.PinMismatch, (await verifier.CheckAsync($"localhost:{other.Port}")).Verdict);
    }

    [Fact]
    public async Task A_verifier_without_a_policy_passes_nobody()
    {
        await using TlsTestServer server = TlsTestServer.Start(Leaf);

        PinVerdict verdict = await new PinVerifier { TrustAnchors = [Root.Certificate] }
            .CheckAsync("localhost", server.Port);

        Assert.Equal((Verdict.NotPinned, false), (verdict.Verdict, verdict.Passed));
    }

    [Fact]
    public async Task A_store_covers_the_hosts_of_its_sets_and_is_read_again_when_it_changes()
    {
        await using TlsTestServer server = TlsTestServer.Start(Leaf);
        string path = await StoreAsync("localhost", Leaf);
        PinVerifier verifier = PinVerifier.FromStore(path);

        PinVerdict first = await verifier.CheckAsync("localhost", server.Port);
        Assert.Equal((Verdict.Match, "localhost"), (first.Verdict, first.Pattern));
        PinVerdict other = verifier.Check([Leaf.Certificate, Intermediate.Certificate], "other.example");
        Assert.Equal((false, null), (other.Passed, other.Pattern));

        await StoreAsync("localhost", s_impostor);
        Assert.Equal(Verdict.PinMismatch, (await verifier.CheckAsync("localhost", server.Port)).Verdict);
    }

    [Fact]
    public void A_store_that_cannot_be_used_is_told_at_once()
    {
        Assert.Equal("FileNotFound", FaultOf(() => PinVerifier.FromStore(_folder.File("none.json"))));
        File.WriteAllText(_folder.File("pins.json"), "{}");
        Assert.NotEqual("", FaultOf(() => PinVerifier.FromStore(_folder.File("pins.json"))));
        Assert.Throws<ArgumentNullException>(() => PinVerifier.FromStore(null!));
    }

    [Fact]
    public void Certificates_at_hand_are_judged_as_a_server_that_sent_them_would_be()
    {
        var verifier = new PinVerifier { Pins = [Pin(Intermediate)], TrustAnchors = [Root.Certificate] };

        PinVerdict match = verifier.Check([Leaf.Certificate, Intermediate.Certificate], "localhost");
        Assert.Equal((Verdict.Match, Intermediate.Pin), (match.Verdict, match.MatchedPin));
        Assert.Equal(
            Verdict.NameMismatch,
            verifier.Check([Leaf.Certificate, Intermediate.Certificate], "other.example").Verdict);
        // The pinned certificate beside a chain that it has no part in (CVE-2016-2402).
        Assert.False(verifier.Check([s_impostor.Certificate, Intermediate.Certificate], "localhost").Passed);
        // Whoever shakes hands proves the first key alone, whatever comes behind it.
        Assert.False(verifier.Check([Intermediate.Certificate, Leaf.Certificate], "localhost").Passed);
        Assert.Equal("NoCertificate", FaultOf(() => verifier.Check([], "localhost")));
        Assert.Throws<ArgumentNullException>(() => verifier.Check(null!, "localhost"));
    }

    [Fact]
    public async Task A_server_that_upgrades_to_TLS_is_asked_in_its_protocol()
    {
        await using ScriptedServer server = MailTestServer.Start(Leaf, offersTls: true);
        var verifier = new PinVerifier { Pins = [Pin(Leaf)], TrustAnchors = [Root.Certificate] };

        Assert.Equal(
            Verdict.Match, (await verifier.CheckAsync("localhost", server.Port, StartTlsProtocol.Smtp)).Verdict);
        Assert.Equal(Verdict.Match, (await verifier.CheckAsync($"smtp://localhost:{server.Port}")).Verdict);
        await using ScriptedServer plain = MailTestServer.Start(Leaf, offersTls: false);
        Assert.Equal(
            Verdict.StartTlsFailed,
            (await verifier.CheckAsync("localhost", plain.Port, StartTlsProtocol.Smtp)).Verdict);
    }

    [Fact]
    public async Task A_proxy_is_asked_for_the_tunnel()
    {
        await using TlsTestServer server = TlsTestServer.Start(Leaf);
        await using ConnectProxy http = ConnectProxy.Start();
        await using Socks5Proxy socks = Socks5Proxy.Start();
        foreach (string proxy in new[] { http.Uri.ToString(), socks.Uri })
        {
            var verifier = new PinVerifier
            {
                Pins = [Pin(Leaf)], TrustAnchors = [Root.Certificate], Proxy = new WebProxy(proxy),
            };
            Assert.Equal(Verdict.Match, (await verifier.CheckAsync("localhost", server.Port)).Verdict);
            Assert.Equal(Leaf.Pin, (await verifier.ReadAsync("localhost", server.Port))[0].Pin);
        }

        Assert.Equal(2, http.Heads.Count);
        Assert.Equal(2, socks.Requests.Count);
    }

    [Fact]
    public async Task A_host_that_is_down_is_a_verdict_and_a_host_that_is_none_an_exception()
    {
        var verifier = new PinVerifier { Pins = [Pin(Leaf)] };

        PinVerdict down = await verifier.CheckAsync(await DeadPortAsync());
        Assert.Equal(Verdict.ConnectFailed, down.Verdict);
        var error = await Assert.ThrowsAsync<PinningException>(() => verifier.CheckAsync("no host"));
        Assert.NotEmpty(error.Fault.Advice);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => verifier.CheckAsync("localhost", 1, cancel: cancelled.Token));
    }

    /// <summary>Neither may make the other of no effect without a word.</summary>
    [Fact]
    public async Task Anchors_and_trust_in_the_key_alone_are_refused_together()
    {
        var verifier = new PinVerifier { Pins = [Pin(Leaf)], TrustAnchors = [Root.Certificate], PinOnly = true };

        Assert.Equal("TrustConflict", (await Assert.ThrowsAsync<PinningException>(
            () => verifier.CheckAsync("localhost"))).Fault.Id);
        Assert.Equal("TrustConflict", FaultOf(() => verifier.Check([Leaf.Certificate], "localhost")));
    }

    private static async Task<string> DeadPortAsync()
    {
        await using TlsTestServer server = TlsTestServer.Start(Leaf);
        return $"localhost:{server.Port}";
    }

    private async Task<string> StoreAsync(string pattern, TestCertificate pinned)
    {
        string path = _folder.File("pins.json");
        var set = new PinSet(HostPattern.Parse(pattern))
        {
            Pins = [new PinSetPin(Pin(pinned))],
            Trust = TrustMode.Anchors,
            TrustAnchors = [Convert.ToBase64String(Root.Der)],
        };
        await PinStoreFile.UpdateAsync(path, store =>
        {
            store.Put(set);
            return true;
        }, CancellationToken.None);
        return path;
    }

    private static string FaultOf(Action action) => Assert.Throws<PinningException>(action).Fault.Id;
}

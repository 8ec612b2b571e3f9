using System;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.Verification;

/// <summary>Revocation lists on loopback: asked for only when asked to, and never taken for granted.</summary>
public sealed class RevocationTests
{
    private static readonly TestCertificate s_root = TestCertificate.Root("Revoking Root");

    private static TrustSettings Trust =>
        TrustSettings.FromAnchors([DerCertificate.Parse(s_root.Der)]).WithRevocation();

    private static async Task<PinVerdict> CheckAsync(TestCertificate leaf, TrustSettings trust, double seconds = 30)
    {
        await using TlsTestServer server = TlsTestServer.Start(leaf);
        var policy = new PinPolicy { Pins = [SpkiPin.Parse(leaf.Pin), SpkiPin.Of([1])], Trust = trust };
        var options = new ConnectionOptions { Timeout = TimeSpan.FromSeconds(seconds) };
        return await PinChecker.CheckAsync(
            new PinCheck(TlsTarget.Parse("localhost", server.Port), policy, options), CancellationToken.None);
    }

    private static TestCertificate Issue(Uri list) =>
        s_root.Issue("localhost", new CertificateOptions { CrlUrls = [list.ToString()] });

    private static byte[] List(TestCertificate? revoked)
    {
        var builder = new CertificateRevocationListBuilder();
        if (revoked is not null) builder.AddEntry(revoked.Certificate);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        return builder.Build(s_root.Certificate, 1, now.AddDays(1), HashAlgorithmName.SHA256, null, now.AddDays(-1));
    }

#if !NETSTANDARD_LEG
    // Without a custom trust store the engine looks nothing up below a root that it does not trust: there, revocation
    // under given anchors stays unknown, and unknown is refused.
    [Theory]
    [InlineData(true, Verdict.UntrustedChain, VerdictReason.Revoked)]
    [InlineData(false, Verdict.Match, VerdictReason.None)]
    public async Task The_authoritys_list_decides(bool revoke, Verdict verdict, VerdictReason reason)
    {
        await using HttpTestServer lists =
            await HttpTestServer.StartAsync(s_root, new HttpServerOptions { PlainHttp = true });
        string path = $"/{Guid.NewGuid():N}.crl";
        TestCertificate leaf = Issue(new Uri(lists.PlainUri!, path));
        lists.Map(path, context => context.Response.Body.WriteAsync(List(revoke ? leaf : null)).AsTask());

        PinVerdict checkedVerdict = await CheckAsync(leaf, Trust);
        PinVerdict unchecked_ = await CheckAsync(leaf, TrustSettings.FromAnchors([DerCertificate.Parse(s_root.Der)]));

        Assert.Equal((verdict, reason), (checkedVerdict.Verdict, checkedVerdict.Reason));
        Assert.Equal(Verdict.Match, unchecked_.Verdict);
        Assert.Single(lists.Requests);
    }

#endif
    [Fact]
    public async Task What_cannot_be_determined_is_no_success()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        TestCertificate leaf =
            Issue(new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndPoint!).Port}/{Guid.NewGuid():N}.crl"));

        PinVerdict verdict = await CheckAsync(leaf, Trust);

        Assert.Equal((Verdict.UntrustedChain, VerdictReason.RevocationUnknown), (verdict.Verdict, verdict.Reason));
    }

#if !NETSTANDARD_LEG
    [Fact]
    [Trait("Pitfall", "32")]
    public async Task A_list_that_never_comes_ends_with_the_deadline_and_not_with_the_platforms()
    {
        await using HttpTestServer lists =
            await HttpTestServer.StartAsync(s_root, new HttpServerOptions { PlainHttp = true });
        string path = $"/{Guid.NewGuid():N}.crl";
        lists.Map(path, async context => await Task.Delay(TimeSpan.FromSeconds(10), context.RequestAborted));

        PinVerdict verdict = await CheckAsync(Issue(new Uri(lists.PlainUri!, path)), Trust, seconds: 2);

        Assert.Equal((Verdict.TimedOut, VerdictReason.DuringChainBuild), (verdict.Verdict, verdict.Reason));
    }

#endif
    [Fact]
    public void Key_only_trust_has_nothing_to_revoke()
    {
        var error = Assert.Throws<PinningException>(() => TrustSettings.PinOnly.WithRevocation());

        Assert.Equal("RevocationNeedsChain", error.Fault.Id);
    }
}

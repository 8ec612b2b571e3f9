using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using Xunit;
using static PinningTools.Tests.Client.Callbacks;
using static PinningTools.Tests.Verification.Loopback;

namespace PinningTools.Tests.Client;

/// <summary>What a certificate callback decides, whatever the client tells it.</summary>
public sealed class PinCallbackTests : IDisposable
{
    private const SslPolicyErrors All = SslPolicyErrors.RemoteCertificateChainErrors
        | SslPolicyErrors.RemoteCertificateNameMismatch | SslPolicyErrors.RemoteCertificateNotAvailable;

    private static readonly TestCertificate s_stranger = TestCertificate.Root("Rogue Root").Issue("localhost");
    private static readonly TestCertificate s_elsewhere = Intermediate.Issue("other.example");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_client_connects_to_the_pinned_key_and_to_no_other()
    {
        await using TlsTestServer server = TlsTestServer.Start(Leaf);
        await using TlsTestServer impostor = TlsTestServer.Start(Impostor);
        await using TlsTestServer stranger = TlsTestServer.Start(s_stranger);
        PinCallback callback = Of(Leaf);
        Assert.Equal(("localhost", 443, null, 0),
            (callback.HostName, callback.Port, callback.LastVerdict, callback.Verdicts.Count));

        Assert.Null(await ConnectAsync(server.Port, callback));
        Assert.Equal((Verdict.Match, Leaf.Pin), (callback.LastVerdict!.Verdict, callback.LastVerdict.MatchedPin));
        Assert.IsAssignableFrom<AuthenticationException>(await ConnectAsync(impostor.Port, callback));
        Assert.Equal((Verdict.PinMismatch, VerdictReason.NoPinInChain), ReasonOf(callback));
        Assert.Contains(Impostor.Pin, callback.LastVerdict.Message, StringComparison.Ordinal);
        Assert.IsAssignableFrom<AuthenticationException>(await ConnectAsync(stranger.Port, callback));
        Assert.Equal(Verdict.UntrustedChain, callback.LastVerdict.Verdict);

        Assert.Equal([Verdict.Match, Verdict.PinMismatch, Verdict.UntrustedChain],
            callback.Verdicts.Select(one => one.Verdict));
        Assert.Equal("localhost:443 UntrustedChain", callback.ToString());
    }

    [Theory]
    [InlineData(SslPolicyErrors.None)]
    [InlineData(All)]
    public void What_the_client_says_of_the_certificate_is_not_believed(SslPolicyErrors errors)
    {
        PinCallback callback = Of(Leaf);

        Assert.True(Validate(callback, Leaf, errors));
        Assert.False(Validate(callback, Impostor, errors));
        Assert.False(Validate(callback, s_stranger, errors));
        Assert.False(Of(s_stranger).Validate(null, s_stranger.Certificate, ChainOf(s_stranger.Chain), errors));
        Assert.False(Of(s_elsewhere).Validate(null, s_elsewhere.Certificate, ChainOf(s_elsewhere.Chain), errors));
    }

    /// <summary>A client that built a chain of its own, and found nothing wrong with it.</summary>
    [Fact]
    public void A_chain_that_the_client_has_built_proves_nothing()
    {
        PinCallback callback = Of(Leaf);
        using X509Chain chain = ChainOf(Leaf.Chain);
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllFlags;
        chain.Build(new X509Certificate2(Leaf.Der));

        Assert.False(callback.Validate(null, Impostor.Certificate, chain, SslPolicyErrors.None));
        Assert.False(callback.Validate(null, s_stranger.Certificate, chain, SslPolicyErrors.None));
        Assert.Equal(Verdict.UntrustedChain, callback.LastVerdict!.Verdict);
    }

    [Fact]
    public async Task A_pinned_certificate_that_is_merely_appended_matches_nothing()
    {
        await using ArbitraryChainServer server = ArbitraryChainServer.Start(Impostor, Intermediate, Leaf);
        PinCallback callback = Of(Leaf);

        Assert.NotNull(await ConnectAsync(server.Port, callback));
        Assert.Equal((Verdict.PinMismatch, VerdictReason.OnlyInPresentedChain), ReasonOf(callback));
        Assert.False(KeyOnly(Leaf).CreateCallback("localhost")
            .Validate(null, Impostor.Certificate, ChainOf(Impostor, Leaf), SslPolicyErrors.None));
    }

    [Fact]
    public void The_name_is_that_of_the_callback_and_never_that_of_the_client()
    {
        Assert.False(Of(s_elsewhere).Validate(null, s_elsewhere.Certificate, ChainOf(s_elsewhere.Chain), SslPolicyErrors.None));
        PinCallback bound = Verifier(s_elsewhere).CreateCallback("OTHER.example.", 8443);
        Assert.Equal(("other.example", 8443), (bound.HostName, bound.Port));
        Assert.True(bound.Validate(null, s_elsewhere.Certificate, ChainOf(s_elsewhere.Chain), SslPolicyErrors.None));

        Assert.Equal(Verdict.NameMismatch, Refused(Of(s_elsewhere), null, s_elsewhere));
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("LOCALHOST.", true)]
    [InlineData("localhost:993", true)]
    [InlineData("", true)]
    [InlineData("a client of mail", true)]
    [InlineData("other.example", false)]
    [InlineData("other.example:993", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("localhost.other.example", false)]
    public void A_sender_that_names_another_host_is_refused(string sender, bool isRight)
    {
        PinCallback callback = Of(Leaf);

        Assert.Equal(isRight, callback.Validate(sender, Leaf.Certificate, ChainOf(Leaf.Chain), SslPolicyErrors.None));
        Assert.Equal(
            isRight ? (Verdict.Match, VerdictReason.None) : (Verdict.NameMismatch, VerdictReason.OtherHost),
            ReasonOf(callback));
        if (!isRight) Assert.Contains(sender.Split(':')[0], callback.LastVerdict!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_for_another_host_is_refused()
    {
        PinCallback callback = Of(Leaf);
        using var own = new HttpRequestMessage(HttpMethod.Get, "https://localhost:8443/path");
        using var other = new HttpRequestMessage(HttpMethod.Get, "https://other.example/");
        using var smuggled = new HttpRequestMessage(HttpMethod.Get, "https://localhost/") { Headers = { Host = "other.example" } };
        Func<HttpRequestMessage, X509Certificate2?, X509Chain?, SslPolicyErrors, bool> validate = callback;

        Assert.True(validate(own, Leaf.Certificate, ChainOf(Leaf.Chain), SslPolicyErrors.None));
        Assert.Same(callback, validate.Target);
        foreach (HttpRequestMessage request in new[] { other, smuggled })
        {
            Assert.False(validate(request, Leaf.Certificate, ChainOf(Leaf.Chain), SslPolicyErrors.None));
            Assert.Equal((Verdict.NameMismatch, VerdictReason.OtherHost), ReasonOf(callback));
        }
    }

#if !NETSTANDARD_LEG
    [Fact]
    public async Task A_stream_that_was_opened_for_another_host_is_refused()
    {
        await using TlsTestServer server = TlsTestServer.Start(Leaf);
        PinCallback callback = Of(Leaf);

        Assert.NotNull(await ConnectAsync(server.Port, callback, "other.example"));
        Assert.Equal((Verdict.NameMismatch, VerdictReason.OtherHost), ReasonOf(callback));
    }
#endif

    [Fact]
    public void Senders_of_every_other_kind_say_nothing()
    {
        foreach (object? sender in new object?[] { null, new(), EventArgs.Empty, 42, new HttpRequestMessage() })
            Assert.True(Of(Leaf).Validate(sender, Leaf.Certificate, ChainOf(Leaf.Chain), SslPolicyErrors.None));
    }

    [Fact]
    public void Without_a_certificate_or_a_chain_nothing_passes_that_needs_one()
    {
        PinCallback callback = Of(Leaf);

        Assert.False(callback.Validate(null, null, null, SslPolicyErrors.None));
        Assert.Equal((Verdict.HandshakeFailed, VerdictReason.NoCertificate), ReasonOf(callback));
        Assert.False(callback.Validate(null, null, ChainOf(Leaf.Chain), SslPolicyErrors.None));
        Assert.Equal(Verdict.UntrustedChain, Refused(callback, null, Leaf, Array.Empty<TestCertificate>()));
        Assert.False(callback.Validate(null, Leaf.Certificate, null, SslPolicyErrors.None));
        Assert.Equal((Verdict.UntrustedChain, VerdictReason.MissingIntermediate), ReasonOf(callback));

        // With the root as issuer, no chain is needed to find it.
        TestCertificate direct = Root.Issue("localhost");
        Assert.True(Of(direct).Validate(null, direct.Certificate, null, SslPolicyErrors.None));
    }

    [Fact]
    public void Too_many_and_too_large_certificates_are_refused()
    {
        PinCallback callback = Of(Leaf);
        TestCertificate[] many = [.. Enumerable.Range(0, 98).Select(_ => Intermediate.Issue("localhost"))];

        Assert.Equal(Verdict.UntrustedChain, Refused(callback, null, Leaf, [Leaf, Intermediate, .. many]));
        Assert.Equal(VerdictReason.ChainTooLong, callback.LastVerdict!.Reason);

        TestCertificate huge = Intermediate.Issue("localhost", new CertificateOptions
        {
            Key = Leaf.Key, Extensions = [new X509Extension("1.2.3.4", new byte[10 * 1024 * 1024], critical: false)],
        });
        Assert.Equal(Verdict.HandshakeFailed, Refused(callback, null, huge));
        Assert.Contains("cannot be read", callback.LastVerdict.Message, StringComparison.Ordinal);
        Assert.False(KeyOnly(Leaf).CreateCallback("localhost")
            .Validate(null, huge.Certificate, null, SslPolicyErrors.None));
    }

    [Fact]
    public void An_error_of_any_kind_is_a_verdict_that_refuses()
    {
        PinCallback callback = Of(Leaf);
        using X509Chain chain = ChainOf(Leaf.Chain);
        foreach (X509Certificate2 one in chain.ChainPolicy.ExtraStore) one.Dispose();
        var disposed = new X509Certificate2(Leaf.Der);
        disposed.Dispose();

        Assert.False(callback.Validate(null, Leaf.Certificate, chain, SslPolicyErrors.None));
        Assert.Equal((Verdict.Unknown, VerdictReason.CallbackFailed), ReasonOf(callback));
        Assert.False(callback.Validate(null, disposed, null, SslPolicyErrors.None));
        Assert.Equal((Verdict.Unknown, VerdictReason.CallbackFailed), ReasonOf(callback));
        Assert.Equal("CallbackFailed", Faults.CallbackFailed("a", "b").Id);
    }

    [Fact]
    public void Connections_at_the_same_time_have_each_their_own_verdict()
    {
        PinCallback callback = Of(Leaf);
        (TestCertificate Certificate, bool IsRight)[] shown =
            [.. Enumerable.Range(0, 60).Select(i => i % 3 == 0 ? (Leaf, true) : i % 3 == 1 ? (Impostor, false) : (s_stranger, false))];

        Parallel.ForEach(shown, one => Assert.Equal(one.IsRight, Validate(callback, one.Certificate, SslPolicyErrors.None)));

        Assert.Equal(
            [(Verdict.Match, 20), (Verdict.PinMismatch, 20), (Verdict.UntrustedChain, 20)],
            callback.Verdicts.GroupBy(one => one.Verdict).OrderBy(one => one.Key).Select(one => (one.Key, one.Count())));
        Assert.All(callback.Verdicts, one => Assert.Equal(
            one.Verdict == Verdict.Match ? Leaf.Pin : one.Verdict == Verdict.PinMismatch ? Impostor.Pin : s_stranger.Pin,
            one.Chain[0].Pin));
    }

    [Fact]
    public void The_list_of_verdicts_is_bounded_and_keeps_the_latest()
    {
        PinCallback callback = Of(Leaf);
        for (int i = 0; i < 250; i++) Validate(callback, i < 249 ? Leaf : Impostor, SslPolicyErrors.None);

        IReadOnlyList<PinVerdict> verdicts = callback.Verdicts;

        Assert.Equal(100, verdicts.Count);
        Assert.Same(callback.LastVerdict, verdicts[99]);
        Assert.Equal((Verdict.Match, Verdict.PinMismatch), (verdicts[98].Verdict, verdicts[99].Verdict));
    }

    [Fact]
    public void A_host_without_pins_has_no_callback()
    {
        string path = _folder.File("pins.json");
        File.WriteAllText(path, StoreOf("other.example", s_elsewhere));

        Assert.Equal("NotPinned", FaultOf(() => PinVerifier.FromStore(path).CreateCallback("localhost")));
        Assert.Equal("NotPinned", FaultOf(() => new PinVerifier().CreateCallback("localhost")));
        Assert.Equal("HostInvalid", FaultOf(() => Verifier(Leaf).CreateCallback("no host")));
        Assert.Equal("PortGivenTwice", FaultOf(() => Verifier(Leaf).CreateCallback("localhost:1", 2)));
    }

    [Fact]
    public void A_store_is_read_again_when_it_changes_and_refuses_when_it_cannot_be_read()
    {
        string path = _folder.File("pins.json");
        File.WriteAllText(path, StoreOf("localhost", Leaf));
        var verifier = new PinVerifier { StorePath = path, TrustAnchors = [Root.Certificate] };
        PinCallback callback = verifier.CreateCallback("localhost");

        Assert.True(Validate(callback, Leaf, SslPolicyErrors.None));
        File.WriteAllText(path, StoreOf("localhost", Impostor) + " ");
        Assert.False(Validate(callback, Leaf, SslPolicyErrors.None));
        Assert.True(Validate(callback, Impostor, SslPolicyErrors.None));
        File.WriteAllText(path, StoreOf("other.example", Impostor));
        Assert.False(Validate(callback, Impostor, SslPolicyErrors.None));
        Assert.Equal(Verdict.NotPinned, callback.LastVerdict!.Verdict);
        File.Delete(path);
        Assert.False(Validate(callback, Impostor, SslPolicyErrors.None));
        Assert.Equal((Verdict.Unknown, VerdictReason.CallbackFailed), ReasonOf(callback));
        Assert.Contains(path, callback.LastVerdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_only_lets_a_mismatch_through_and_nothing_else()
    {
        PinCallback callback = ReportOnly(Policy(Root, Leaf.Pin));

        Assert.True(Validate(callback, Impostor, SslPolicyErrors.None));
        Assert.Equal((Verdict.PinMismatch, true, false),
            (callback.LastVerdict!.Verdict, callback.LastVerdict.Allowed, callback.LastVerdict.Passed));
        Assert.False(Validate(callback, s_stranger, SslPolicyErrors.None));
        Assert.False(Validate(callback, s_elsewhere, SslPolicyErrors.None));
        Assert.Equal("PinOnlyChecksNothing", FaultOf(() => Callbacks.ReportOnly(PinOnly(Leaf.Pin))));
    }

    [Fact]
    public void Only_the_key_counts_with_key_only_trust()
    {
        TestCertificate appliance = TestCertificate.SelfSigned("appliance");
        PinCallback callback = KeyOnly(appliance).CreateCallback("192.0.2.1");

        Assert.True(callback.Validate(null, appliance.Certificate, null, SslPolicyErrors.RemoteCertificateChainErrors));
        Assert.False(callback.Validate(null, s_stranger.Certificate, ChainOf(appliance), SslPolicyErrors.None));
        Assert.Equal((Verdict.PinMismatch, VerdictReason.OnlyInPresentedChain), ReasonOf(callback));
    }

    private static bool Validate(PinCallback callback, TestCertificate shown, SslPolicyErrors errors)
    {
        using X509Chain chain = ChainOf(shown.Chain);
        return callback.Validate(null, shown.Certificate, chain, errors);
    }

    private static Verdict Refused(
        PinCallback callback, object? sender, TestCertificate shown, IReadOnlyList<TestCertificate>? sent = null)
    {
        using X509Chain chain = ChainOf(sent ?? shown.Chain);
        Assert.False(callback.Validate(sender, shown.Certificate, chain, SslPolicyErrors.None));
        return callback.LastVerdict!.Verdict;
    }

    private static (Verdict, VerdictReason) ReasonOf(PinCallback callback) =>
        (callback.LastVerdict!.Verdict, callback.LastVerdict.Reason);

    private static string FaultOf(Action make) => Assert.ThrowsAny<PinningException>(make).Fault.Id;

    private static string StoreOf(string pattern, TestCertificate pinned) =>
        $$"""{"pinStore":1,"pinSets":[{"pattern":"{{pattern}}","pins":[{"pin":"{{pinned.Pin}}"}]}]}""";
}

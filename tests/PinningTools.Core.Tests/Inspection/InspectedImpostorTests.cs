using System;
using System.Linq;
using System.Security.Authentication;
using System.Threading;
using System.Threading.Tasks;
using Org.BouncyCastle.Tls;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Connections;
using PinningTools.Tests.PinSets;
using Xunit;

namespace PinningTools.Tests.Inspection;

/// <summary>
/// Impostors with a copy of the pinned certificate who make the platform's handshake fail, so that an inspection follows.
/// </summary>
public sealed class InspectedImpostorTests
{
    private static readonly TestCertificate s_victim = TestConnections.Root.Issue("localhost", new() { KeyKind = KeyKind.Rsa2048 });

    /// <summary>
    /// Under RSA key exchange an impostor gets as far as a certificate request, and further with a client that does not
    /// wait for the Finished.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_copied_certificate_under_RSA_key_exchange_is_not_proven_and_never_a_match(bool wantsClientCertificate)
    {
        using BouncyServer impostor = BouncyServer.Start(Copy(wantsClientCertificate));

        PinVerdict verdict = await CheckAsync(impostor.Port, TestConnections.Policy(s_victim) with { AllowInspected = true });
        PinVerdict keyOnly = await CheckAsync(impostor.Port, LegacyServerTests.KeyOnly(s_victim.Pin) with { AllowInspected = true });

        foreach (PinVerdict one in new[] { verdict, keyOnly })
        {
            Assert.True(one.Verdict == Verdict.NotProven, one.Message);
            Assert.Equal((VerdictReason.KeyNotProven, HandshakeProof.None, ProofStrength.None), (one.Reason, one.Proof, one.ProofStrength));
            Assert.Equal((false, false, null, true), (one.Passed, one.Allowed, one.MatchedPin, one.Inspected));
            Assert.DoesNotContain(one.Chain.Concat(one.PresentedChain), record => record.Matched);
        }
    }

    [Fact]
    public async Task Its_key_is_not_learned_and_not_recorded()
    {
        using var published = new PublishedStore();
        using BouncyServer impostor = BouncyServer.Start(Copy(wantsClientCertificate: true));
        System.IO.File.WriteAllText(published.Path, PinStoreJson.Write(new PinStore()));
        TlsTarget target = TestConnections.Target(impostor.Port);
        bool isAsked = false;
        var first = new FirstUse(published.Path, LegacyServerTests.Options)
        {
            Complete = (store, _) => Task.FromResult(new WholeStore(store, store, null)),
            Ask = (_, _) => Task.FromResult(isAsked = true),
        };

        PinVerdict verdict = await first.LearnAsync(target, default);
        bool isRecorded = await first.RecordAsync(target, verdict with { Reason = VerdictReason.None }, default);
        PinRefusedException refused = Assert.IsType<PinRefusedException>(first.RefusalIn(verdict));
        PinningException notLearned = await Assert.ThrowsAsync<PinningException>(() => LearnedPins.LookAsync(
            new PinSetDraft { Trust = TestConnections.Policy(s_victim).Trust }, target, LegacyServerTests.Options,
            [CertificateRole.Leaf, CertificateRole.Root], CancellationToken.None));

        Assert.Equal((Verdict.NotPinned, VerdictReason.KeyNotProven, false, false), (verdict.Verdict, verdict.Reason, isAsked, isRecorded));
        Assert.Empty(PinStoreFile.Read(published.Path).Sets);
        Assert.Equal(("KeyNotProven", "KeyNotProven"), (refused.Fault.Id, notLearned.Fault.Id));
    }

    /// <summary>A failed signature is the end: a second, weaker try would be a present to the impostor.</summary>
    [SkippableTheory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task A_bad_signature_in_the_platforms_handshake_is_not_followed(SslProtocols protocol)
    {
        Skip.If(MonoRuntime.IsRunning && protocol == SslProtocols.Tls13, "Mono has no TLS 1.3");
        await using CopiedCertificateServer impostor = CopiedCertificateServer.Start(
            s_victim, TestCertificate.SelfSigned("other", new() { KeyKind = KeyKind.Rsa2048 }).Key, protocol);

        PinVerdict verdict = await CheckAsync(impostor.Port, TestConnections.Policy(s_victim));

        Assert.Equal((Verdict.HandshakeFailed, false), (verdict.Verdict, verdict.Inspected));
        Assert.Single(await impostor.WaitForConnectionClosedAsync(1, TestConnections.Patience));
        await Assert.ThrowsAsync<ConnectionFailure>(() => LegacyServerTests.ReadAsync(impostor.Port));
        Assert.Equal(2, impostor.Connections.Count);
    }

    /// <summary>Another key than the certificate's: platforms word it otherwise, and none of that is followed to a match.</summary>
    [Theory]
    [InlineData(SslProtocols.Tls12, KeyKind.Rsa3072)]
    [InlineData(SslProtocols.Tls12, KeyKind.EcP256)]
    [InlineData(SslProtocols.Tls12, KeyKind.EcP384)]
    public async Task A_key_that_cannot_be_the_certificates_never_matches(SslProtocols protocol, KeyKind own)
    {
        await using CopiedCertificateServer impostor = CopiedCertificateServer.Start(
            s_victim, TestCertificate.SelfSigned("other", new() { KeyKind = own }).Key, protocol);

        PinVerdict verdict = await CheckAsync(impostor.Port, TestConnections.Policy(s_victim) with { AllowInspected = true });

        Assert.Contains(verdict.Verdict, new[] { Verdict.HandshakeFailed, Verdict.NotProven });
        Assert.False(verdict.Passed || verdict.Allowed);
    }

    [Fact]
    public async Task A_Finished_that_does_not_verify_is_no_proof()
    {
        BouncyChoices choices = BouncyChoices.Of("rsa2048", ProtocolVersion.TLSv10, CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA)
            with { SendsWrongFinished = true };
        using BouncyServer impostor = BouncyServer.Start(choices);
        string pin = BouncyKeys.PinOf(BouncyKeys.Pair("rsa2048").Public);

        PinVerdict verdict = await CheckAsync(impostor.Port, LegacyServerTests.KeyOnly(pin) with { AllowInspected = true });

        Assert.False(verdict.Passed || verdict.Verdict == Verdict.Match, verdict.Message);
    }

    /// <summary>The first tunnel leads to the server, which refuses; the second to an impostor with its certificate.</summary>
    [Fact]
    public async Task A_proxy_that_lies_at_the_second_try_gains_nothing()
    {
        await using MisbehavingServer refusing = MisbehavingServer.Start(Misbehaviour.TlsAlert);
        using BouncyServer copying = BouncyServer.Start(Copy(wantsClientCertificate: true));
        BouncyChoices own = BouncyChoices.Of("rsa2048", ProtocolVersion.TLSv12, CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, s_rsa);
        using BouncyServer other = BouncyServer.Start(own);

        PinVerdict copied = await ThroughAsync(copying.Port);
        PinVerdict differing = await ThroughAsync(other.Port);

        Assert.Equal((Verdict.NotProven, false), (copied.Verdict, copied.Passed));
        Assert.Equal((Verdict.PinMismatch, false), (differing.Verdict, differing.Passed));

        async Task<PinVerdict> ThroughAsync(int impostor)
        {
            await using ConnectProxy proxy = ConnectProxy.Start(
                new ConnectProxyOptions { ImpostorPort = impostor, HonestTunnels = 1 });
            PinVerdict verdict = await CheckAsync(
                refusing.Port, LegacyServerTests.KeyOnly(s_victim.Pin) with { AllowInspected = true },
                LegacyServerTests.Options with { Proxy = ProxySettings.Read(proxy.Uri.ToString(), null, false) });
            Assert.Equal(2, proxy.ConnectionCount);
            Assert.Null(verdict.Address);
            return verdict;
        }
    }

    private static readonly SignatureAndHashAlgorithm s_rsa =
        SignatureAndHashAlgorithm.GetInstance(HashAlgorithm.sha256, SignatureAlgorithm.rsa);

    private static Task<PinVerdict> CheckAsync(int port, PinPolicy policy, ConnectionOptions? options = null) =>
        LegacyServerTests.CheckAsync(port, policy, options: options);

    private static BouncyChoices Copy(bool wantsClientCertificate) => new()
    {
        Key = BouncyKeys.Pair("rsa2048/impostor").Private,
        Certificates = [s_victim.Der],
        Version = ProtocolVersion.TLSv10,
        Suite = CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA,
        WantsClientCertificate = wantsClientCertificate,
    };
}

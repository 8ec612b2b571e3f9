using System;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Http;
using Xunit;

namespace PinningTools.Tests.Connections;

/// <summary>An impostor that copies the pinned certificate fails at the one thing that cannot be copied.</summary>
public sealed class CopiedCertificateTests
{
    private static readonly TestCertificate s_rsa = TestConnections.Root.Issue("localhost", new() { KeyKind = KeyKind.Rsa2048 });

    public static TheoryData<SslProtocols, KeyKind> Impostors => new()
    {
        { SslProtocols.Tls12, KeyKind.EcP256 },
        { SslProtocols.Tls12, KeyKind.Rsa2048 },
        { SslProtocols.Tls13, KeyKind.EcP256 },
        { SslProtocols.Tls13, KeyKind.Rsa2048 },
    };

    [SkippableTheory]
    [MemberData(nameof(Impostors))]
    public async Task A_copied_certificate_without_its_key_is_told_as_what_it_is(SslProtocols protocol, KeyKind kind)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "other platforms encrypt the alert that tells it, or send none");
        Skip.If(MonoRuntime.IsRunning && protocol == SslProtocols.Tls13, "Mono has no TLS 1.3");
        TestCertificate leaf = kind == KeyKind.Rsa2048 ? s_rsa : TestConnections.Leaf;
        await using CopiedCertificateServer server = CopiedCertificateServer.Start(leaf, KeyOf(kind), protocol);

        PinVerdict verdict = await CheckAsync(server, leaf);

        Assert.Equal(
            (Verdict.HandshakeFailed, VerdictReason.HandshakeSignatureInvalid), (verdict.Verdict, verdict.Reason));
        Assert.Contains("does not hold", verdict.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("versions", verdict.Message, StringComparison.Ordinal);
        Assert.False(verdict.Passed || verdict.Allowed);
    }

    [Fact]
    public async Task An_impostor_is_not_asked_again()
    {
        await using CopiedCertificateServer server =
            CopiedCertificateServer.Start(TestConnections.Leaf, KeyOf(KeyKind.EcP256), SslProtocols.Tls12);

        PinVerdict verdict = await CheckAsync(server, TestConnections.Leaf, retries: 3);

        Assert.Equal(1, verdict.Attempts);
        Assert.Single(await server.WaitForConnectionClosedAsync(1, TestConnections.Patience));
    }

    [Fact]
    public async Task A_request_to_one_does_not_speak_of_a_good_verdict()
    {
        using var client = new Http.WebClient();
        await using CopiedCertificateServer server =
            CopiedCertificateServer.Start(Http.WebClient.Leaf, KeyOf(KeyKind.EcP256), SslProtocols.Tls12);

        PinningException error = await Http.WebClient.RefusedAsync(client.Request(server.Uri));

#if NETSTANDARD_LEG
        Assert.Equal("HandshakeFailed", error.Fault.Id);
#else
        Assert.Equal("HandshakeSignatureInvalid", error.Fault.Id);
        Assert.Equal(VerdictReason.HandshakeSignatureInvalid, error.VerdictOf()?.Reason);
#endif
        Assert.DoesNotContain("good verdict", error.Fault.Advice, StringComparison.Ordinal);
    }

    /// <summary>Another kind of key than the certificate's, or another length: it is worded otherwise.</summary>
    [Theory]
    [InlineData(SslProtocols.Tls12, KeyKind.EcP256, KeyKind.Rsa2048)]
    [InlineData(SslProtocols.Tls13, KeyKind.EcP256, KeyKind.Rsa2048)]
    [InlineData(SslProtocols.Tls13, KeyKind.Rsa2048, KeyKind.EcP256)]
    [InlineData(SslProtocols.Tls12, KeyKind.Rsa2048, KeyKind.Rsa3072)]
    [InlineData(SslProtocols.Tls13, KeyKind.Rsa2048, KeyKind.Rsa3072)]
    [InlineData(SslProtocols.Tls12, KeyKind.EcP256, KeyKind.EcP384)]
    [InlineData(SslProtocols.Tls13, KeyKind.EcP256, KeyKind.EcP384)]
    public async Task A_key_that_cannot_even_be_the_certificates_is_never_told_as_a_matter_of_versions(
        SslProtocols protocol, KeyKind shown, KeyKind own)
    {
        TestCertificate leaf = shown == KeyKind.Rsa2048 ? s_rsa : TestConnections.Leaf;
        await using CopiedCertificateServer server = CopiedCertificateServer.Start(leaf, KeyOf(own), protocol);

        PinVerdict verdict = await CheckAsync(server, leaf);

        Assert.Equal(Verdict.HandshakeFailed, verdict.Verdict);
        Assert.NotEqual(VerdictReason.ProtocolRefused, verdict.Reason);
        Assert.DoesNotContain("versions the server allows", verdict.Message, StringComparison.Ordinal);
    }

    private static Task<PinVerdict> CheckAsync(RecordingTlsServer server, TestCertificate leaf, int retries = 0) =>
        PinChecker.CheckAsync(
            new PinCheck(
                TestConnections.Target(server.Port), TestConnections.Policy(leaf), new ConnectionOptions { Timeout = TestConnections.Patience })
            {
                Retries = retries,
            },
            default);

    private static AsymmetricAlgorithm KeyOf(KeyKind kind) =>
        TestCertificate.SelfSigned("other", new() { KeyKind = kind }).Key;
}

using System;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Connections;
using PinningTools.Tests.Integration;
using Xunit;

namespace PinningTools.Tests.Inspection;

/// <summary>Checks of real servers that the platform's TLS refuses to speak to, or that want a client certificate first.</summary>
public sealed class LegacyServerTests
{
    private const string OldKeys = "ECDHE-RSA-AES128-SHA:@SECLEVEL=0";

    private static readonly TestCertificate s_small =
        Verification.Loopback.Intermediate.Issue("localhost", new() { Key = RSA.Create(1024) });

    /// <summary>Key, settings, and what the check must say.</summary>
    public static TheoryData<string, string, HandshakeProof, ProofStrength, Verdict, string> Servers => new()
    {
        { "rsa:1024", "-tls1 -cipher " + OldKeys, HandshakeProof.ServerKeyExchange, ProofStrength.Legacy, Verdict.Match, "TLS 1.0" },
        { "rsa:2048", "-tls1 -cipher AES128-SHA:@SECLEVEL=0", HandshakeProof.Finished, ProofStrength.Legacy, Verdict.Match, "TLS 1.0" },
        { "rsa:2048", "-tls1_1 -cipher AES128-SHA:@SECLEVEL=0", HandshakeProof.Finished, ProofStrength.Legacy, Verdict.Match, "TLS 1.1" },
        { "rsa:2048", "-tls1_2 -cipher AES128-SHA", HandshakeProof.Finished, ProofStrength.Legacy, Verdict.Match, "TLS 1.2" },
        { "rsa:1024", "-tls1_2 -cipher AES128-SHA:@SECLEVEL=0", HandshakeProof.Finished, ProofStrength.Legacy, Verdict.Match, "TLS 1.2" },
        { "rsa:2048", "-tls1_2 -cipher DHE-RSA-AES128-SHA:@SECLEVEL=0 -sigalgs RSA+SHA1", HandshakeProof.ServerKeyExchange, ProofStrength.Legacy, Verdict.Match, "TLS 1.2" },
        { "rsa:2048", "-tls1_2 -Verify 1", HandshakeProof.ServerKeyExchange, ProofStrength.Strong, Verdict.Match, "TLS 1.2 (as shown)" },
        { "ec -pkeyopt ec_paramgen_curve:P-256", "-tls1_2 -Verify 1", HandshakeProof.ServerKeyExchange, ProofStrength.Strong, Verdict.Match, "TLS 1.2 (as shown)" },
        { "rsa:768", "-tls1_2 -cipher ECDHE-RSA-AES128-SHA:@SECLEVEL=0 -sigalgs RSA+SHA1", HandshakeProof.ServerKeyExchange, ProofStrength.Weak, Verdict.NotProven, "TLS 1.2" },
        { "rsa:2048", "-tls1_2 -Verify 1 -cipher AES128-SHA", HandshakeProof.None, ProofStrength.None, Verdict.NotProven, "TLS 1.2 (as shown)" },
    };

    [SkippableTheory]
    [MemberData(nameof(Servers))]
    public async Task A_server_that_the_platform_cannot_speak_to_is_inspected(
        string key, string settings, HandshakeProof proof, ProofStrength strength, Verdict expected, string protocol)
    {
        Skip.If(MonoRuntime.IsRunning, "Mono's TLS speaks to some of these servers");
        await using OpenSslServer server = await OpenSslServer.StartAsync(key, settings.Split(' '));

        PinVerdict verdict = await CheckAsync(server.Port, KeyOnly(server.Pin));
        PinVerdict off = await CheckAsync(server.Port, KeyOnly(server.Pin), inspects: false);

        Assert.True(expected == verdict.Verdict, verdict.Message);
        Assert.Equal((true, proof, strength, protocol), (verdict.Inspected, verdict.Proof, verdict.ProofStrength, verdict.Protocol));
        Assert.Equal((false, false), (verdict.Passed, verdict.Allowed));
        Assert.Equal(expected == Verdict.Match ? server.Pin : null, verdict.MatchedPin);
        Assert.Equal(server.Pin, verdict.Chain[0].Pin);
        Assert.Contains("An inspection read its certificates instead", verdict.Message, StringComparison.Ordinal);
        Assert.Equal((Verdict.HandshakeFailed, false), (off.Verdict, off.Inspected));
        Assert.Contains(off.Message.Split('.')[0], verdict.Message, StringComparison.Ordinal);
    }

    /// <summary>The platform speaks to these: nothing is inspected, and the proof is that of its own handshake.</summary>
    [SkippableTheory]
    [InlineData("rsa:2048", "-tls1_2")]
    [InlineData("rsa:2048", "-tls1_3")]
    [InlineData("rsa:2048", "-tls1_3 -Verify 1")]
    [InlineData("rsa:1024", "-tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0")]
    [InlineData("rsa:1024", "-tls1_3 -cipher ALL:@SECLEVEL=0")]
    public async Task A_server_that_the_platform_speaks_to_is_not_inspected(string key, string settings)
    {
        Skip.If(MonoRuntime.IsRunning, "Mono has no TLS 1.3");
        await using OpenSslServer server = await OpenSslServer.StartAsync(key, settings.Split(' '));
        ConnectionOptions options = Options with
        {
            InspectionHandshake = () => throw new InvalidOperationException("There is nothing to inspect."),
        };

        PinVerdict verdict = await CheckAsync(server.Port, KeyOnly(server.Pin), options: options);

        Assert.True(verdict.Passed, verdict.Message);
        Assert.Equal(
            (false, HandshakeProof.Finished, ProofStrength.Strong), (verdict.Inspected, verdict.Proof, verdict.ProofStrength));
        Assert.DoesNotContain("inspection", verdict.Message, StringComparison.Ordinal);
    }

    /// <summary>The chain is validated as any other, and only then a pin counts.</summary>
    [SkippableFact]
    public async Task The_chain_of_an_inspected_server_is_validated_as_any()
    {
        Skip.If(MonoRuntime.IsRunning, "Mono's TLS speaks to this server");
        await using OpenSslServer server = await OpenSslServer.StartAsync(s_small, "-tls1", "-cipher", OldKeys);
        PinPolicy Policy(TestCertificate? anchor, params string[] pins) => Verification.Loopback.Policy(anchor, pins);
        string root = Verification.Loopback.Root.Pin;

        PinVerdict match = await CheckAsync(server.Port, Policy(Verification.Loopback.Root, root));
        PinVerdict untrusted = await CheckAsync(server.Port, Policy(null, root));
        PinVerdict wrong = await CheckAsync(server.Port, Policy(Verification.Loopback.Root, TestConnections.Root.Pin));
        PinVerdict named = await PinChecker.CheckAsync(
            new PinCheck(
                TlsTarget.Parse("localhost", server.Port, serverName: "other.example"), Policy(Verification.Loopback.Root, root), Options)
            {
                Inspects = true,
            },
            default);
        PinVerdict allowed = await CheckAsync(
            server.Port, Policy(Verification.Loopback.Root, root) with { AllowInspected = true });

        Assert.True(match.Verdict == Verdict.Match, match.Message);
        Assert.Equal((CertificateRole.Root, 3), (match.MatchedRole, match.Chain.Length));
        Assert.Equal((Verdict.UntrustedChain, true), (untrusted.Verdict, untrusted.Inspected));
        Assert.Equal((Verdict.PinMismatch, true), (wrong.Verdict, wrong.Inspected));
        Assert.Equal((Verdict.NameMismatch, true), (named.Verdict, named.Inspected));
        Assert.Equal((Verdict.Match, true, false), (allowed.Verdict, allowed.Passed, allowed.Allowed));
    }

    [SkippableFact]
    public async Task The_pins_of_such_a_server_are_read_with_what_is_proven()
    {
        Skip.If(MonoRuntime.IsRunning, "Mono's TLS speaks to this server");
        await using OpenSslServer server = await OpenSslServer.StartAsync("rsa:2048", "-tls1", "-cipher", "AES128-SHA:@SECLEVEL=0");
        await using OpenSslServer mute = await OpenSslServer.StartAsync("rsa:2048", "-tls1_2", "-Verify", "1", "-cipher", "AES128-SHA");

        PresentedPins proven = await ReadAsync(server.Port);
        PresentedPins shown = await ReadAsync(mute.Port);

        Assert.Equal((server.Pin, true, HandshakeProof.Finished), (proven.Records[0].Pin, proven.Records[0].Inspected, proven.Records[0].Proof));
        Assert.Contains("proven by RSA key exchange", proven.Warning!, StringComparison.Ordinal);
        Assert.Contains("A request would fail", proven.Warning!, StringComparison.Ordinal);
        Assert.Equal((mute.Pin, true), (shown.Records[0].Pin, shown.IsUnproven));
        Assert.Contains("did not prove that it holds the key", shown.Warning!, StringComparison.Ordinal);
    }

    /// <summary>The versions that the user allows are those of the inspection as well.</summary>
    [SkippableFact]
    public async Task An_inspection_offers_no_version_that_the_user_forbids()
    {
        Skip.If(MonoRuntime.IsRunning, "Mono's TLS speaks to this server");
        await using OpenSslServer server = await OpenSslServer.StartAsync("rsa:2048", "-tls1", "-cipher", "AES128-SHA:@SECLEVEL=0");

        PinVerdict verdict = await CheckAsync(
            server.Port, KeyOnly(server.Pin),
            options: Options with { Protocols = System.Security.Authentication.SslProtocols.Tls12 });

        Assert.Equal((Verdict.HandshakeFailed, VerdictReason.ProtocolRefused, false), (verdict.Verdict, verdict.Reason, verdict.Inspected));
        Assert.Contains("An inspection did not read it either", verdict.Message, StringComparison.Ordinal);
    }

    internal static ConnectionOptions Options { get; } = new() { Timeout = TestConnections.Patience };

    internal static PinPolicy KeyOnly(params string[] pins) => Verification.Loopback.PinOnly(pins);

    internal static Task<PinVerdict> CheckAsync(
        int port, PinPolicy policy, bool inspects = true, ConnectionOptions? options = null) => PinChecker.CheckAsync(
        new PinCheck(TestConnections.Target(port), policy, options ?? Options) { Inspects = inspects }, CancellationToken.None);

    internal static Task<PresentedPins> ReadAsync(int port) => PinChecker.ReadAsync(
        new PinCheck(TestConnections.Target(port), PinPolicy.NotPinned(TrustSettings.PinOnly), Options) { Inspects = true },
        CancellationToken.None);
}

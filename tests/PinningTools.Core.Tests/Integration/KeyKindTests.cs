using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Authentication;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Connections;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Integration;

/// <summary>Servers with several certificates: each is asked for by its kind of key, and openssl is the oracle.</summary>
public sealed class KeyKindTests
{
    private static readonly TestCertificate s_rsa =
        TestConnections.Root.Issue("localhost", new() { KeyKind = KeyKind.Rsa2048 });

    private static readonly ConnectionOptions s_options = new() { Timeout = TestConnections.Patience };

    [SkippableTheory]
    [InlineData("TLSv1.2", ServerKeyAlgorithm.Rsa)]
    [InlineData("TLSv1.2", ServerKeyAlgorithm.Ecdsa)]
    [InlineData("TLSv1.3", ServerKeyAlgorithm.Rsa)]
    [InlineData("TLSv1.3", ServerKeyAlgorithm.Ecdsa)]
    [InlineData("TLSv1.2 TLSv1.3", ServerKeyAlgorithm.Rsa)]
    [InlineData("TLSv1.2 TLSv1.3", ServerKeyAlgorithm.Ecdsa)]
    public async Task Each_certificate_is_shown_in_every_version(string protocols, ServerKeyAlgorithm kind)
    {
        await using NginxServer server = await DualAsync(protocols);

        PresentedPins pins = await PinChecker.ReadAsync(Check(server.Port, kind), default);

        Assert.Equal(await OraclePinAsync(server.Port, protocols, kind), pins.Records[0].Pin);
        Assert.Equal((kind == ServerKeyAlgorithm.Rsa ? s_rsa : TestConnections.Leaf).Pin, pins.Records[0].Pin);
        Assert.False(pins.IsUnproven);
    }

    /// <summary>Where the platform chooses the suites, the connection is one that can be used, and its match passes.</summary>
    [SkippableTheory]
    [InlineData("TLSv1.2")]
    [InlineData("TLSv1.3")]
    public async Task All_are_judged_and_an_inspected_one_passes_by_consent_alone(string protocols)
    {
        await using NginxServer server = await DualAsync(protocols);
        bool isByPlatform = KeyAlgorithmChoice.CanChooseSuites && protocols == "TLSv1.2";
        PinCheck check = Check(server.Port, ServerKeyAlgorithm.Both);
        PinPolicy both = check.Policy with { Pins = [.. check.Policy.Pins, SpkiPin.Parse(s_rsa.Pin)] };

        IReadOnlyList<PinVerdict> one = await PinChecker.CheckAsync(check, allAddresses: false, default);
        IReadOnlyList<PinVerdict> two = await PinChecker.CheckAsync(check with { Policy = both }, allAddresses: false, default);
        IReadOnlyList<PinVerdict> allowed = await PinChecker.CheckAsync(
            check with { Policy = both with { AllowInspected = true } }, allAddresses: false, default);

        Assert.Equal([Verdict.PinMismatch, Verdict.Match], one.Select(verdict => verdict.Verdict));
        Assert.Equal([s_rsa.Pin, TestConnections.Leaf.Pin], one.Select(verdict => verdict.Chain[0].Pin));
        Assert.All(two, verdict => Assert.Equal(
            (Verdict.Match, !isByPlatform, isByPlatform), (verdict.Verdict, verdict.Inspected, verdict.Passed)));
        Assert.All(allowed, verdict => Assert.True(verdict.Passed, verdict.Message));
        Assert.All(two, verdict => Assert.DoesNotContain("would fail", verdict.Message, StringComparison.Ordinal));
    }

    [SkippableTheory]
    [InlineData("TLSv1.2")]
    [InlineData("TLSv1.3")]
    public async Task Ed25519_is_told_from_ECDSA_which_has_the_same_suites(string protocols)
    {
        using var folder = new TemporaryFolder();
        string certificate = folder.File("ed.pem");
        await Daemon.RunAsync(
            OpenSsl.Program, "req", "-x509", "-nodes", "-newkey", "ed25519", "-subj", "/CN=localhost", "-days", "30",
            "-keyout", folder.File("ed.key"), "-out", certificate);
        await using NginxServer server = await DualAsync(
            protocols, $"ssl_certificate {certificate}; ssl_certificate_key {folder.File("ed.key")};");

        (IReadOnlyList<PresentedPins> all, IReadOnlyList<string> unknown) =
            await KeyKinds.ReadAllAsync(Check(server.Port, ServerKeyAlgorithm.Both), default);

        Assert.Equal(["RSA", "EC P-256", "Ed25519"], all.Select(pins => pins.Records[0].KeyAlgorithm));
        Assert.Empty(unknown);
        Assert.Equal(await OpenSsl.PinOfAsync(await File.ReadAllTextAsync(certificate)), all[2].Records[0].Pin);
    }

    [SkippableFact]
    public async Task The_versions_that_are_allowed_apply_to_an_inspection_as_well()
    {
        await using NginxServer server = await DualAsync("TLSv1.2");
        PinCheck check = Check(server.Port, ServerKeyAlgorithm.Rsa);

        PinVerdict verdict = await PinChecker.CheckAsync(
            check with { Options = check.Options with { Protocols = SslProtocols.Tls13 } }, default);

        Assert.Equal((Verdict.HandshakeFailed, VerdictReason.ProtocolRefused), (verdict.Verdict, verdict.Reason));
    }

    [Fact]
    public async Task Without_inspections_a_kind_that_the_platform_cannot_ask_for_is_a_fault()
    {
        PinCheck check = Check(9, ServerKeyAlgorithm.EdDsa) with { Inspects = false };

        PinningException error =
            await Assert.ThrowsAsync<PinningException>(() => PinChecker.CheckAsync(check, default));

        Assert.Equal("KeyAlgorithmNeedsInspection", error.Fault.Id);
        Assert.Contains("EdDSA", error.Message, StringComparison.Ordinal);
    }

    private static PinCheck Check(int port, ServerKeyAlgorithm kind) => new(
        TestConnections.Target(port), TestConnections.Policy(TestConnections.Leaf), s_options with { KeyAlgorithm = kind })
    {
        Inspects = true,
    };

    private static Task<NginxServer> DualAsync(string protocols, string more = "")
    {
        Skip.IfNot(NginxServer.IsAvailable, "nginx is not installed.");
        return NginxServer.StartAsync(TestConnections.Leaf, new()
        {
            Protocols = protocols, ServerDirectives = more, SecondCertificatePem = s_rsa.ChainPem, SecondKeyPem = s_rsa.KeyPem,
        });
    }

    private static Task<string> OraclePinAsync(int port, string protocols, ServerKeyAlgorithm kind)
    {
        string suite = kind == ServerKeyAlgorithm.Rsa ? "ECDHE-RSA-AES256-GCM-SHA384" : "ECDHE-ECDSA-AES256-GCM-SHA384";
        string signature = kind == ServerKeyAlgorithm.Rsa ? "rsa_pss_rsae_sha256" : "ecdsa_secp256r1_sha256";
        return protocols == "TLSv1.2"
            ? OpenSsl.PinOfAsync(port, null, "-tls1_2", "-cipher", suite)
            : OpenSsl.PinOfAsync(port, null, "-tls1_3", "-sigalgs", signature);
    }
}

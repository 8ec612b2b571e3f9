using System;
using System.Linq;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.Verification;

/// <summary>
/// Authorities cross-sign each other: a pin on a path that the platform did not choose is not an attack.
/// </summary>
public sealed class AlternatePathTests
{
    private static readonly TestCertificate s_oldRoot = TestCertificate.Root("Old Root");
    private static readonly TestCertificate s_newRoot = TestCertificate.Root("New Root");
    private static readonly TestCertificate s_cross = s_newRoot.CrossSign(s_oldRoot);
    private static readonly TestCertificate s_leaf = s_newRoot.Issue("localhost");
    private static readonly TestCertificate s_spare = TestCertificate.SelfSigned("spare");

    private static PinPolicy Policy(TestCertificate[] anchors, params TestCertificate[] pins) => new()
    {
        Pins = [.. pins.Select(pin => SpkiPin.Parse(pin.Pin))],
        Trust = TrustSettings.FromAnchors([.. anchors.Select(anchor => DerCertificate.Parse(anchor.Der))]),
    };

    private static async Task<PinVerdict> CheckAsync(PinPolicy policy)
    {
        await using ArbitraryChainServer server = ArbitraryChainServer.Start(s_leaf, s_cross);
        return await Loopback.CheckAsync(server, policy);
    }

    [Fact]
    [Trait("Pitfall", "3")]
    public async Task A_pin_on_either_of_two_valid_paths_matches_and_the_longer_way_is_named()
    {
        // Whichever of the two paths the platform chooses, one of these pins is only on the other.
        PinVerdict old = await CheckAsync(Policy([s_oldRoot, s_newRoot], s_oldRoot, s_spare));

        Assert.Equal(Verdict.Match, old.Verdict);
        Assert.Equal("CN=Old Root", old.TrustAnchor);
        Assert.Equal(s_oldRoot.Pin, old.MatchedPin);
        if (old.Reason == VerdictReason.AlternatePath)
            Assert.Contains(
                "CN=localhost > CN=New Root > CN=Old Root", Assert.Single(old.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Pitfall", "4")]
    public async Task The_pin_of_a_cross_signed_key_matches_on_every_path()
    {
        PinVerdict verdict = await CheckAsync(Policy([s_oldRoot], s_newRoot, s_spare));

        Assert.Equal((Verdict.Match, VerdictReason.None), (verdict.Verdict, verdict.Reason));
        Assert.Equal(CertificateRole.Intermediate, verdict.MatchedRole);
    }

    [Fact]
    public async Task Another_path_must_lead_to_an_anchor_of_the_same_trust()
    {
        PinVerdict verdict = await CheckAsync(Policy([s_newRoot], s_oldRoot, s_spare));

        Assert.Equal(Verdict.PinMismatch, verdict.Verdict);
    }

    [Fact]
    public void The_other_paths_are_those_to_the_other_anchors()
    {
        PresentedChain presented =
            PresentedChain.From([DerCertificate.Parse(s_leaf.Der), DerCertificate.Parse(s_cross.Der)]);
        TrustSettings trust = Policy([s_oldRoot, s_newRoot], s_leaf).Trust;
        BuiltChain chosen = ChainBuilder.Build(presented, trust, DateTime.UtcNow);

        BuiltChain other = Assert.Single(AlternatePaths.Find(presented, chosen, trust, DateTime.UtcNow));

        Assert.True(other.IsValid);
        Assert.NotEqual(chosen.Anchor!.Raw, other.Anchor!.Raw);
    }

    [Fact]
    public async Task A_vetoed_key_on_the_platforms_path_is_not_escaped_by_another_path()
    {
        PinPolicy open = Policy([s_oldRoot, s_newRoot], s_oldRoot, s_newRoot, s_spare);
        var policy = new PinPolicy
        {
            Pins = [SpkiPin.Parse(s_spare.Pin)],
            Trust = open.Trust,
            Vetoes = [SpkiPin.Parse(s_newRoot.Pin)],
        };

        Assert.Equal(Verdict.VetoedPin, (await CheckAsync(policy)).Verdict);
    }
}

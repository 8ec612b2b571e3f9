using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;
using static PinningTools.Tests.Verification.Loopback;

namespace PinningTools.Tests.Verification;

/// <summary>Servers that send other certificates than those of their chain, and what of it is believed.</summary>
public sealed class PresentedChainTests
{
    [Fact]
    public void The_leaf_of_a_file_is_found_wherever_it_stands()
    {
        DerCertificate[] inOrder = [.. Leaf.Chain.Select(one => DerCertificate.Parse(one.Der))];
        var stranger = DerCertificate.Parse(TestCertificate.SelfSigned("other").Der);

        Assert.Same(inOrder[0], PresentedChain.FromFile(inOrder).Leaf);
        Assert.Same(inOrder[0], PresentedChain.FromFile([inOrder[2], inOrder[1], inOrder[0]]).Leaf);
        Assert.Equal(3, PresentedChain.FromFile([inOrder[1], inOrder[0], inOrder[2]]).Certificates.Count);
        // Two that issued nothing: no one can say which is meant, so the order stands.
        Assert.Same(inOrder[1], PresentedChain.FromFile([inOrder[1], inOrder[0], stranger]).Leaf);
        Assert.Same(stranger, PresentedChain.FromFile([stranger, inOrder[1], inOrder[0]]).Leaf);
    }

    [Fact]
    public async Task A_leaf_that_signs_another_leaf_makes_no_chain()
    {
        TestCertificate forged = Leaf.Issue("localhost");
        await using ArbitraryChainServer server = ArbitraryChainServer.Start(forged, Leaf, Intermediate);

        PinVerdict verdict = await CheckAsync(server, Policy(Root, Intermediate.Pin));

        Assert.Equal(Verdict.UntrustedChain, verdict.Verdict);
    }

    /// <summary>
    /// CVE-2016-2402: an impostor with a certificate of any trusted authority appends the victim's public one.
    /// </summary>
    [Fact]
    [Trait("Pitfall", "1")]
    public async Task A_pinned_certificate_that_is_merely_appended_never_matches()
    {
        TestCertificate impostor = TestCertificate.Root("Rogue Root").Issue("localhost");
        await using ArbitraryChainServer server =
            ArbitraryChainServer.Start(impostor, impostor.Issuer!, Leaf, Intermediate);

        PinVerdict verdict = await CheckAsync(server, Policy(impostor.Issuer!, Leaf.Pin));

        Assert.Equal((Verdict.PinMismatch, VerdictReason.OnlyInPresentedChain), (verdict.Verdict, verdict.Reason));
        Assert.Contains("only in the presented chain", verdict.Message, StringComparison.Ordinal);
        PinRecord appended = verdict.PresentedChain.Single(record => record.Pin == Leaf.Pin);
        Assert.Equal(
            (CertificateRole.None, false, false), (appended.Role, appended.InValidatedChain, appended.Matched));
    }

    [Fact]
    [Trait("Pitfall", "36")]
    public async Task Certificates_in_the_wrong_order_and_twice_are_still_one_valid_chain()
    {
        await using ArbitraryChainServer server =
            ArbitraryChainServer.Start(Leaf, Root, Intermediate, Root, Intermediate);

        PinVerdict verdict = await CheckAsync(server, Policy(Root, Root.Pin));

        Assert.Equal(Verdict.Match, verdict.Verdict);
        Assert.Equal(
            [Leaf.Pin, Root.Pin, Intermediate.Pin, Root.Pin, Intermediate.Pin],
            verdict.PresentedChain.Select(record => record.Pin));
    }

    [SkippableFact]
    public async Task Two_hundred_certificates_are_refused_without_building_a_chain()
    {
        Skip.If(MonoRuntime.IsRunning, "Mono's BoringSSL reads no list of certificates beyond 100 KB");
        IEnumerable<byte[]> many = [Leaf.Der, Intermediate.Der, .. Enumerable.Repeat(Root.Der, 198)];
        await using ArbitraryChainServer server = ArbitraryChainServer.Start(Leaf.Key, many);

        PinVerdict verdict = await CheckAsync(server, Policy(Root, Leaf.Pin));

        Assert.Equal((Verdict.UntrustedChain, VerdictReason.ChainTooLong), (verdict.Verdict, verdict.Reason));
        Assert.Equal(PresentedChain.MaxCertificates, verdict.PresentedChain.Length);
    }

    /// <summary>What runtimes hand over for the same three certificates; L is the leaf.</summary>
    [Theory]
    [InlineData("LIR")]
    [InlineData("IR")]
    [InlineData("LLIR")]
    // Schannel before Windows 11 22H2.
    [InlineData("RIL")]
    [InlineData("RILL")]
    public void A_list_has_its_leaf_once_and_first_however_it_is_handed_over(string list)
    {
        using X509Certificate2 leaf = ToPlatform('L');
        var handed = new X509Certificate2Collection(list.Select(ToPlatform).ToArray());

        PresentedChain presented = PresentedChain.Copy(leaf, handed);

        Assert.Equal(
            [Leaf.Pin, Intermediate.Pin, Root.Pin], presented.Certificates.Select(one => one.Pin.ToString()));
        Assert.Equal((3, 0), (presented.Sent, presented.Unread));
    }

    /// <summary>In any other place, it is the leaf all the same, and what else there is keeps its order.</summary>
    [Theory]
    [InlineData("ILR")]
    [InlineData("ILLR")]
    public void A_leaf_in_the_middle_of_a_list_comes_first(string list)
    {
        using X509Certificate2 leaf = ToPlatform('L');

        PresentedChain presented =
            PresentedChain.Copy(leaf, new X509Certificate2Collection(list.Select(ToPlatform).ToArray()));

        Assert.Equal(
            [Leaf.Pin, Intermediate.Pin, Root.Pin], presented.Certificates.Select(one => one.Pin.ToString()));
    }

    [Fact]
    public void A_list_of_the_leaf_alone_is_one_certificate()
    {
        using X509Certificate2 leaf = ToPlatform('L');

        foreach (string list in new[] { "", "L", "LL" })
            Assert.Equal(
                1, PresentedChain.Copy(leaf, new X509Certificate2Collection(list.Select(ToPlatform).ToArray())).Sent);
    }

    private static X509Certificate2 ToPlatform(char place) =>
        new((place switch { 'L' => Leaf, 'I' => Intermediate, _ => Root }).Der);
}

using System;
using System.Collections.Generic;
using System.Linq;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.Verification;

/// <summary>The validated chain, built offline from what a server might send.</summary>
public sealed class TrustTests
{
    private static readonly TestCertificate s_root = TestCertificate.Root("Root");
    private static readonly TestCertificate s_intermediate = s_root.IssueAuthority("Intermediate");
    private static readonly TestCertificate s_leaf = s_intermediate.Issue("host.example");

    private static BuiltChain Build(TestCertificate anchor, params TestCertificate[] presented) => ChainBuilder.Build(
        PresentedChain.From([.. presented.Select(certificate => DerCertificate.Parse(certificate.Der))]),
        TrustSettings.FromAnchors([DerCertificate.Parse(anchor.Der)]),
        DateTime.UtcNow);

    [Fact]
    public void A_chain_to_a_given_anchor_is_valid_and_ends_in_it()
    {
        BuiltChain chain = Build(s_root, s_leaf, s_intermediate);

        Assert.True(chain.IsValid);
        Assert.Equal(
            s_leaf.Chain.Select(certificate => certificate.Der), chain.Elements.Select(element => element.Raw));
        Assert.Equal(s_root.Der, chain.Anchor!.Raw);
    }

    [Fact]
    public void Given_anchors_replace_the_platforms_and_a_presented_root_is_none()
    {
        TestCertificate other = TestCertificate.Root("Other");

        Assert.False(Build(other, s_leaf, s_intermediate, s_root).IsValid);
    }

    [Fact]
    public void A_root_with_the_anchors_name_but_another_key_is_no_anchor()
    {
        TestCertificate twin = TestCertificate.Root("Root");
        TestCertificate forged = twin.IssueAuthority("Intermediate").Issue("host.example");

        Assert.False(Build(s_root, forged, forged.Issuer!, twin).IsValid);
        Assert.False(Build(s_root, forged, forged.Issuer!).IsValid);
    }

    [Fact]
    public void An_anchor_that_did_not_issue_itself_is_refused()
    {
        var error = Assert.Throws<PinningException>(() => Build(s_intermediate, s_leaf));

        Assert.Equal("AnchorNotSelfIssued", error.Fault.Id);
        Assert.Contains("CN=Root", error.Fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Pitfall", "7")]
    public void A_missing_intermediate_is_named_so()
    {
        BuiltChain chain = Build(s_root, s_leaf);

        Assert.False(chain.IsValid);
        Assert.Equal(VerdictReason.MissingIntermediate, ChainReasons.Of(chain));
    }

    [Fact]
    [Trait("Pitfall", "3")]
    public void A_presented_self_issued_certificate_does_not_hide_a_valid_cross_sign()
    {
        // The server sends the new root both self-signed, which is untrusted, and cross-signed by the old, trusted one.
        TestCertificate oldRoot = TestCertificate.Root("Old Root");
        TestCertificate newRoot = TestCertificate.Root("New Root");
        TestCertificate cross = newRoot.CrossSign(oldRoot);
        TestCertificate leaf = newRoot.Issue("host.example");

        BuiltChain chain = Build(oldRoot, leaf, newRoot, cross);

        Assert.True(chain.IsValid);
        Assert.Equal(oldRoot.Der, chain.Anchor!.Raw);
    }

    [Fact]
    public void A_path_longer_than_an_authority_allows_is_refused()
    {
        TestCertificate narrow = s_root.IssueAuthority("Narrow", new CertificateOptions { PathLength = 0 });
        TestCertificate below = narrow.IssueAuthority("Below");
        TestCertificate leaf = below.Issue("host.example");

        Assert.False(Build(s_root, leaf, below, narrow).IsValid);
    }

    [Fact]
    public void A_certificate_signed_by_a_stranger_with_the_issuers_name_is_refused()
    {
        TestCertificate impostor = TestCertificate.Root("Root");
        TestCertificate leaf = impostor.Issue("host.example");

        Assert.False(Build(s_root, leaf).IsValid);
    }

    [Fact]
    public void The_same_trust_has_the_same_key_and_another_one_has_not()
    {
        TrustSettings one = TrustSettings.FromAnchors([DerCertificate.Parse(s_root.Der)]);
        TrustSettings same = TrustSettings.FromAnchors([DerCertificate.Parse(s_root.Der)]);
        TrustSettings other = TrustSettings.FromAnchors([DerCertificate.Parse(TestCertificate.Root("Root").Der)]);
        IEnumerable<string> keys =
            new[] { one, other, TrustSettings.System, TrustSettings.PinOnly }.Select(trust => trust.Key);

        Assert.Equal(one.Key, same.Key);
        Assert.Equal(4, keys.Distinct().Count());
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;
using static PinningTools.Tests.Verification.Offline;

namespace PinningTools.Tests.Verification;

/// <summary>
/// A valid path is found whatever the other certificates and their order are: the same certificates have one verdict.
/// </summary>
public sealed class PathFindingTests
{
    private static readonly CertificateOptions s_plain = new() { OmitKeyIdentifiers = true };
    private static readonly TestCertificate s_spare = TestCertificate.SelfSigned("spare");

    /// <summary>The one verdict that all orders of what was sent and of the anchors have.</summary>
    private static async Task<PinVerdict> CheckAllAsync(
        TestCertificate leaf, TestCertificate[] sent, TestCertificate[] anchors, params TestCertificate[] pins)
    {
        var verdicts = new List<PinVerdict>();
        foreach (TestCertificate[] order in Permutations(sent))
            foreach (TestCertificate[] roots in Permutations(anchors))
                verdicts.Add(await CheckAsync([leaf, .. order], roots, [.. pins, s_spare]));
        Assert.Single(verdicts.Select(Facts).Distinct());
        return verdicts[0];
    }

    private static async Task AssertMatchesAsync(
        TestCertificate leaf, TestCertificate[] sent, TestCertificate[] anchors, params TestCertificate[] pins)
    {
        foreach (TestCertificate pin in pins)
        {
            PinVerdict verdict = await CheckAllAsync(leaf, sent, anchors, pin);
            Assert.True(verdict.Passed, $"{pin}: {verdict.Verdict} {verdict.Reason} {verdict.Message}");
            Assert.Equal(pin.Pin, verdict.MatchedPin);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_key_certified_by_two_anchors_has_a_path_to_each(bool plain)
    {
        CertificateOptions options = plain ? s_plain : new();
        TestCertificate d = TestCertificate.Root("D", options);
        TestCertificate e = TestCertificate.Root("E", options);
        TestCertificate cd = d.IssueAuthority("C", options);
        TestCertificate ce = cd.CrossSign(e);
        TestCertificate b = cd.IssueAuthority("B", options);
        TestCertificate leaf = b.Issue("localhost", options);

        await AssertMatchesAsync(leaf, [b, cd, ce], [d, e], d, e, cd, b);
        await AssertMatchesAsync(leaf, [b, cd, ce, d, e], [d, e], d, e);
        await AssertMatchesAsync(leaf, [b, cd, ce], [e], e);
        Assert.Equal(Verdict.PinMismatch, (await CheckAllAsync(leaf, [b, cd, ce], [e], d)).Verdict);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_intermediates_of_one_name_and_key_lead_to_both_roots(bool plain)
    {
        CertificateOptions options = plain ? s_plain : new();
        TestCertificate first = TestCertificate.Root("First", options);
        TestCertificate second = TestCertificate.Root("Second", options);
        TestCertificate one = first.IssueAuthority("Intermediate", options);
        TestCertificate other = one.CrossSign(second);
        TestCertificate leaf = one.Issue("localhost", options);

        await AssertMatchesAsync(leaf, [one, other], [first, second], first, second, one);
        await AssertMatchesAsync(leaf, [one, other], [second], second);
        await AssertMatchesAsync(leaf, [one, other, first, second], [first], first);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_intermediate_of_one_name_and_another_key_hides_none(bool plain)
    {
        CertificateOptions options = plain ? s_plain : new();
        TestCertificate root = TestCertificate.Root("Root", options);
        TestCertificate old = root.IssueAuthority("Intermediate", options);
        TestCertificate renewed = root.IssueAuthority("Intermediate", options);
        TestCertificate expired = root.IssueAuthority(
            "Intermediate", options with { NotAfter = DateTimeOffset.UtcNow.AddDays(-1) });
        TestCertificate leaf = renewed.Issue("localhost", options);

        await AssertMatchesAsync(leaf, [old, renewed], [root], root, renewed, leaf);
        await AssertMatchesAsync(leaf, [old, expired, renewed], [root], renewed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_anchors_of_one_name_are_both_tried(bool plain)
    {
        CertificateOptions options = plain ? s_plain : new();
        TestCertificate old = TestCertificate.Root("Root", options);
        TestCertificate renewed = TestCertificate.Root("Root", options);
        TestCertificate unrelated = TestCertificate.Root("Other", options);
        TestCertificate below = renewed.IssueAuthority("Intermediate", options);
        TestCertificate leaf = below.Issue("localhost", options);
        TestCertificate oldLeaf = old.Issue("localhost", options);

        await AssertMatchesAsync(leaf, [below], [old, renewed, unrelated], renewed, below, leaf);
        await AssertMatchesAsync(leaf, [below, renewed, old], [old, renewed], renewed);
        await AssertMatchesAsync(oldLeaf, [], [old, renewed, unrelated], old);
        Assert.Equal(Verdict.UntrustedChain, (await CheckAllAsync(leaf, [below], [old, unrelated], leaf)).Verdict);
    }

    [Fact]
    public async Task A_roots_rollover_certificate_is_self_issued_and_leads_on()
    {
        TestCertificate old = TestCertificate.Root("Root");
        TestCertificate renewed = TestCertificate.Root("Root");
        TestCertificate newWithOld = renewed.CrossSign(old);
        TestCertificate oldWithNew = old.CrossSign(renewed);
        TestCertificate leaf = renewed.Issue("localhost");
        TestCertificate oldLeaf = old.Issue("localhost");

        await AssertMatchesAsync(leaf, [newWithOld], [old], old, renewed);
        await AssertMatchesAsync(leaf, [newWithOld, renewed], [old], old, renewed);
        await AssertMatchesAsync(leaf, [newWithOld, oldWithNew, renewed], [old], old, renewed);
        await AssertMatchesAsync(leaf, [newWithOld, renewed], [old, renewed], old, renewed);
        await AssertMatchesAsync(oldLeaf, [oldWithNew, old], [renewed], old, renewed);
    }

    /// <summary>Sixteen paths are built: those that cannot be valid must not use them up.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Twenty_paths_that_cannot_be_valid_hide_no_longer_one(bool expired)
    {
        CertificateOptions narrow = expired ? new() : new() { PathLength = 0 };
        CertificateOptions old = expired ? new() { NotAfter = DateTimeOffset.UtcNow.AddDays(-1) } : new();
        TestCertificate root = TestCertificate.Root("Root");
        TestCertificate between = root.IssueAuthority("Between");
        TestCertificate issuer = between.IssueAuthority("Issuer");
        TestCertificate[] others = [.. Enumerable.Range(1, 20).Select(i => TestCertificate.Root("Other " + i, narrow))];
        TestCertificate[] crosses =
            [.. others.Select(other => other.IssueAuthority("Issuer", old with { Key = issuer.Key }))];
        TestCertificate leaf = issuer.Issue("localhost");

        PinVerdict verdict = await CheckAsync([leaf, .. crosses, issuer, between], [.. others, root], [root]);

        Assert.True(verdict.Passed, verdict.Message);
        Assert.Equal("CN=Root", verdict.TrustAnchor);
    }

    /// <summary>OpenSSL distinguishes certificates with the same name only by their key identifiers.</summary>
    [Fact]
    public async Task A_rollover_without_key_identifiers_is_valid_or_not_judged_and_never_called_forged()
    {
        TestCertificate old = TestCertificate.Root("Root", s_plain);
        TestCertificate renewed = TestCertificate.Root("Root", s_plain);
        TestCertificate newWithOld = renewed.CrossSign(old);
        TestCertificate leaf = renewed.Issue("localhost", s_plain);

        PinVerdict verdict = await CheckAllAsync(leaf, [newWithOld, renewed], [old], leaf);

        Assert.Contains(verdict.Reason, new[] { VerdictReason.None, VerdictReason.ChainNotJudged });
        await AssertMatchesAsync(leaf, [newWithOld, renewed], [old, renewed], renewed);
    }

    /// <summary>Only the platform accepts a path, and nothing that is wrong with one leads to a match.</summary>
    [Theory]
    [InlineData("expired rollover")]
    [InlineData("expired leaf")]
    [InlineData("forged rollover")]
    [InlineData("forged leaf")]
    [InlineData("path length")]
    [InlineData("names")]
    [InlineData("policies")]
    [InlineData("revocation")]
    [InlineData("unverified")]
    public async Task A_rollover_without_key_identifiers_that_does_not_hold_leads_nowhere(string fault)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        CertificateOptions expired = s_plain with { NotBefore = now.AddDays(-9), NotAfter = now.AddDays(-1) };
        CertificateOptions ofRoot = fault switch
        {
            "path length" => s_plain with { PathLength = 0 },
            // example, and not this host
            "names" => s_plain with { Extensions = [Extension("2.5.29.30", "300DA00B300982076578616D706C65")] },
            // A signature that cannot be verified here is taken for no one's.
            "unverified" => s_plain with { Key = ECDsa.Create(ECCurve.CreateFromFriendlyName("secp256k1")) },
            "policies" => s_plain with { Extensions = [Extension("2.5.29.32", "300830060604551D2000")] },
            _ => s_plain,
        };
        TestCertificate old = TestCertificate.Root("Root", ofRoot);
        TestCertificate stranger = TestCertificate.Root("Root", s_plain);
        TestCertificate renewed = TestCertificate.Root("Root", s_plain);
        TestCertificate rollover = (fault == "forged rollover" ? stranger : old).IssueAuthority(
            "Root", (fault == "expired rollover" ? expired : s_plain) with { Key = renewed.Key });
        TestCertificate intermediate = renewed.IssueAuthority("Intermediate", s_plain);
        TestCertificate signer = fault == "forged leaf"
            ? stranger.IssueAuthority("Intermediate", s_plain)
            : intermediate;
        TestCertificate leaf = signer.Issue("localhost", fault == "expired leaf" ? expired : s_plain);
        TrustSettings trust = fault == "revocation" ? Anchors(old).WithRevocation() : Anchors(old);

        PinVerdict verdict = await CheckAsync(Presented([leaf, intermediate, rollover]), trust, [leaf, renewed, old]);

        Assert.False(verdict.Passed, verdict.Message);
        Assert.NotEqual(Verdict.Match, verdict.Verdict);
    }

    private static X509Extension Extension(string oid, string value) => new(oid, Convert.FromHexString(value), false);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Authorities_that_certify_each_other_end_in_the_anchor(bool plain)
    {
        CertificateOptions options = plain ? s_plain : new();
        TestCertificate root = TestCertificate.Root("Root", options);
        TestCertificate a = root.IssueAuthority("A", options);
        TestCertificate b = root.IssueAuthority("B", options);
        TestCertificate ab = a.CrossSign(b);
        TestCertificate ba = b.CrossSign(a);
        TestCertificate leaf = a.Issue("localhost", options);

        await AssertMatchesAsync(leaf, [ab, ba, a], [root], root, a);
        // The way round, from A to B and back to A, is valid too: it is no other path.
        Assert.Equal(Verdict.PinMismatch, (await CheckAllAsync(leaf, [ab, ba, a], [root], b)).Verdict);
        await AssertMatchesAsync(leaf, [ab, ba, b], [root], root, a, b);
        Assert.Equal(Verdict.UntrustedChain, (await CheckAllAsync(leaf, [ab, ba], [root], leaf)).Verdict);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sixty_certificates_of_the_issuers_name_hide_none(bool plain)
    {
        CertificateOptions options = plain ? s_plain : new();
        TestCertificate root = TestCertificate.Root("Root", options);
        TestCertificate right = root.IssueAuthority("Intermediate", options);
        TestCertificate leaf = right.Issue("localhost", options);
        TestCertificate stranger = TestCertificate.Root("Root", options);
        TestCertificate[] junk =
        [
            .. Enumerable.Range(0, 60).Select(i => (i % 2 == 0 ? root : stranger).IssueAuthority("Intermediate", options)),
        ];

        foreach (int place in new[] { 0, 30, 60 })
        {
            PinVerdict verdict =
                await CheckAsync([leaf, .. junk.Take(place), right, .. junk.Skip(place)], [root], [root, s_spare]);
            Assert.True(verdict.Passed, verdict.Message);
        }
    }

    [Fact]
    public async Task A_path_through_an_expired_authority_hides_none_through_another()
    {
        DateTimeOffset past = DateTimeOffset.UtcNow.AddDays(-1);
        TestCertificate old = TestCertificate.Root("Old", new CertificateOptions { NotAfter = past });
        TestCertificate renewed = TestCertificate.Root("New");
        TestCertificate byOld = old.IssueAuthority("Intermediate");
        TestCertificate byNew = byOld.CrossSign(renewed);
        TestCertificate leaf = byOld.Issue("localhost");

        await AssertMatchesAsync(leaf, [byOld, byNew, old], [old, renewed], renewed, byOld);
        PinVerdict verdict = await CheckAllAsync(leaf, [byOld], [old, renewed], leaf);
        Assert.Equal((Verdict.CertificateExpired, VerdictReason.Expired), (verdict.Verdict, verdict.Reason));
    }

    /// <summary>Eight authorities that all certify each other have thousands of paths to one root.</summary>
    [Fact]
    public async Task A_web_of_cross_signs_is_not_searched_to_its_end_and_can_be_left()
    {
        TestCertificate root = TestCertificate.Root("Root");
        TestCertificate[] web = [.. Enumerable.Range(0, 8).Select(i => TestCertificate.Root($"CA {i}"))];
        TestCertificate[] crossed =
            [.. web.SelectMany(one => web.Where(other => other != one).Select(other => one.CrossSign(other)))];
        TestCertificate leaf = web[0].Issue("localhost");
        TestCertificate[] sent = [.. crossed, web[7].CrossSign(root)];
        using var cancelled = new CancellationTokenSource();
        var finder = new PathFinder(
            Parse(leaf), sent.Select(Parse), new AnchorSet([Parse(root)]), DateTime.UtcNow, CancellationToken.None);
        var left = new PathFinder(Parse(leaf), sent.Select(Parse), new AnchorSet([Parse(root)]), DateTime.UtcNow, cancelled.Token);
        await cancelled.CancelAsync();

        Assert.Equal(
            ["CN=localhost", "CN=CA 0", "CN=CA 7", "CN=Root"], finder.Find().First().Select(one => one.Subject));
        Assert.InRange(finder.Find().Count(), 16, 4096);
        Assert.True(finder.IsCutShort);
        Assert.Throws<OperationCanceledException>(() => left.Find().Count());
        Assert.Throws<OperationCanceledException>(() => ChainBuilder.Build(
            Presented([leaf, .. crossed]), Anchors(root), DateTime.UtcNow, cancelled.Token));
        Assert.True((await CheckAsync([leaf, .. sent], [root], [web[3], s_spare])).Passed);
    }
}

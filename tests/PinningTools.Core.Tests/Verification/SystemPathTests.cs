using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Verification;

/// <summary>
/// The same under the platform's own trust: in a process of its own, whose roots are those of the test (OpenSSL's
/// variables; what Windows and macOS trust is not for a test to change).
/// </summary>
public sealed class SystemPathTests
{
    private static readonly CertificateOptions s_plain = new() { OmitKeyIdentifiers = true };

    /// <summary>The verdicts on all orders, which must be one.</summary>
    private static string Judge(
        TestCertificate leaf, TestCertificate[] sent, TestCertificate[] roots, TestCertificate pin)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "the roots of this system cannot be replaced");
        using var folder = new TemporaryFolder();
        string empty = Directory.CreateDirectory(folder.File("empty")).FullName;
        string chains = Directory.CreateDirectory(folder.File("chains")).FullName;
        File.WriteAllText(folder.File("roots.crt"), string.Concat(roots.Select(root => root.Pem)));
        int number = 0;
        foreach (TestCertificate[] order in Offline.Permutations(sent))
            File.WriteAllText(
                Path.Combine(chains, $"{number++}.pem"), leaf.Pem + string.Concat(order.Select(one => one.Pem)));
        var environment = new Dictionary<string, string>
        {
            ["SSL_CERT_FILE"] = folder.File("roots.crt"),
            ["SSL_CERT_DIR"] = empty,
            ["HOME"] = empty,
        };
        string[] facts = ChildProcess.Run(environment, "judge", chains, pin.Pin)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(number, facts.Length);
        return Assert.Single(facts.Distinct());
    }

    private static void AssertMatches(
        TestCertificate leaf, TestCertificate[] sent, TestCertificate[] roots, params TestCertificate[] pins)
    {
        foreach (TestCertificate pin in pins)
            Assert.StartsWith("Match\t", Judge(leaf, sent, roots, pin), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Cross_signed_keys_match_on_every_path()
    {
        TestCertificate d = TestCertificate.Root("D");
        TestCertificate e = TestCertificate.Root("E");
        TestCertificate cd = d.IssueAuthority("C");
        TestCertificate ce = cd.CrossSign(e);
        TestCertificate b = cd.IssueAuthority("B");
        TestCertificate leaf = b.Issue("localhost");

        AssertMatches(leaf, [b, cd, ce], [d, e], d, e);
        AssertMatches(leaf, [b, cd, ce], [e, d], d, e);
        AssertMatches(leaf, [b, cd, ce, d], [e], e);
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Roots_and_intermediates_of_one_name_hide_none(bool plain)
    {
#if NETSTANDARD_LEG
        Skip.If(plain, "OpenSSL takes either root of the system; this leg's own platform, Windows, tries both");
#endif
        CertificateOptions options = plain ? s_plain : new();
        TestCertificate old = TestCertificate.Root("Root", options);
        TestCertificate renewed = TestCertificate.Root("Root", options);
        TestCertificate wrong = renewed.IssueAuthority("Intermediate", options);
        TestCertificate right = renewed.IssueAuthority("Intermediate", options);
        TestCertificate leaf = right.Issue("localhost", options);

        AssertMatches(leaf, [wrong, right], [old, renewed], renewed, right);
        AssertMatches(leaf, [wrong, right, old], [renewed, old], renewed);
        Assert.StartsWith(
            "UntrustedChain\t", Judge(leaf, [wrong, right], [old], right), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_rollover_certificate_leads_to_the_old_root()
    {
        TestCertificate old = TestCertificate.Root("Root");
        TestCertificate renewed = TestCertificate.Root("Root");
        TestCertificate leaf = renewed.Issue("localhost");

        AssertMatches(leaf, [renewed.CrossSign(old), renewed], [old], old, renewed);
    }

    [SkippableFact]
    public void A_self_signed_leaf_is_trusted_where_it_is_a_root_itself()
    {
        TestCertificate leaf = TestCertificate.SelfSigned("localhost");
        TestCertificate namesake = TestCertificate.SelfSigned("localhost");
        TestCertificate renewed = leaf.Renew();

        AssertMatches(leaf, [], [leaf], leaf);
        AssertMatches(leaf, [renewed], [namesake, leaf], leaf);
        foreach (TestCertificate other in (TestCertificate[])[namesake, renewed, TestCertificate.Root("Root")])
            Assert.StartsWith(
                "UntrustedChain\tSelfSigned\t", Judge(leaf, [other], [other], leaf), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_leaf_with_the_name_of_its_issuer_is_not_a_self_signed_one()
    {
        TestCertificate root = TestCertificate.Root("localhost");

        AssertMatches(root.Issue("localhost"), [], [root], root);
    }
}

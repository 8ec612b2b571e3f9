using System;
using System.Collections.Generic;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;
using static PinningTools.Tests.Verification.Offline;

namespace PinningTools.Tests.Verification;

/// <summary>
/// A self-signed leaf is judged without the machine's roots, and as with them. What happens if it is one of them, or has the
/// name or key of one, is in <see cref="SystemPathTests"/>.
/// </summary>
public sealed class SelfSignedLeafTests
{
    private static readonly DateTime s_now = DateTime.UtcNow;

    public static TheoryData<string> Kinds => [.. s_kinds.Keys];

    private static readonly Dictionary<string, CertificateOptions> s_kinds = new()
    {
        ["plain"] = new(),
        ["RSA"] = new() { KeyKind = KeyKind.Rsa2048 },
        ["authority"] = new() { IsAuthority = true },
        ["without identifiers"] = new() { OmitKeyIdentifiers = true },
        ["expired"] = new() { NotBefore = s_now.AddDays(-20), NotAfter = s_now.AddDays(-10) },
        ["for clients"] = new() { ExtendedKeyUsages = ["1.3.6.1.5.5.7.3.2"] },
    };

    private static BuiltChain? TryBuild(TestCertificate leaf, TrustSettings trust, params TestCertificate[] others) =>
        SelfSignedLeaf.TryBuild(Parse(leaf), Array.ConvertAll(others, Parse), trust, s_now);

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public void Its_chain_is_the_one_that_all_roots_would_give(string kind)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "the roots are not copied for each chain here");
        TestCertificate leaf = TestCertificate.SelfSigned("localhost", s_kinds[kind]);
        TestCertificate other = TestCertificate.Root("Other");

        foreach (TrustSettings trust in (TrustSettings[])[TrustSettings.System, TrustSettings.System.WithRevocation()])
        {
            BuiltChain? chain = TryBuild(leaf, trust, other);

            BuiltChain whole = PlatformChain.Build(Parse(leaf), [Parse(other)], trust, s_now);
            Assert.NotNull(chain);
            Assert.Equal(whole.Problems, chain.Problems);
            Assert.Equal(whole.Statuses, chain.Statuses);
            Assert.True(CertificateOrder.IsSame(whole.Elements, chain.Elements));
        }
    }

    [Fact]
    public void Other_leaves_and_other_trust_are_left_to_the_usual_way()
    {
        TestCertificate root = TestCertificate.Root("localhost");
        TestCertificate lone = TestCertificate.SelfSigned("localhost");

        Assert.Null(TryBuild(TestCertificate.Root("Root").Issue("localhost"), TrustSettings.System));
        Assert.Null(TryBuild(root.Issue("localhost"), TrustSettings.System, root));
        Assert.Null(TryBuild(lone, Anchors(lone)));
        Assert.Null(TryBuild(lone, TrustSettings.PinOnly));
    }
}

using System;
using System.Linq;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;
using static PinningTools.Tests.Verification.Offline;

namespace PinningTools.Tests.Verification;

/// <summary>A path ends with the first of its certificates.</summary>
public sealed class PathValidityTests
{
    private static readonly DateTimeOffset s_now = DateTimeOffset.UtcNow;

    /// <summary>With half a day on top, so that whole days stay whole while the test runs.</summary>
    private static CertificateOptions For(int days) => new() { NotAfter = s_now.AddDays(days + 0.5) };

    [Theory]
    [InlineData(89, 3, 900, "CN=Intermediate")]
    [InlineData(89, 300, 5, "CN=Root")]
    [InlineData(7, 300, 900, "CN=localhost")]
    public async Task The_first_to_expire_counts_and_is_named(int leaf, int intermediate, int root, string first)
    {
        TestCertificate top = TestCertificate.Root("Root", For(root));
        TestCertificate middle = top.IssueAuthority("Intermediate", For(intermediate));
        TestCertificate server = middle.Issue("localhost", For(leaf));

        PinVerdict verdict = await CheckAsync([server, middle], [top], [server]);

        Assert.Equal(Verdict.Match, verdict.Verdict);
        Assert.Equal(Math.Min(leaf, Math.Min(intermediate, root)), verdict.DaysLeft);
        Assert.Equal(leaf, verdict.LeafDaysLeft);
        Assert.Equal(first, verdict.ExpiresFirst);
        Assert.Equal(verdict.Chain.Min(record => record.NotAfter), verdict.NotAfter);
    }

    /// <summary>What the server sends beside its path ends when it likes.</summary>
    [Fact]
    public async Task Only_the_path_in_use_counts()
    {
        TestCertificate old = TestCertificate.Root("Old", For(4));
        TestCertificate renewed = TestCertificate.Root("New", For(900));
        TestCertificate byOld = old.IssueAuthority("Intermediate", For(500));
        TestCertificate byNew = byOld.CrossSign(renewed);
        TestCertificate stray = renewed.IssueAuthority("Stray", For(2));
        TestCertificate leaf = byOld.Issue("localhost", For(80));

        PinVerdict onNew = await CheckAsync([leaf, stray, byOld, byNew], [old, renewed], [renewed]);
        PinVerdict onOld = await CheckAsync([leaf, stray, byOld, byNew], [old, renewed], [old]);

        Assert.Equal((Verdict.Match, (int?)80), (onNew.Verdict, onNew.DaysLeft));
        Assert.Equal((Verdict.Match, (int?)4, "CN=Old"), (onOld.Verdict, onOld.DaysLeft, onOld.ExpiresFirst));
    }

    [Fact]
    public async Task Under_key_only_trust_the_leaf_is_the_path()
    {
        TestCertificate top = TestCertificate.Root("Root", For(900));
        TestCertificate middle = top.IssueAuthority("Intermediate", For(3));
        TestCertificate leaf = middle.Issue("localhost", For(50));

        PinVerdict verdict = await CheckAsync(Presented([leaf, middle]), TrustSettings.PinOnly, [leaf]);

        Assert.Equal((50, 50, "CN=localhost"), (verdict.DaysLeft, verdict.LeafDaysLeft, verdict.ExpiresFirst));
    }

    [Fact]
    public async Task Of_an_expired_chain_the_first_to_expire_is_named()
    {
        TestCertificate top = TestCertificate.Root("Root", For(900));
        TestCertificate middle = top.IssueAuthority("Intermediate", For(-3));
        TestCertificate leaf = middle.Issue("localhost", For(50));

        PinVerdict verdict = await CheckAsync([leaf, middle], [top], [leaf]);

        Assert.Equal((Verdict.CertificateExpired, "CN=Intermediate"), (verdict.Verdict, verdict.ExpiresFirst));
        Assert.Equal(-3, verdict.DaysLeft);
        Assert.Equal(50, verdict.LeafDaysLeft);
    }
}

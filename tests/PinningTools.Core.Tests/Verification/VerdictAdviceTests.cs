using System;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.Verification;

/// <summary>What a verdict advises is followed by people in a hurry: it must never help an impostor.</summary>
public sealed class VerdictAdviceTests
{
    private static readonly TestCertificate s_root = TestCertificate.Root("Advice Root");
    private static readonly TestCertificate s_leaf = s_root.Issue("localhost");

    private static async Task<PinVerdict> CheckAsync(
        TestCertificate certificate, TestCertificate? anchor, string pin, string? serverName = null)
    {
        await using TlsTestServer server = TlsTestServer.Start(certificate);
        var check = new PinCheck(
            TlsTarget.Parse("localhost", server.Port, null, serverName),
            Loopback.Policy(anchor, pin.Length == 0 ? [] : [pin]), new ConnectionOptions());
        return await PinChecker.CheckAsync(check, CancellationToken.None);
    }

    [Fact]
    public async Task An_untrusted_key_that_is_none_of_the_pins_is_not_offered_to_be_pinned()
    {
        TestCertificate impostor = TestCertificate.SelfSigned("localhost");

        PinVerdict verdict = await CheckAsync(impostor, null, s_leaf.Pin);

        Assert.Equal((Verdict.UntrustedChain, VerdictReason.SelfSigned), (verdict.Verdict, verdict.Reason));
        Assert.DoesNotContain(impostor.Pin, verdict.Message, StringComparison.Ordinal);
        Assert.Contains("in between", verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_appliance_without_a_policy_is_told_how_to_be_pinned()
    {
        TestCertificate appliance = TestCertificate.SelfSigned("localhost");

        PinVerdict verdict = await CheckAsync(appliance, null, "");

        Assert.Contains($"-PinOnly -Pin '{appliance.Pin}'", verdict.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_key_without_the_right_usage_is_never_answered_with_key_only_trust(bool pinned)
    {
        TestCertificate client = s_root.Issue(
            "localhost", new CertificateOptions { ExtendedKeyUsages = [CertificateOptions.ClientAuth] });

        PinVerdict verdict = await CheckAsync(client, s_root, pinned ? client.Pin : "");

        Assert.Equal(VerdictReason.WrongUsage, verdict.Reason);
        Assert.DoesNotContain("-PinOnly", verdict.Message, StringComparison.Ordinal);
        Assert.Contains("serverAuth", verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_name_with_a_strange_key_is_not_answered_with_another_name()
    {
        PinVerdict stranger = await CheckAsync(s_root.Issue("evil.example"), s_root, s_leaf.Pin);
        TestCertificate moved = s_root.Issue("moved.example");
        PinVerdict known = await CheckAsync(moved, s_root, moved.Pin);
        PinVerdict named = await CheckAsync(moved, s_root, moved.Pin, "other.example");

        Assert.Equal(Verdict.NameMismatch, stranger.Verdict);
        Assert.DoesNotContain("-ServerName", stranger.Message, StringComparison.Ordinal);
        Assert.Contains("or give the expected name as -ServerName", known.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Connect with a name", named.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_certificates_out_of_time_are_named_and_in_the_calendar_of_files()
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        TestCertificate old = s_root.Issue(
            "localhost", new CertificateOptions { NotBefore = now.AddDays(-9), NotAfter = now.AddDays(-2) });
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("fa-IR");
        try
        {
            PinVerdict verdict = await CheckAsync(old, s_root, old.Pin);

            Assert.DoesNotContain("Advice Root", verdict.Message, StringComparison.Ordinal);
            Assert.Contains(
                now.AddDays(-2).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), verdict.Message,
                StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public async Task A_verdict_says_how_often_it_tried()
    {
        // No one listens on the discard port of a test machine.
        const int Port = 9;
        var policy = new PinPolicy { Pins = [SpkiPin.Parse(s_leaf.Pin)] };
        var check = new PinCheck(TlsTarget.Parse("127.0.0.1", Port), policy, new ConnectionOptions()) { Retries = 2 };

        PinVerdict verdict = await PinChecker.CheckAsync(check, CancellationToken.None);

        Assert.Equal((Verdict.ConnectFailed, 3), (verdict.Verdict, verdict.Attempts));
        Assert.Equal("127.0.0.1:9", verdict.Target);
    }
}

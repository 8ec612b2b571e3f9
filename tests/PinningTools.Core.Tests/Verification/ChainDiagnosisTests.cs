using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;
using static PinningTools.Tests.Verification.Offline;

namespace PinningTools.Tests.Verification;

/// <summary>What is said to be wrong with a chain is known to be; what is not known is called that.</summary>
public sealed class ChainDiagnosisTests
{
    private static readonly TestCertificate s_root = TestCertificate.Root("Root");
    private static readonly TestCertificate s_intermediate = s_root.IssueAuthority("Intermediate");
    private static readonly TestCertificate s_leaf = s_intermediate.Issue("localhost");

    private static X509Extension Extension(string oid, byte[] value, bool critical = false) => new(oid, value, critical);

    [Fact]
    public async Task An_issuer_that_nobody_sent_or_gave_is_missing()
    {
        PinVerdict verdict = await CheckAsync([s_leaf], [s_root], [s_leaf]);

        Assert.Equal(
            (Verdict.UntrustedChain, VerdictReason.MissingIntermediate), (verdict.Verdict, verdict.Reason));
        Assert.Contains("was not sent", verdict.Message, StringComparison.Ordinal);
    }

    /// <summary>The right key is missing; the issuer's name is not.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_issuer_with_another_key_is_not_called_missing(bool given)
    {
        TestCertificate other = s_root.IssueAuthority("Intermediate");

        PinVerdict verdict = await CheckAsync(
            given ? [s_leaf] : [s_leaf, other], given ? [s_root, other] : [s_root], [s_leaf]);

        Assert.Equal((Verdict.UntrustedChain, VerdictReason.IssuerNotAccepted), (verdict.Verdict, verdict.Reason));
        Assert.Contains("the signature was not made with its key", verdict.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not sent", verdict.Message, StringComparison.Ordinal);
    }

    /// <summary>Without key identifiers the platform calls the signature invalid: it may well be another key's.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_key_identifiers_a_signature_of_another_key_is_not_called_invalid(bool anchor)
    {
        var plain = new CertificateOptions { OmitKeyIdentifiers = true };
        TestCertificate root = TestCertificate.Root("Root", plain);
        TestCertificate intermediate = root.IssueAuthority("Intermediate", plain);
        TestCertificate leaf = intermediate.Issue("localhost", plain);

        PinVerdict verdict = anchor
            ? await CheckAsync([leaf, intermediate], [TestCertificate.Root("Root", plain)], [leaf])
            : await CheckAsync([leaf, root.IssueAuthority("Intermediate", plain)], [root], [leaf]);

        Assert.Equal((Verdict.UntrustedChain, VerdictReason.IssuerNotAccepted), (verdict.Verdict, verdict.Reason));
        Assert.Contains("the signature was not made with its key", verdict.Message, StringComparison.Ordinal);
    }

    /// <summary>An authority may issue a certificate for its own name, and be of no use to anyone else.</summary>
    [Fact]
    public async Task An_issuer_of_the_same_name_is_not_the_certificate_itself()
    {
        var plain = new CertificateOptions { OmitKeyIdentifiers = true };
        TestCertificate leaf = TestCertificate.Root("localhost", plain).Issue("localhost", plain);

        PinVerdict verdict = await CheckAsync([leaf], [s_root], [leaf]);

        Assert.Equal((Verdict.UntrustedChain, VerdictReason.IssuerNotAccepted), (verdict.Verdict, verdict.Reason));
        Assert.DoesNotContain("self-signed", verdict.Message, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_critical_extension_that_nobody_knows_is_named_with_its_certificate(bool ofAuthority)
    {
        X509Extension odd = Extension("1.2.3.4.5", [5, 0], critical: true);
        TestCertificate issuer = s_root.IssueAuthority("Issuer", new() { Extensions = ofAuthority ? [odd] : [] });
        TestCertificate leaf = issuer.Issue("localhost", new() { Extensions = ofAuthority ? [] : [odd] });

        PinVerdict verdict = await CheckAsync([leaf, issuer], [s_root], [leaf]);

        Assert.Equal((Verdict.UntrustedChain, VerdictReason.OtherChainError), (verdict.Verdict, verdict.Reason));
        Skip.IfNot(OperatingSystem.IsLinux(), "other platforms have other statuses for it");
        Assert.Contains(
            $"'CN={(ofAuthority ? "Issuer" : "localhost")}' has a critical extension", verdict.Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain("-TrustAnchor", verdict.Message, StringComparison.Ordinal);
    }

    /// <summary>A subjectAltName that names no host is one all the same, and what cannot be read may be one.</summary>
    [Theory]
    [InlineData("300D810B61406C6F63616C686F7374", VerdictReason.None, "it does not name a host")]
    [InlineData("3000", VerdictReason.None, "it does not name a host")]
    [InlineData("300B82096C6F63616C686F73740500", VerdictReason.None, "cannot be read")]
    [InlineData(null, VerdictReason.NoSubjectAlternativeName, "no subjectAltName")]
    public async Task A_name_that_does_not_match_is_told_for_what_it_is(
        string? names, VerdictReason reason, string message)
    {
        TestCertificate leaf = s_root.Issue("localhost", new()
        {
            OmitSubjectAlternativeName = true,
            Extensions = names is null ? [] : [Extension("2.5.29.17", Convert.FromHexString(names))],
        });

        PinVerdict verdict = await CheckAsync([leaf], [s_root], [leaf]);

        Assert.Equal((Verdict.NameMismatch, reason), (verdict.Verdict, verdict.Reason));
        Assert.Contains(message, verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_anchor_with_another_key_is_not_called_missing()
    {
        TestCertificate twin = TestCertificate.Root("Root");

        PinVerdict verdict = await CheckAsync([s_leaf, s_intermediate], [twin], [s_leaf]);

        Assert.Equal((Verdict.UntrustedChain, VerdictReason.IssuerNotAccepted), (verdict.Verdict, verdict.Reason));
    }

    [Fact]
    public async Task An_issuer_that_may_not_sign_breaks_a_constraint()
    {
        TestCertificate mute = s_root.IssueAuthority(
            "Mute", new CertificateOptions { KeyUsages = X509KeyUsageFlags.CrlSign });
        TestCertificate none = s_root.IssueAuthority("None", new CertificateOptions { IsAuthority = false });

        foreach (TestCertificate issuer in new[] { mute, none })
        {
            TestCertificate leaf = issuer.Issue("localhost");
            PinVerdict verdict = await CheckAsync([leaf, issuer], [s_root], [leaf]);
            Assert.Equal(
                (Verdict.UntrustedChain, VerdictReason.ConstraintViolated), (verdict.Verdict, verdict.Reason));
        }
    }

    [Fact]
    public async Task An_issuer_whose_key_identifier_is_another_is_not_called_missing()
    {
        var stray = X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(new byte[20]);
        TestCertificate leaf = s_intermediate.Issue(
            "localhost", new CertificateOptions { OmitKeyIdentifiers = true, Extensions = [stray] });

        PinVerdict verdict = await CheckAsync([leaf, s_intermediate], [s_root], [leaf]);

        Assert.Contains(verdict.Reason, new[] { VerdictReason.None, VerdictReason.IssuerNotAccepted });
        Assert.DoesNotContain("not sent", verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signature_that_was_changed_is_invalid()
    {
        byte[] broken = (byte[])s_leaf.Der.Clone();
        broken[^1] ^= 1;
        PresentedChain sent = PresentedChain.From([DerCertificate.Parse(broken), Parse(s_intermediate)]);

        PinVerdict verdict = await CheckAsync(sent, Anchors(s_root), [s_leaf]);

        Assert.Equal((Verdict.UntrustedChain, VerdictReason.InvalidSignature), (verdict.Verdict, verdict.Reason));
    }

    /// <summary>What the platform throws at is a certificate it cannot read, and no missing one.</summary>
    [Theory]
    [InlineData("2.5.29.32")]
    [InlineData("2.5.29.33")]
    [InlineData("2.5.29.36")]
    [InlineData("2.5.29.54")]
    [InlineData("2.5.29.37")]
    [InlineData("2.5.29.19")]
    [InlineData("2.5.29.30")]
    public async Task A_certificate_that_the_platform_cannot_judge_is_not_called_incomplete(string oid)
    {
        TestCertificate odd = s_root.IssueAuthority(
            "Odd", new CertificateOptions { Extensions = [Extension(oid, [0x30, 0x05, 0x01])] });
        TestCertificate leaf = odd.Issue("localhost");

        PinVerdict verdict = await CheckAsync([leaf, odd], [s_root], [leaf]);

        Assert.False(verdict.Passed);
        Assert.NotEqual(VerdictReason.MissingIntermediate, verdict.Reason);
        Assert.NotEqual(VerdictReason.WrongUsage, verdict.Reason);
        Assert.DoesNotContain("not sent", verdict.Message, StringComparison.Ordinal);
        // What .NET throws at on Linux; other platforms may judge it.
        if (OperatingSystem.IsLinux() && oid == "2.5.29.32")
            Assert.Equal((Verdict.Unknown, VerdictReason.ChainNotJudged), (verdict.Verdict, verdict.Reason));
    }

    /// <summary>Microsoft's application policies: those of the authority are for clients.</summary>
    [SkippableFact]
    public async Task A_policy_that_fails_is_no_wrong_usage()
    {
        byte[] clients = DerWriter.Sequence(DerWriter.Sequence(DerWriter.Oid(CertificateOptions.ClientAuth)));
        TestCertificate strict = s_root.IssueAuthority(
            "Strict", new CertificateOptions { Extensions = [Extension("1.3.6.1.4.1.311.21.10", clients)] });
        TestCertificate leaf = strict.Issue("localhost");

        PinVerdict verdict = await CheckAsync([leaf, strict], [s_root], [leaf]);

        Skip.If(verdict.Passed, "this platform does not know application policies");
        Assert.Equal(
            (Verdict.UntrustedChain, VerdictReason.ConstraintViolated), (verdict.Verdict, verdict.Reason));
        Assert.Contains("the policies of 'CN=Strict'", verdict.Message, StringComparison.Ordinal);
    }

    /// <summary>The certificate that is at fault is named: here it is not the server's.</summary>
    [Fact]
    public async Task An_authority_for_clients_has_the_wrong_usage()
    {
        byte[] clients = DerWriter.Sequence(DerWriter.Oid(CertificateOptions.ClientAuth));
        TestCertificate narrow = s_root.IssueAuthority(
            "Narrow", new CertificateOptions { Extensions = [Extension("2.5.29.37", clients)] });
        TestCertificate leaf = narrow.Issue("localhost");

        PinVerdict verdict = await CheckAsync([leaf, narrow], [s_root], [leaf]);

        Assert.Equal((Verdict.UntrustedChain, VerdictReason.WrongUsage), (verdict.Verdict, verdict.Reason));
        Assert.Contains("'CN=Narrow'", verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_leaf_for_clients_has_the_wrong_usage_and_says_so()
    {
        TestCertificate leaf = s_intermediate.Issue(
            "localhost", new CertificateOptions { ExtendedKeyUsages = [CertificateOptions.ClientAuth] });

        PinVerdict verdict = await CheckAsync([leaf, s_intermediate], [s_root], [leaf]);

        Assert.Equal((Verdict.UntrustedChain, VerdictReason.WrongUsage), (verdict.Verdict, verdict.Reason));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public async Task A_date_that_cannot_be_read_is_not_over(int position, bool end)
    {
        TestCertificate odd = s_leaf.Chain[position];
        byte[] der = end
            ? ResignedCertificate.WithUnreadableEnd(odd)
            : ResignedCertificate.WithUnreadableStart(odd);
        DerCertificate[] chain = [.. s_leaf.Chain.Select(Parse)];
        chain[position] = DerCertificate.Parse(der);

        PinVerdict verdict =
            await CheckAsync(PresentedChain.From(chain), TrustSettings.FromAnchors([chain[2]]), [s_leaf]);

        Assert.False(verdict.Passed);
        Assert.False(verdict.Allowed);
        Assert.Equal(Verdict.Unknown, verdict.Verdict);
        Assert.Contains(
            verdict.Reason, new[] { VerdictReason.ValidityUnreadable, VerdictReason.ChainNotJudged });
        Assert.DoesNotContain("expired", verdict.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not sent", verdict.Message, StringComparison.Ordinal);
        if (end) Assert.Null(verdict.DaysLeft);
    }

    /// <summary>What was sent and cannot be read may be the issuer.</summary>
    [SkippableFact]
    public async Task Beside_what_cannot_be_read_nothing_is_called_missing()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "other platforms may refuse such a certificate themselves");
        using var ber = new X509Certificate2(ResignedCertificate.WithLongLength(s_intermediate));
        PresentedChain sent = PresentedChain.Copy(s_leaf.Certificate, [ber]);

        PinVerdict verdict = await CheckAsync(sent, Anchors(s_root), [s_leaf]);

        Assert.Equal((Verdict.UntrustedChain, VerdictReason.IssuerNotAccepted), (verdict.Verdict, verdict.Reason));
        Assert.Contains("cannot be read", verdict.Message, StringComparison.Ordinal);
    }

    /// <summary>A certificate that is known to have expired has expired, whatever else cannot be read.</summary>
    [Fact]
    public async Task Beside_a_date_that_cannot_be_read_an_expired_certificate_is_told()
    {
        TestCertificate old = s_root.IssueAuthority(
            "Old", new CertificateOptions { NotAfter = DateTimeOffset.UtcNow.AddDays(-1) });
        TestCertificate leaf = old.Issue("localhost");
        PresentedChain sent =
            PresentedChain.From([DerCertificate.Parse(ResignedCertificate.WithUnreadableEnd(leaf)), Parse(old)]);

        PinVerdict verdict = await CheckAsync(sent, Anchors(s_root), [leaf]);

        Assert.Equal((Verdict.CertificateExpired, VerdictReason.Expired), (verdict.Verdict, verdict.Reason));
    }

    [Fact]
    public async Task Key_only_trust_warns_of_a_date_that_cannot_be_read()
    {
        PresentedChain sent = PresentedChain.From([DerCertificate.Parse(ResignedCertificate.WithUnreadableEnd(s_leaf))]);

        PinVerdict verdict = await CheckAsync(sent, TrustSettings.PinOnly, [s_leaf, s_root]);

        Assert.Equal(Verdict.Match, verdict.Verdict);
        Assert.Null(verdict.DaysLeft);
        Assert.Contains(verdict.Warnings, warning => warning.Contains("cannot be read", StringComparison.Ordinal));
    }

    /// <summary>The pins may be an authority's: a leaf that is none of them is not a stranger.</summary>
    [Fact]
    public async Task Nobody_is_said_to_be_in_between_where_the_chain_is_only_incomplete()
    {
        PinVerdict missing = await CheckAsync([s_leaf], [s_root], [s_root]);
        PinVerdict wrongName = await CheckAsync([s_leaf, s_intermediate], [s_root], [s_root], "other.example");
        PinVerdict unknownRoot = await CheckAsync([s_leaf, s_intermediate, s_root], [TestCertificate.Root("X")], [s_root]);
        PinVerdict stranger =
            await CheckAsync([s_leaf, s_intermediate, s_root], [TestCertificate.Root("X")], [TestCertificate.Root("Y")]);

        foreach (PinVerdict verdict in new[] { missing, wrongName, unknownRoot })
        {
            Assert.False(verdict.Passed);
            Assert.DoesNotContain("in between", verdict.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("none of the", verdict.Message, StringComparison.Ordinal);
            // And its key is not offered to be pinned either.
            Assert.DoesNotContain(s_leaf.Pin, verdict.Message, StringComparison.Ordinal);
        }

        Assert.Contains("in between", stranger.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_that_could_not_be_judged_is_unknown()
    {
        BuiltChain chain = BuiltChain.NotJudged(Parse(s_leaf), "out of order");

        Assert.False(chain.IsValid);
        Assert.Equal(VerdictReason.ChainNotJudged, ChainReasons.Of(chain));
        Assert.Same(chain, ChainDiagnosis.Explain(chain, [], [], 0));
    }
}

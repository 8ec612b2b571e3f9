using System;
using System.Linq;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Verification;
using Xunit;

namespace PinningTools.Tests.Checks;

/// <summary>When an expiry is near, by days that were given and by each certificate's own measure.</summary>
public sealed class CheckExpiryTests
{
    private static readonly DateTime s_now = new(2026, 11, 27, 0, 0, 0, DateTimeKind.Utc);

    private static PinRecord Record(double before, double left, CertificateRole role = CertificateRole.Leaf)
    {
        DateTimeOffset now = new(s_now);
        TestCertificate one = TestCertificate.SelfSigned(
            "x", new CertificateOptions { NotBefore = now.AddDays(-before), NotAfter = now.AddDays(left) });
        return new PinRecord(Offline.Parse(one)) { Role = role };
    }

    private static string Judge(CheckExpiry expiry, bool isPinOnly, params PinRecord[] path) =>
        expiry.Worst(path, s_now, isPinOnly) is var (level, message) ? $"{level}: {message}" : "Ok";

    [Theory]
    [InlineData(76, 14.1, "Ok")]
    [InlineData(76, 13.9, "Warning: The certificate expires in 13 days.")]
    [InlineData(87, 3.1, "Warning: The certificate expires in 3 days.")]
    [InlineData(87, 2.9, "Critical: The certificate expires in 2 days.")]
    [InlineData(3.9, 2.1, "Ok")]
    [InlineData(4.1, 1.9, "Warning: The certificate expires in 1 day.")]
    [InlineData(5.5, 0.5, "Critical: The certificate expires in 12 hours.")]
    [InlineData(0.6, 0.4, "Ok")]
    [InlineData(0.7, 0.3, "Warning: The certificate expires in 7 hours.")]
    [InlineData(0.95, 0.05, "Critical: The certificate expires in 1 hour.")]
    [InlineData(90, -1.5, "Critical: The certificate expired on 2026-11-25.")]
    public void Without_days_each_certificate_is_measured_by_its_lifetime(double before, double left, string expected) =>
        Assert.Equal(expected, Judge(new CheckExpiry(null, null), false, Record(before, left)));

    [Theory]
    [InlineData(30, null, 29.5, "Warning")]
    [InlineData(30, null, 30.5, "Ok")]
    [InlineData(30, 10, 9.5, "Critical")]
    [InlineData(30, 10, 10.5, "Warning")]
    [InlineData(0, 0, 0.5, "Ok")]
    [InlineData(null, 20, 15, "Critical")]
    public void Days_that_are_given_are_absolute(int? warning, int? critical, double left, string level) =>
        Assert.StartsWith(level, Judge(new CheckExpiry(warning, critical), false, Record(60, left)), StringComparison.Ordinal);

    [Fact]
    public void The_worst_of_the_path_counts_and_is_named()
    {
        PinRecord leaf = Record(80, 10);
        PinRecord middle = Record(1000, 2.5, CertificateRole.Intermediate);

        Assert.Equal(
            "Critical: The intermediate certificate 'CN=x' of the path expires in 2 days.",
            Judge(new CheckExpiry(null, null), false, leaf, middle));
        Assert.Equal("Warning: The certificate expires in 10 days.", Judge(new CheckExpiry(null, 0), false, leaf, Record(9, 900)));
    }

    [Fact]
    public void Under_key_only_trust_an_expiry_locks_nobody_out() =>
        Assert.Equal("Warning: The certificate expired on 2026-11-25.",
            Judge(new CheckExpiry(null, null), true, Record(90, -1.5)));
}

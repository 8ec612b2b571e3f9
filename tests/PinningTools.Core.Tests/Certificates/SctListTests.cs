using System;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Checks;
using PinningTools.Tests.Verification;
using Xunit;

namespace PinningTools.Tests.Certificates;

/// <summary>The timestamps of Certificate Transparency that a certificate embeds (RFC 6962 section 3.3).</summary>
public sealed class SctListTests
{
    private static readonly DateTime s_date = new(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc);

    private static byte[] Sct(DateTime date, byte version = 0)
    {
        byte[] sct = new byte[47];
        sct[0] = version;
        long milliseconds = new DateTimeOffset(date).ToUnixTimeMilliseconds();
        for (int i = 0; i < 8; i++) sct[33 + i] = (byte)(milliseconds >> (56 - (8 * i)));
        return sct;
    }

    private static byte[] Prefixed(byte[] data) => [(byte)(data.Length >> 8), (byte)data.Length, .. data];

    private static byte[] List(params byte[][] scts) => Prefixed([.. scts.SelectMany(Prefixed)]);

    private static DerCertificate With(byte[] list)
    {
        byte[] octets = [0x04, (byte)list.Length, .. list];
        var extension = new X509Extension("1.3.6.1.4.1.11129.2.4.2", octets, critical: false);
        return Offline.Parse(TestCertificate.SelfSigned("x", new CertificateOptions { Extensions = [extension] }));
    }

    [Fact]
    public void They_are_counted_and_the_first_date_is_told()
    {
        SctList? list = SctList.Of(With(List(Sct(s_date.AddDays(1)), Sct(s_date))));

        Assert.Equal(new SctList(2, s_date), list);
    }

    [Fact]
    public void A_certificate_without_a_list_has_none() =>
        Assert.Null(SctList.Of(Offline.Parse(TestCertificate.SelfSigned("x"))));

    [Fact]
    public void One_of_a_later_version_counts_and_has_no_date() =>
        Assert.Equal(new SctList(1, null), SctList.Read(List(Sct(s_date, version: 1))));

    [Fact]
    public void An_empty_list_has_none_of_them() => Assert.Equal(new SctList(0, null), SctList.Read([0, 0]));

    [Fact]
    public void A_list_cut_off_or_lengthened_anywhere_is_not_known()
    {
        byte[] list = List(Sct(s_date), Sct(s_date));
        for (int length = 0; length < list.Length; length++) Assert.Null(SctList.Read(list[..length]));
        Assert.Null(SctList.Read([.. list, 0]));
        var random = new Random(7);
        for (int i = 0; i < 2000; i++)
        {
            byte[] damaged = [.. list];
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            SctList.Read(damaged);
        }
    }

    [Fact]
    public void What_it_means_in_a_mismatch_is_said()
    {
        Assert.Contains("looks like an inspection proxy", CheckTransparency.Say(null), StringComparison.Ordinal);
        Assert.Contains("looks like an inspection proxy", CheckTransparency.Say(new SctList(0, null)), StringComparison.Ordinal);
        Assert.Contains("on 2026-11-20: search", CheckTransparency.Say(new SctList(2, s_date)), StringComparison.Ordinal);
        Assert.Contains("ask who ordered it", CheckTransparency.Say(new SctList(1, null)), StringComparison.Ordinal);
    }
}

using System.Linq;
using System.Text;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Certificates;

/// <summary>Two readers must not find different names in one certificate.</summary>
public sealed class CertificateExtensionsTests
{
    private static readonly byte[] s_names = [0x55, 0x1D, 0x11];
    private static readonly byte[] s_good = Element(0x82, Encoding.ASCII.GetBytes("good.example"));

    private static byte[] Element(byte tag, params byte[][] parts)
    {
        byte[] content = [.. parts.SelectMany(part => part)];
        return [tag, (byte)content.Length, .. content];
    }

    private static byte[] Extension(params byte[][] value) =>
        Element(0x30, Element(0x06, s_names), Element(0x04, value));

    private static CertificateExtensions Read(params byte[][] extensions)
    {
        byte[] raw = Element(0xA3, Element(0x30, extensions));
        return CertificateExtensions.Read(raw, 0, raw.Length);
    }

    [Fact]
    public void The_names_of_one_extension_are_read() =>
        Assert.Equal(["good.example"], Read(Extension(Element(0x30, s_good))).DnsNames);

    [Fact]
    public void Two_extensions_of_names_leave_no_name() =>
        Assert.Empty(Read(
            Extension(Element(0x30, s_good)),
            Extension(Element(0x30, Element(0x82, Encoding.ASCII.GetBytes("victim.example"))))).DnsNames);

    [Fact]
    public void A_malformed_name_takes_those_before_it_along() =>
        Assert.Empty(Read(Extension(Element(0x30, s_good, [0x82, 0x50]))).DnsNames);

    [Fact]
    public void Bytes_behind_the_names_take_them_along() =>
        Assert.Empty(Read(Extension(Element(0x30, s_good), [0x05, 0x00])).DnsNames);
}

using System.Linq;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.Certificates;

public sealed class DerReaderTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("30", 1)]
    [InlineData("3005 0101", 0)]
    [InlineData("3080 0000", 1)]
    [InlineData("308101 00", 1)]
    [InlineData("30820001 00", 1)]
    [InlineData("3082", 1)]
    [InlineData("30 84FFFFFFFF 00", 1)]
    [InlineData("30 847FFFFFFF 00", 0)]
    [InlineData("30 8500000000FF 00", 1)]
    [InlineData("1F8101 00", 0)]
    public void Malformed_DER_is_a_fault_with_the_offset(string hex, int offset)
    {
        byte[] data = Hex.TryParse(hex.Replace(" ", ""))!;

        var error = Assert.Throws<PinningException>(() => new DerReader(data).Read());

        Assert.Equal("MalformedDer", error.Fault.Id);
        Assert.Contains($"at byte {offset}:", error.Fault.Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_cut_off_anywhere_is_a_fault_and_nothing_worse()
    {
        byte[] der = TestCertificate.SelfSigned("localhost").Der;

        for (int length = 0; length < der.Length; length++)
        {
            var error = Assert.Throws<PinningException>(() => DerCertificate.Parse([.. der.Take(length)]));
            Assert.Equal("MalformedDer", error.Fault.Id);
        }
    }

    [Fact]
    public void Bytes_behind_a_certificate_are_refused() =>
        Assert.Throws<PinningException>(
            () => DerCertificate.Parse([.. TestCertificate.SelfSigned("localhost").Der, 0]));

    [Fact]
    public void A_certificate_beyond_the_bound_is_refused()
    {
        var error = Assert.Throws<PinningException>(() => DerCertificate.Parse(new byte[DerCertificate.MaxBytes + 1]));

        Assert.Equal("CertificateTooLarge", error.Fault.Id);
    }

    [Fact]
    [Trait("Pitfall", "9")]
    public void The_pin_is_that_of_the_key_as_it_stands_in_the_certificate()
    {
        TestCertificate certificate = TestCertificate.SelfSigned("localhost");

        Assert.Equal(certificate.Pin, DerCertificate.Parse(certificate.Der).Pin.ToString());
        Assert.Equal(certificate.PublicKeyInfo, DerCertificate.Parse(certificate.Der).SubjectPublicKeyInfo);
    }
}

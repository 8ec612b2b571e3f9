using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.Certificates;

/// <summary>Names are compared as RFC 5280 section 7.1 requires, whatever their string types.</summary>
public sealed class NameKeyTests
{
    private static string Key(string text, UniversalTagNumber tag)
    {
        var name = new X500DistinguishedNameBuilder();
        name.Add("2.5.4.10", text, tag);
        return Key(name.Build());
    }

    private static string Key(X500DistinguishedName name) =>
        NameKey.Of(new DerReader(name.RawData).Read(DerTag.Sequence));

    [Theory]
    [InlineData("Example Ltd", UniversalTagNumber.PrintableString, "Example Ltd", UniversalTagNumber.UTF8String)]
    [InlineData("Example Ltd", UniversalTagNumber.BMPString, "EXAMPLE  ltd ", UniversalTagNumber.UTF8String)]
    [InlineData(" Bücher", UniversalTagNumber.BMPString, "BÜCHER", UniversalTagNumber.UTF8String)]
    [InlineData("Bu\u0308cher", UniversalTagNumber.UTF8String, "Bücher", UniversalTagNumber.BMPString)]
    public void Equal_names_have_one_key(string one, UniversalTagNumber tag, string other, UniversalTagNumber otherTag) =>
        Assert.Equal(Key(one, tag), Key(other, otherTag));

    [Theory]
    [InlineData("Example Ltd", "ExampleLtd")]
    [InlineData("Example", "Example\0")]
    [InlineData("Example", "Example\u200B")]
    [InlineData("a'\nb", "a\nb")]
    [InlineData("", " a")]
    public void Other_names_have_others(string one, string other) => Assert.NotEqual(
        Key(one, UniversalTagNumber.UTF8String), Key(other, UniversalTagNumber.UTF8String));

    [Fact]
    public void The_attribute_and_its_place_count()
    {
        var one = new X500DistinguishedName("CN=a, O=b");
        var other = new X500DistinguishedName("CN=b, O=a");
        var turned = new X500DistinguishedName("O=b, CN=a");

        Assert.NotEqual(Key(one), Key(other));
        Assert.NotEqual(Key(one), Key(turned));
        // A value that looks like two attributes is one.
        Assert.NotEqual(
            Key("x'\n55040A='y", UniversalTagNumber.UTF8String),
            Key(new X500DistinguishedName("O=x, O=y")));
    }

    [Fact]
    public void The_parts_of_a_set_have_no_order()
    {
        byte[] one = DerWriter.Sequence(DerWriter.Set(Attribute(0x13, "b"), Attribute(0x0C, "a")));
        byte[] other = DerWriter.Sequence(DerWriter.Set(Attribute(0x13, "a"), Attribute(0x0C, "b")));

        Assert.Equal(
            NameKey.Of(new DerReader(one).Read(DerTag.Sequence)), NameKey.Of(new DerReader(other).Read(DerTag.Sequence)));

        static byte[] Attribute(byte tag, string text) => DerWriter.Sequence(
            DerWriter.Oid("2.5.4.3"), DerWriter.Element(tag, System.Text.Encoding.ASCII.GetBytes(text)));
    }

    [Fact]
    public void A_root_whose_names_differ_in_their_strings_is_self_issued()
    {
        TestCertificate root = MixedRoot();

        Assert.NotEqual(root.Certificate.SubjectName.RawData, root.Certificate.IssuerName.RawData);
        Assert.True(DerCertificate.Parse(root.Der).IsSelfIssued);
    }

    /// <summary>A root that writes its name as UTF8String and its issuer's as PrintableString.</summary>
    internal static TestCertificate MixedRoot()
    {
        var issuer = new X500DistinguishedNameBuilder();
        issuer.Add("2.5.4.3", "mixed  Root", UniversalTagNumber.PrintableString);
        return TestCertificate.Root("Mixed Root", new CertificateOptions { IssuerName = issuer.Build().RawData });
    }
}

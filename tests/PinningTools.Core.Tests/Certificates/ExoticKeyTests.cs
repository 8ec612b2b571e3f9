using System.Collections.Generic;
using System.Linq;
using Org.BouncyCastle.X509;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.Certificates;

public sealed class ExoticKeyTests
{
    public static TheoryData<string, string, int?, string> All => new()
    {
        { nameof(ExoticCertificates.Ed25519), "Ed25519", 256, "Ed25519" },
        { nameof(ExoticCertificates.Ed448), "Ed448", 456, "Ed448" },
        { nameof(ExoticCertificates.RsaPss), "RSA-PSS", 2048, "RSASSA-PSS" },
        { nameof(ExoticCertificates.Dsa), "DSA", 2048, "sha256DSA" },
        { nameof(ExoticCertificates.EcExplicitParameters), "EC explicit", null, "sha256ECDSA" },
        { nameof(ExoticCertificates.EcCompressedPoint), "EC P-256", 256, "sha256ECDSA" },
        { nameof(ExoticCertificates.Version1), "EC P-256", 256, "sha256ECDSA" },
        { nameof(ExoticCertificates.UnknownAlgorithm), "1.3.6.1.4.1.99999.1.2.3", null, "sha256ECDSA" },
    };

    [Theory]
    [Trait("Pitfall", "9")]
    [Trait("Pitfall", "10")]
    [Trait("Pitfall", "11")]
    [Trait("Pitfall", "12")]
    [MemberData(nameof(All))]
    public void An_exotic_key_has_its_pin_and_as_much_of_a_description_as_there_is(
        string maker, string algorithm, int? size, string signature)
    {
        ExoticCertificate exotic = Make(maker);

        PinRecord record = TestKeyFiles.One(exotic.Pem);

        Assert.Equal(exotic.Pin, record.Pin);
        Assert.Equal(algorithm, record.KeyAlgorithm);
        Assert.Equal(size, record.KeySize);
        Assert.Equal(signature, record.SignatureAlgorithm);
        Assert.Equal("CN=localhost", record.Subject);
        Assert.Equal(88, record.DaysLeft);
        Assert.Equal(exotic.Pin, TestKeyFiles.One(exotic.PublicKeyInfo).Pin);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void BouncyCastle_reads_the_same(string maker, string algorithm, int? size, string signature)
    {
        _ = (algorithm, size, signature);
        ExoticCertificate exotic = Make(maker);
        var other = new X509CertificateParser().ReadCertificate(exotic.Der);
        var ours = DerCertificate.Parse(exotic.Der);

        Assert.Equal(other.CertificateStructure.SubjectPublicKeyInfo.GetDerEncoded(), ours.SubjectPublicKeyInfo);
        Assert.Equal(other.SerialNumber.ToString(16), ours.SerialNumber.TrimStart('0'), ignoreCase: true);
        Assert.Equal(other.NotBefore, ours.NotBefore);
        Assert.Equal(other.NotAfter, ours.NotAfter);
        IEnumerable<string> names = (other.GetSubjectAlternativeNames()?.Cast<System.Collections.IList>() ?? [])
            .Select(name => (string)name[1]!);
        Assert.Equal(names, ours.Extensions.DnsNames);
    }

    private static ExoticCertificate Make(string maker) =>
        (ExoticCertificate)typeof(ExoticCertificates).GetMethod(maker)!.Invoke(null, null)!;
}

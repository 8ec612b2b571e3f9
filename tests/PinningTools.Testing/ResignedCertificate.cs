using System;
using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PinningTools.Testing;

/// <summary>Certificates with contents that no program would sign, rightly signed. For P-256 keys.</summary>
public static class ResignedCertificate
{
    private const string EcdsaWithSha256 = "1.2.840.10045.4.3.2";

    /// <summary>With other bytes of the same length at the last position of the given ones.</summary>
    public static byte[] Replace(TestCertificate certificate, byte[] bytes, byte[] by)
    {
        ArgumentNullException.ThrowIfNull(by);
        var signed = SignedPart(certificate);
        by.CopyTo(signed, signed.AsSpan().LastIndexOf(bytes));
        return Sign(certificate, signed);
    }

    /// <summary>With an end of its validity that is not a date.</summary>
    public static byte[] WithUnreadableEnd(TestCertificate certificate) => Replace(
        certificate, Date(certificate.Certificate.NotAfter), Encoding.ASCII.GetBytes("301399000000Z"));

    /// <summary>With a start of its validity that is not a date.</summary>
    public static byte[] WithUnreadableStart(TestCertificate certificate) => Replace(
        certificate, Date(certificate.Certificate.NotBefore), Encoding.ASCII.GetBytes("2x0101000000Z"));

    /// <summary>With a length that is not in its shortest form, which is BER and not DER.</summary>
    public static byte[] WithLongLength(TestCertificate certificate)
    {
        var signed = SignedPart(certificate);
        return Sign(certificate, [signed[0], 0x83, 0, .. signed[2..]]);
    }

    private static byte[] Date(DateTime date) => Encoding.ASCII.GetBytes(
        date.ToUniversalTime().ToString("yyMMddHHmmss'Z'", CultureInfo.InvariantCulture));

    private static byte[] SignedPart(TestCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return new AsnReader(certificate.Der, AsnEncodingRules.DER).ReadSequence().ReadEncodedValue().ToArray();
    }

    private static byte[] Sign(TestCertificate certificate, byte[] signed)
    {
        var key = (ECDsa)(certificate.Issuer ?? certificate).Key;
        var signature = key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        var algorithm = new AsnWriter(AsnEncodingRules.DER);
        using (algorithm.PushSequence())
            algorithm.WriteObjectIdentifier(EcdsaWithSha256);
        var bits = new AsnWriter(AsnEncodingRules.DER);
        bits.WriteBitString(signature);
        byte[] parts = [.. signed, .. algorithm.Encode(), .. bits.Encode()];
        return [0x30, 0x82, (byte)(parts.Length >> 8), (byte)parts.Length, .. parts];
    }
}

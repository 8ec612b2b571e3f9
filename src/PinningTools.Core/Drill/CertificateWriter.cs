using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// Writes certificates (RFC 5280) for one drill: an authority, or a server's. .NET Standard has no means for it.
/// </summary>
internal static class CertificateWriter
{
    private const string SubjectKeyIdentifier = "2.5.29.14";
    private const string KeyUsage = "2.5.29.15";
    private const string SubjectAlternativeName = "2.5.29.17";
    private const string BasicConstraints = "2.5.29.19";
    private const string AuthorityKeyIdentifier = "2.5.29.35";
    private const string ExtendedKeyUsage = "2.5.29.37";
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>digitalSignature, the first bit.</summary>
    private static readonly byte[] s_signs = [7, 0x80];

    /// <summary>keyCertSign, the sixth bit.</summary>
    private static readonly byte[] s_certifies = [2, 0x04];

    /// <summary>Before the present time, because clocks differ; it ends soon after a drill.</summary>
    private static readonly TimeSpan s_lead = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_lifetime = TimeSpan.FromDays(2);

    internal static byte[] Authority(string name, RequestKey key)
    {
        byte[] subject = Name(name);
        return Write(subject, subject, key, key,
        [
            Extension(BasicConstraints, true, DerWriter.Sequence(DerWriter.Element(DerTag.Boolean, [0xFF]))),
            Extension(KeyUsage, true, DerWriter.Element(DerTag.BitString, s_certifies)),
            Extension(SubjectKeyIdentifier, false, DerWriter.OctetString(Identifier(key))),
        ]);
    }

    /// <summary>A server's certificate by an authority, or by its own key if they are the same.</summary>
    internal static byte[] Server(RequestedName host, RequestKey key, string issuer, RequestKey issuerKey)
    {
        byte[] subject = CertificateRequestWriter.SubjectOf(host);
        byte[] names = DerWriter.Sequence(CertificateRequestWriter.GeneralName(host));
        byte[] issuerId = DerWriter.Element(DerTag.Context(0), Identifier(issuerKey));
        return Write(subject, ReferenceEquals(key, issuerKey) ? subject : Name(issuer), key, issuerKey,
        [
            Extension(BasicConstraints, true, DerWriter.Sequence()),
            Extension(KeyUsage, true, DerWriter.Element(DerTag.BitString, s_signs)),
            Extension(ExtendedKeyUsage, false, DerWriter.Sequence(DerWriter.Oid(ServerAuthentication))),
            Extension(SubjectKeyIdentifier, false, DerWriter.OctetString(Identifier(key))),
            Extension(AuthorityKeyIdentifier, false, DerWriter.Sequence(issuerId)),
            Extension(SubjectAlternativeName, false, names),
        ]);
    }

    private static byte[] Write(
        byte[] subject, byte[] issuer, RequestKey key, RequestKey signer, IEnumerable<byte[]> extensions)
    {
        DateTime now = Clock.Now;
        byte[] version = DerWriter.Tagged(0, DerWriter.Integer(2));
        byte[] validity = DerWriter.Sequence(Time(now - s_lead), Time(now + s_lifetime));
        byte[] info = DerWriter.Sequence(
            version, Serial(), signer.SignatureAlgorithm, issuer, validity, subject, key.PublicKey,
            DerWriter.Tagged(3, DerWriter.Sequence([.. extensions])));
        return DerWriter.Sequence(info, signer.SignatureAlgorithm, DerWriter.BitString(signer.Sign(info)));
    }

    private static byte[] Serial()
    {
        byte[] serial = new byte[16];
        using (var random = RandomNumberGenerator.Create()) random.GetBytes(serial);
        // Positive, and without leading zeros.
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40);
        return DerWriter.Integer(serial);
    }

    private static byte[] Name(string text) => DerWriter.Sequence(DerWriter.Set(DerWriter.Sequence(
        DerWriter.Oid("2.5.4.3"), DerWriter.Utf8String(text))));

    private static byte[] Time(DateTime time) => DerWriter.Element(
        DerTag.UtcTime, Encoding.ASCII.GetBytes(time.ToString("yyMMddHHmmss'Z'", CultureInfo.InvariantCulture)));

    private static byte[] Extension(string oid, bool isCritical, byte[] value) => isCritical
        ? DerWriter.Sequence(
            DerWriter.Oid(oid), DerWriter.Element(DerTag.Boolean, [0xFF]), DerWriter.OctetString(value))
        : DerWriter.Sequence(DerWriter.Oid(oid), DerWriter.OctetString(value));

    private static byte[] Identifier(RequestKey key)
    {
        using var sha256 = SHA256.Create();
        return [.. sha256.ComputeHash(key.PublicKey).Take(20)];
    }
}

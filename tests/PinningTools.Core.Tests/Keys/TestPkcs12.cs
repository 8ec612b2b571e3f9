using System;
using System.Linq;
using PinningTools.Internal;

namespace PinningTools.Tests.Keys;

/// <summary>PFX files as no one's tool writes them.</summary>
internal static class TestPkcs12
{
    private const string Data = "1.2.840.113549.1.7.1";

    /// <summary>Key bags in plaintext or shrouded, without a MAC unless one is given.</summary>
    internal static byte[] Of(byte[][] bags, byte[]? mac = null) => Of(bags, _ => mac ?? []);

    /// <summary>The same with a MAC of the contents.</summary>
    internal static byte[] Of(byte[][] bags, Func<byte[], byte[]> mac)
    {
        byte[] part = DerWriter.Sequence(DerWriter.Oid(Data), Wrapped(DerWriter.Sequence(bags)));
        byte[] contents = DerWriter.Sequence(part);
        byte[] safe = DerWriter.Sequence(DerWriter.Oid(Data), Wrapped(contents));
        return DerWriter.Sequence(DerWriter.Integer(3), safe, mac(contents));
    }

    internal static byte[] KeyBag(byte[] pkcs8, params byte[][] attributes) =>
        Bag("1.2.840.113549.1.12.10.1.1", pkcs8, attributes);

    internal static byte[] ShroudedBag(int iterations) =>
        Bag("1.2.840.113549.1.12.10.1.2", Encrypted(iterations), []);

    internal static byte[] CertificateBag(byte[] certificate, params byte[][] attributes) => Bag(
        "1.2.840.113549.1.12.10.1.3",
        DerWriter.Sequence(
            DerWriter.Oid("1.2.840.113549.1.9.22.1"), DerWriter.Tagged(0, DerWriter.OctetString(certificate))),
        attributes);

    internal static byte[] Attribute(string oid, params byte[][] values) =>
        DerWriter.Sequence(DerWriter.Oid(oid), DerWriter.Set(values));

    /// <summary>An EncryptedPrivateKeyInfo of PBES2 with PBKDF2-HMAC-SHA1 and AES-256, which no password opens.</summary>
    internal static byte[] Encrypted(int iterations)
    {
        byte[] derivation = DerWriter.Sequence(DerWriter.OctetString(new byte[8]), DerWriter.Integer(iterations));
        byte[] scheme = DerWriter.Sequence(
            DerWriter.Sequence(DerWriter.Oid("1.2.840.113549.1.5.12"), derivation),
            DerWriter.Sequence(DerWriter.Oid("2.16.840.1.101.3.4.1.42"), DerWriter.OctetString(new byte[16])));
        return DerWriter.Sequence(
            DerWriter.Sequence(DerWriter.Oid("1.2.840.113549.1.5.13"), scheme), DerWriter.OctetString(new byte[32]));
    }

    /// <summary>The same with scrypt.</summary>
    internal static byte[] Scrypt(int cost, int blockSize, int parallelization)
    {
        byte[] derivation = DerWriter.Sequence(
            DerWriter.OctetString(new byte[8]), Signed(cost), Signed(blockSize), Signed(parallelization));
        byte[] scheme = DerWriter.Sequence(
            DerWriter.Sequence(DerWriter.Oid("1.3.6.1.4.1.11591.4.11"), derivation),
            DerWriter.Sequence(DerWriter.Oid("2.16.840.1.101.3.4.1.42"), DerWriter.OctetString(new byte[16])));
        return DerWriter.Sequence(
            DerWriter.Sequence(DerWriter.Oid("1.2.840.113549.1.5.13"), scheme), DerWriter.OctetString(new byte[32]));

        static byte[] Signed(int number) => number < 0
            ? DerWriter.Element(DerTag.Integer, [(byte)number])
            : DerWriter.Integer(number);
    }

    /// <summary>A MAC of SHA-256 that fits nothing.</summary>
    internal static byte[] Mac(int iterations) => DerWriter.Sequence(
        DerWriter.Sequence(
            DerWriter.Sequence(DerWriter.Oid("2.16.840.1.101.3.4.2.1"), DerWriter.Null()),
            DerWriter.OctetString(new byte[32])),
        DerWriter.OctetString(new byte[8]), DerWriter.Integer(iterations));

    private static byte[] Wrapped(byte[] content) => DerWriter.Tagged(0, DerWriter.OctetString(content));

    private static byte[] Bag(string kind, byte[] value, byte[][] attributes) => attributes.Length == 0
        ? DerWriter.Sequence(DerWriter.Oid(kind), DerWriter.Tagged(0, value))
        : DerWriter.Sequence(
            DerWriter.Oid(kind), DerWriter.Tagged(0, value), DerWriter.Set(attributes.ToArray()));
}

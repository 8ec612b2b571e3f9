using System;
using System.Numerics;

namespace PinningTools.Internal;

/// <summary>
/// The public half of private keys: PKCS#1 (RFC 8017), SEC 1 (RFC 5915), PKCS#8 (RFC 5958) and encrypted PKCS#8. What
/// the file does not spell out is computed from the private number, where that can be done here.
/// </summary>
internal static class PrivateKeyReader
{
    private const string Rsa = "1.2.840.113549.1.1.1";
    private const string RsaPss = "1.2.840.113549.1.1.10";
    private const string EllipticCurve = "1.2.840.10045.2.1";
    private const string Dsa = "1.2.840.10040.4.1";
    private const string Ed25519 = "1.3.101.112";

    /// <summary>RSAPrivateKey: the version, the modulus, the public exponent, and what is nobody's business.</summary>
    internal static DerPublicKey ReadPkcs1(byte[] key)
    {
        DerReader numbers = OpenVersioned(key, 0);
        return DerPublicKey.OfPrivate(Spki.OfRsa(numbers.Read(DerTag.Integer), numbers.Read(DerTag.Integer)));
    }

    /// <summary>The DSA form of OpenSSL: 0, p, q, g, y, x.</summary>
    internal static DerPublicKey ReadDsa(byte[] key)
    {
        DerReader numbers = OpenVersioned(key, 0);
        byte[] parameters = DerWriter.Sequence(
            numbers.Read(DerTag.Integer).ToArray(), numbers.Read(DerTag.Integer).ToArray(),
            numbers.Read(DerTag.Integer).ToArray());
        byte[] algorithm = DerWriter.Sequence(DerWriter.Oid(Dsa), parameters);
        return DerPublicKey.OfPrivate(Spki.Of(algorithm, numbers.Read(DerTag.Integer).ToArray()));
    }

    /// <summary>An ECPrivateKey by itself, which then says its own curve.</summary>
    internal static DerPublicKey ReadSec1(byte[] key)
    {
        DerReader fields = OpenVersioned(key, 1);
        fields.Read(DerTag.OctetString);
        DerElement curve = fields.Read(DerTag.ContextConstructed(0));
        byte[] algorithm = DerWriter.Sequence(DerWriter.Oid(EllipticCurve), curve.ContentToArray());
        return DerPublicKey.OfPrivate(Spki.Of(algorithm, PointOf(key, curve.Open().Read())));
    }

    internal static DerPublicKey ReadPkcs8(byte[] key)
    {
        var outer = new DerReader(key);
        DerReader fields = outer.Read(DerTag.Sequence).Open();
        outer.ExpectEnd();
        fields.Read(DerTag.Integer);
        DerElement algorithm = fields.Read(DerTag.Sequence);
        byte[] privateKey = fields.Read(DerTag.OctetString).ContentToArray();
        fields.TryRead(DerTag.ContextConstructed(0), out _);
        bool hasPublic = fields.TryRead(DerTag.Context(1), out DerElement publicKey);
        DerReader names = algorithm.Open();
        string oid = DerText.ReadOid(names.Read(DerTag.ObjectIdentifier)) ?? "?";
        try
        {
            return DerPublicKey.OfPrivate(Spki.Of(algorithm.ToArray(), oid switch
            {
                Rsa or RsaPss => ModulusAndExponent(privateKey),
                EllipticCurve => PointOf(privateKey, names.Read()),
                Dsa => PowerOf(privateKey, names.Read(DerTag.Sequence)),
                _ when hasPublic => BitsOf(publicKey),
                Ed25519 => Ed25519Math.PublicKey(new DerReader(privateKey).Read(DerTag.OctetString).ContentToArray()),
                _ => throw new PinningException(Faults.PublicHalfUnknown(AlgorithmNames.OfKey(oid))),
            }));
        }
        finally
        {
            Array.Clear(privateKey, 0, privateKey.Length);
        }
    }

    /// <exception cref="PinningException">
    /// The password is missing or wrong, or the scheme is not known here.
    /// </exception>
    internal static DerPublicKey ReadEncrypted(byte[] key, KeyPassword password)
    {
        var outer = new DerReader(key);
        DerReader fields = outer.Read(DerTag.Sequence).Open();
        outer.ExpectEnd();
        if (!password.IsGiven) throw new PinningException(Faults.PasswordNeeded());
        return ReadEncrypted(fields.Read(DerTag.Sequence), fields.Read(DerTag.OctetString).ContentToArray(), password);
    }

    internal static DerPublicKey ReadEncrypted(DerElement algorithm, byte[] data, KeyPassword password)
    {
        byte[] key = PasswordEncryption.Decrypt(algorithm, data, password);
        try
        {
            // One wrong password in 256 leaves a well-formed padding; then what comes out is not one sequence.
            if (!IsSequence(key)) throw new PinningException(Faults.PasswordWrong());
            return ReadPkcs8(key);
        }
        finally
        {
            Array.Clear(key, 0, key.Length);
        }
    }

    private static bool IsSequence(byte[] data)
    {
        try
        {
            var reader = new DerReader(data);
            reader.Read(DerTag.Sequence);
            return reader.AtEnd;
        }
        catch (PinningException)
        {
            return false;
        }
    }

    private static DerReader OpenVersioned(byte[] key, int version)
    {
        var outer = new DerReader(key);
        DerReader fields = outer.Read(DerTag.Sequence).Open();
        outer.ExpectEnd();
        DerElement number = fields.Read(DerTag.Integer);
        return PasswordEncryption.ReadCount(number) == version
            ? fields
            : throw new PinningException(Faults.MalformedDer(number.Start, $"the key is not of version {version}"));
    }

    private static byte[] ModulusAndExponent(byte[] rsaPrivateKey)
    {
        DerReader numbers = OpenVersioned(rsaPrivateKey, 0);
        return DerWriter.Sequence(numbers.Read(DerTag.Integer).ToArray(), numbers.Read(DerTag.Integer).ToArray());
    }

    /// <summary>
    /// The point an ECPrivateKey carries, or the one that its number leads to on a curve we know (Java leaves it out).
    /// </summary>
    private static byte[] PointOf(byte[] ecPrivateKey, DerElement curve)
    {
        DerReader fields = OpenVersioned(ecPrivateKey, 1);
        byte[] number = fields.Read(DerTag.OctetString).ContentToArray();
        fields.TryRead(DerTag.ContextConstructed(0), out _);
        if (fields.TryRead(DerTag.ContextConstructed(1), out DerElement point))
            return BitsOf(point.Open().Read(DerTag.BitString));
        string oid = curve.Tag == DerTag.ObjectIdentifier ? DerText.ReadOid(curve) ?? "?" : "explicit parameters";
        return WeierstrassMath.PublicPoint(oid, number)
            ?? throw new PinningException(Faults.PublicHalfUnknown("EC " + oid));
    }

    private static byte[] PowerOf(byte[] dsaPrivateKey, DerElement parameters)
    {
        DerReader numbers = parameters.Open();
        BigInteger modulus = BigNumbers.Read(numbers.Read(DerTag.Integer));
        numbers.Read(DerTag.Integer);
        BigInteger generator = BigNumbers.Read(numbers.Read(DerTag.Integer));
        BigInteger secret = BigNumbers.Read(new DerReader(dsaPrivateKey).Read(DerTag.Integer));
        if (modulus.IsZero) throw new PinningException(Faults.PublicHalfUnknown("DSA"));
        return DerWriter.Integer(BigNumbers.ToBigEndian(BigInteger.ModPow(generator, secret, modulus), 1));
    }

    private static byte[] BitsOf(DerElement bitString)
    {
        if (bitString.ContentLength < 2)
            throw new PinningException(Faults.MalformedDer(bitString.Start, "the public key is empty"));
        byte[] bits = new byte[bitString.ContentLength - 1];
        Buffer.BlockCopy(bitString.Data, bitString.ContentStart + 1, bits, 0, bits.Length);
        return bits;
    }
}

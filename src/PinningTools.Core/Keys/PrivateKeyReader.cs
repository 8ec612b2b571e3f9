// The room Keys: private keys, read only for their public key and made only as spares.
// - The pin of a private key belongs to its private number: the public key is computed from it, or the one in the file
//   is verified to belong to it. A public key that a file merely contains is nobody's pin.
// - Work is counted before it is done, over all files of a command (KeyWork), because the author of a file determines
//   its cost.
// - Without a password, nothing costly is derived.
// - A fresh key is measured before it is written, and it is written encrypted, to a file of its owner alone.

using System;

namespace PinningTools.Internal;

/// <summary>
/// Reads the public key of private keys: PKCS#1 (RFC 8017), SEC 1 (RFC 5915), PKCS#8 (RFC 5958) and encrypted PKCS#8.
/// It always belongs to the private number: it is computed from it, or the one in the file is verified to belong to it.
/// A public key of another key is refused.
/// </summary>
internal static class PrivateKeyReader
{
    private const string Rsa = "1.2.840.113549.1.1.1";
    private const string RsaPss = "1.2.840.113549.1.1.10";
    private const string EllipticCurve = "1.2.840.10045.2.1";
    private const string Dsa = "1.2.840.10040.4.1";
    private const string DiffieHellman = "1.2.840.113549.1.3.1";
    private const string DiffieHellmanX942 = "1.2.840.10046.2.1";

    /// <summary>An RSAPrivateKey by itself.</summary>
    internal static DerPublicKey ReadPkcs1(byte[] key, KeyWork work)
    {
        byte[] algorithm = DerWriter.Sequence(DerWriter.Oid(Rsa), DerWriter.Null());
        return Result(algorithm, RsaPublicHalf.From(OpenVersioned(key, 0), work), key, work);
    }

    /// <summary>The DSA form of OpenSSL: 0, p, q, g, y, x.</summary>
    internal static DerPublicKey ReadDsa(byte[] key, KeyWork work)
    {
        DerReader numbers = OpenVersioned(key, 0);
        byte[] parameters = DerWriter.Sequence(
            numbers.Read(DerTag.Integer).ToArray(), numbers.Read(DerTag.Integer).ToArray(),
            numbers.Read(DerTag.Integer).ToArray());
        DerElement named = numbers.Read(DerTag.Integer);
        DerReader domain = new DerReader(parameters).Read(DerTag.Sequence).Open();
        DerElement secret = numbers.Read(DerTag.Integer);
        byte[] half = ModularPublicHalf.From("DSA", domain, secret, named, work);
        return Result(DerWriter.Sequence(DerWriter.Oid(Dsa), parameters), half, secret.ToArray(), work);
    }

    /// <summary>An ECPrivateKey by itself, which then names its curve.</summary>
    internal static DerPublicKey ReadSec1(byte[] key, KeyWork work)
    {
        DerReader fields = OpenVersioned(key, 1);
        fields.Read(DerTag.OctetString);
        DerElement curve = fields.Read(DerTag.ContextConstructed(0)).Open().Read();
        byte[] algorithm = DerWriter.Sequence(DerWriter.Oid(EllipticCurve), curve.ToArray());
        return Result(algorithm, PointOf(key, curve, null, work), key, work);
    }

    internal static DerPublicKey ReadPkcs8(byte[] key, KeyWork work)
    {
        var outer = new DerReader(key);
        DerReader fields = outer.Read(DerTag.Sequence).Open();
        outer.ExpectEnd();
        fields.Read(DerTag.Integer);
        DerElement algorithm = fields.Read(DerTag.Sequence);
        byte[] privateKey = fields.Read(DerTag.OctetString).ContentToArray();
        fields.TryRead(DerTag.ContextConstructed(0), out _);
        byte[]? named = fields.TryRead(DerTag.Context(1), out DerElement publicKey) ? BitsOf(publicKey) : null;
        DerReader names = algorithm.Open();
        string oid = DerText.ReadOid(names.Read(DerTag.ObjectIdentifier)) ?? "?";
        string name = AlgorithmNames.OfKey(oid);
        try
        {
            byte[] half = oid switch
            {
                Rsa or RsaPss => RsaPublicHalf.From(OpenVersioned(privateKey, 0), work),
                EllipticCurve => PointOf(privateKey, names.Read(), named, work),
                Dsa or DiffieHellman or DiffieHellmanX942 => ModularPublicHalf.From(
                    name, names.Read(DerTag.Sequence).Open(), NumberIn(privateKey), null, work),
                _ when BytesPublicHalf.IsKnown(name) => BytesPublicHalf.From(oid, name, privateKey, work),
                _ => throw new PinningException(
                    named is null ? Faults.PublicHalfUnknown(name) : Faults.PublicHalfUnproven(name)),
            };
            if (named is not null && !Bytes.Same(named, half))
                throw new PinningException(Faults.PublicHalfForeign(name));
            return Result(algorithm.ToArray(), half, privateKey, work);
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
            // One in 256 wrong passwords results in valid padding; the decrypted data is then not a sequence.
            if (!IsSequence(key)) throw new PinningException(Faults.PasswordWrong());
            return ReadPkcs8(key, password.Work);
        }
        finally
        {
            Array.Clear(key, 0, key.Length);
        }
    }

    /// <summary>The public key, and with it the private one if the command makes a request with it.</summary>
    private static DerPublicKey Result(byte[] algorithm, byte[] half, byte[] privateKey, KeyWork work) =>
        DerPublicKey.FromPrivate(
            Spki.From(algorithm, half), work.KeepsPrivateKeys ? FreshKey.Pkcs8(algorithm, privateKey) : null);

    /// <summary>Whether decrypted bytes can be a key.</summary>
    internal static bool IsSequence(byte[] data)
    {
        try
        {
            var reader = new DerReader(data);
            reader.Read(DerTag.Sequence);
            return reader.IsAtEnd;
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
            : throw new PinningException(Faults.MalformedDer(number.Start, $"the key does not have version {version}"));
    }

    /// <summary>
    /// The point of an ECPrivateKey on the curve that is named outside; a curve that is named inside must be the same.
    /// </summary>
    private static byte[] PointOf(byte[] ecPrivateKey, DerElement curve, byte[]? named, KeyWork work)
    {
        DerReader fields = OpenVersioned(ecPrivateKey, 1);
        byte[] number = fields.Read(DerTag.OctetString).ContentToArray();
        bool isSame = !fields.TryRead(DerTag.ContextConstructed(0), out DerElement inner)
            || Bytes.Same(inner.ContentToArray(), curve.ToArray());
        if (!isSame) throw new PinningException(Faults.MalformedDer(inner.Start, "the key names two curves"));
        if (fields.TryRead(DerTag.ContextConstructed(1), out DerElement point))
            named = BitsOf(point.Open().Read(DerTag.BitString));
        return EcPublicHalf.From(curve, number, named, work);
    }

    private static DerElement NumberIn(byte[] privateKey) => new DerReader(privateKey).Read(DerTag.Integer);

    private static byte[] BitsOf(DerElement bitString) => bitString.BitsToArray() is { Length: > 0 } bits
        ? bits
        : throw new PinningException(Faults.MalformedDer(bitString.Start, "the public key does not consist of whole "
            + "bytes"));
}

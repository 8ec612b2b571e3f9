using System;
using System.Collections.Generic;
using System.Security.Cryptography;

namespace PinningTools.Internal;

/// <summary>
/// Reads the certificates and keys of a PFX (PKCS#12, RFC 7292) with code of its own: the platform would put the
/// private keys into a key store, and for a wrong password it only reports a failure.
/// </summary>
internal sealed class Pkcs12Reader
{
    private const string Data = "1.2.840.113549.1.7.1";
    private const string EncryptedData = "1.2.840.113549.1.7.6";
    private const string KeyBag = "1.2.840.113549.1.12.10.1.1";
    private const string ShroudedKeyBag = "1.2.840.113549.1.12.10.1.2";
    private const string CertificateBag = "1.2.840.113549.1.12.10.1.3";
    private const string SafeContentsBag = "1.2.840.113549.1.12.10.1.6";
    private const string X509Certificate = "1.2.840.113549.1.9.22.1";
    private const string Pbmac1 = "1.2.840.113549.1.5.14";
    private const int MaxDepth = 4;

    private readonly KeyPassword _password;
    private readonly Action<Func<IKeyHolder?>> _add;
    private readonly HashSet<SpkiPin> _certified = [];
    private readonly List<Func<IKeyHolder>> _keys = [];

    private Pkcs12Reader(KeyPassword password, Action<Func<IKeyHolder?>> add)
    {
        _password = password;
        _add = add;
    }

    /// <summary>Returns the items of the file, one at a time, so that a malformed bag is a single fault.</summary>
    /// <exception cref="PinningException">The frame is malformed, or the password is missing or wrong.</exception>
    internal static void Read(
        byte[] data, KeyPassword password, bool certificatesOnly, Action<Func<IKeyHolder?>> add)
    {
        password.BeginPfx();
        BerReader fields = BerReader.Open(new BerReader(data).Read(DerTag.Sequence));
        fields.Read(DerTag.Integer);
        BerReader safe = BerReader.Open(fields.Read(DerTag.Sequence));
        string? kind = DerText.ReadOid(safe.Read(DerTag.ObjectIdentifier));
        if (kind != Data) throw new PinningException(Faults.EncryptionUnknown(kind ?? "?"));
        byte[] contents = BerReader.Open(safe.Read(DerTag.ContextConstructed(0))).ReadOctets();
        if (!fields.IsAtEnd) CheckMac(BerReader.Open(fields.Read(DerTag.Sequence)), contents, password);
        var reader = new Pkcs12Reader(password, add);
        reader.ReadSafe(contents);
        foreach (Func<IKeyHolder> key in certificatesOnly ? [] : reader._keys)
        {
            add(() => reader.UnlessCertified(key()));
            if (password.Work.IsSpent) break;
        }
    }

    private static void CheckMac(BerReader mac, byte[] contents, KeyPassword password)
    {
        BerReader digest = BerReader.Open(mac.Read(DerTag.Sequence));
        BerReader algorithm = BerReader.Open(digest.Read(DerTag.Sequence));
        string? oid = DerText.ReadOid(algorithm.Read(DerTag.ObjectIdentifier));
        byte[] expected = digest.ReadOctets();
        if (oid == Pbmac1)
        {
            // RFC 9579 section 4: the salt and the iterations beside it are not used.
            byte[] computed = PasswordEncryption.MacOfPbmac1(algorithm.Read(DerTag.Sequence), password, contents);
            if (!Bytes.Same(computed, expected)) throw WrongPassword(password);
            return;
        }

        HashAlgorithmName hash = HashNames.OfDigest(oid)
            ?? throw new PinningException(Faults.EncryptionUnknown(oid ?? "?"));
        byte[] salt = mac.ReadOctets();
        int iterations = mac.IsAtEnd ? 1 : PasswordEncryption.ReadCount(mac.Read(DerTag.Integer));
        if (Matches()) return;
        if (!password.IsEmpty) throw WrongPassword(password);
        // Programs encode the empty password in two ways: as only a terminator, and as nothing. No program requires
        // much work for an empty password; if a file does, the second way is not tried.
        long cost = KeyDerivation.CostOfPkcs12(salt, iterations, hash, HashNames.LengthOf(hash));
        if (cost > KeyWork.MaxWithoutPassword)
            throw new PinningException(Faults.KeyDerivationTooCostly(iterations, (int)KeyWork.MaxWithoutPassword));
        password.OmitTerminator = true;
        if (!Matches()) throw WrongPassword(password);

        bool Matches() => Bytes.Same(
            PasswordEncryption.MacOfPkcs12(password, salt, iterations, hash, contents), expected);
    }

    private static PinningException WrongPassword(KeyPassword password) =>
        new(password.IsGiven ? Faults.PasswordWrong() : Faults.PasswordNeeded());

    private void ReadSafe(byte[] contents)
    {
        BerReader parts = BerReader.Open(new BerReader(contents).Read(DerTag.Sequence));
        while (!parts.IsAtEnd)
        {
            BerReader part = BerReader.Open(parts.Read(DerTag.Sequence));
            string? kind = DerText.ReadOid(part.Read(DerTag.ObjectIdentifier));
            BerReader content = BerReader.Open(part.Read(DerTag.ContextConstructed(0)));
            if (kind == Data) ReadBags(content.ReadOctets(), 0);
            else if (kind == EncryptedData) ReadBags(Decrypt(content), 0);
            else throw new PinningException(Faults.EncryptionUnknown(kind ?? "?"));
        }
    }

    private byte[] Decrypt(BerReader content)
    {
        BerReader encrypted = BerReader.Open(content.Read(DerTag.Sequence));
        encrypted.Read(DerTag.Integer);
        BerReader info = BerReader.Open(encrypted.Read(DerTag.Sequence));
        info.Read(DerTag.ObjectIdentifier);
        DerElement algorithm = info.Read(DerTag.Sequence);
        return PasswordEncryption.Decrypt(algorithm, BerReader.OctetsOf(info.Read()), _password);
    }

    private void ReadBags(byte[] contents, int depth)
    {
        if (depth > MaxDepth) throw new PinningException(Faults.MalformedDer(0, "safes are nested too deeply"));
        BerReader bags = BerReader.Open(new BerReader(contents).Read(DerTag.Sequence));
        while (!bags.IsAtEnd)
        {
            BerReader bag = BerReader.Open(bags.Read(DerTag.Sequence));
            string? kind = DerText.ReadOid(bag.Read(DerTag.ObjectIdentifier));
            DerElement value = bag.Read(DerTag.ContextConstructed(0));
            string? restriction = bag.IsAtEnd ? null : BagAttributes.RestrictionOf(bag.Read(DerTag.Set));
            if (kind == CertificateBag) _add(() => ReadCertificate(value, restriction));
            else if (kind == KeyBag) _keys.Add(() => PrivateKeyReader.ReadPkcs8(value.ContentToArray(), _password.Work));
            else if (kind == ShroudedKeyBag) _keys.Add(() => ReadShrouded(value));
            else if (kind == SafeContentsBag) ReadBags(value.ContentToArray(), depth + 1);
        }
    }

    /// <summary>The key of a certificate in the same file would only repeat its pin.</summary>
    private IKeyHolder? UnlessCertified(IKeyHolder key) =>
        _certified.Contains(key.Pin) && !_password.Work.KeepsPrivateKeys ? null : key;

    private DerCertificate ReadCertificate(DerElement value, string? restriction)
    {
        BerReader fields = BerReader.Open(BerReader.Open(value).Read(DerTag.Sequence));
        string? kind = DerText.ReadOid(fields.Read(DerTag.ObjectIdentifier));
        if (kind != X509Certificate) throw new PinningException(Faults.EncryptionUnknown(kind ?? "?"));
        var certificate = DerCertificate.Parse(
            BerReader.Open(fields.Read(DerTag.ContextConstructed(0))).ReadOctets(), restriction);
        _certified.Add(certificate.Pin);
        return certificate;
    }

    private DerPublicKey ReadShrouded(DerElement value)
    {
        BerReader fields = BerReader.Open(BerReader.Open(value).Read(DerTag.Sequence));
        return PrivateKeyReader.ReadEncrypted(fields.Read(DerTag.Sequence), fields.ReadOctets(), _password);
    }
}

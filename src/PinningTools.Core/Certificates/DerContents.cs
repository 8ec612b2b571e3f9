using System;
using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>Tells by its shape what a DER or BER value is, and takes the certificates and keys out of it.</summary>
internal static class DerContents
{
    /// <summary>Everything in it, in its order; what is broken is a fault among the others.</summary>
    /// <param name="data">One value.</param>
    /// <param name="source">Where it came from, for the faults.</param>
    /// <param name="index">The number of the first item.</param>
    /// <param name="password">For what is encrypted.</param>
    /// <param name="certificatesOnly">Whether the keys of a PFX are passed over.</param>
    internal static List<CertificateItem> Read(
        byte[] data, string source, int index, KeyPassword password, bool certificatesOnly)
    {
        var items = new List<CertificateItem>();
        try
        {
            Read(data, password, certificatesOnly, Add);
        }
        catch (PinningException error)
        {
            items.Add(Broken(error));
        }

        return items;

        void Add(Func<IKeyHolder?> read)
        {
            password.Work.ThrowIfStopped();
            try
            {
                if (read() is { } holder)
                    items.Add(new CertificateItem { Index = index + items.Count, Holder = holder });
            }
            catch (PinningException error)
            {
                items.Add(Broken(error));
            }
        }

        CertificateItem Broken(PinningException error) =>
            new() { Index = index + items.Count, Fault = Faults.CertificateUnreadable(source, error.Fault) };
    }

    private static void Read(
        byte[] data, KeyPassword password, bool certificatesOnly, Action<Func<IKeyHolder?>> add)
    {
        BerReader fields = BerReader.Open(new BerReader(data).Read(DerTag.Sequence));
        switch (fields.PeekTag())
        {
            case DerTag.ObjectIdentifier:
                Pkcs7Reader.Read(data, add);
                break;
            case DerTag.Integer:
                if (!IsPfx(fields)) ReadKey(data, fields, password.Work, add);
                else Pkcs12Reader.Read(data, password, certificatesOnly, add);
                break;
            case DerTag.Sequence:
                DerElement first = fields.Read();
                if (fields.PeekTag() == DerTag.BitString) add(() => DerPublicKey.Parse(data));
                else if (fields.PeekTag() == DerTag.OctetString)
                    add(() => PrivateKeyReader.ReadEncrypted(data, password));
                else if (IsRevocationList(first))
                    throw new PinningException(Faults.ContentUnknown("it is " + FileContents.RevocationList));
                else if (IsRequest(first)) add(() => DerRequest.Parse(data));
                else add(() => DerCertificate.Parse(data));
                break;
            default:
                throw new PinningException(Faults.ContentUnknown("no certificate, request or key begins like it"));
        }
    }

    /// <summary>
    /// Version and sequence begin a PFX and a PKCS#8 key; the key has an octet string after them, and no PFX has.
    /// </summary>
    private static bool IsPfx(BerReader fields)
    {
        fields.Read();
        if (fields.PeekTag() != DerTag.Sequence) return false;
        fields.Read();
        return fields.PeekTag() != DerTag.OctetString;
    }

    /// <summary>What begins with a number: the version of a key, or the modulus of a PKCS#1 public key.</summary>
    private static void ReadKey(byte[] data, BerReader fields, KeyWork work, Action<Func<IKeyHolder?>> add)
    {
        fields.Read();
        byte second = fields.PeekTag();
        if (second == DerTag.OctetString)
        {
            add(() => PrivateKeyReader.ReadSec1(data, work));
        }
        else if (second == DerTag.Sequence)
        {
            add(() => PrivateKeyReader.ReadPkcs8(data, work));
        }
        else
        {
            int numbers = 1;
            for (; fields.PeekTag() == DerTag.Integer; numbers++) fields.Read();
            if (numbers == 2) add(() => DerPublicKey.FromPkcs1(data));
            else if (numbers == 6) add(() => PrivateKeyReader.ReadDsa(data, work));
            else add(() => PrivateKeyReader.ReadPkcs1(data, work));
        }
    }

    /// <summary>
    /// A request's third field is its key, an algorithm and a BIT STRING; a certificate has a [0] first, or, in version
    /// 1, three sequences after its serial number.
    /// </summary>
    private static bool IsRequest(DerElement toBeSigned)
    {
        BerReader fields = BerReader.Open(toBeSigned);
        if (fields.PeekTag() != DerTag.Integer) return false;
        fields.Read();
        int sequences = 0;
        for (; fields.PeekTag() == DerTag.Sequence; sequences++) fields.Read();
        return sequences == 2;
    }

    /// <summary>
    /// A revocation list has a time after its algorithm and issuer (RFC 5280 section 5.1); a certificate has a sequence
    /// of two there.
    /// </summary>
    private static bool IsRevocationList(DerElement toBeSigned)
    {
        BerReader fields = BerReader.Open(toBeSigned);
        if (fields.PeekTag() == DerTag.Integer) fields.Read();
        for (int i = 0; i < 2 && fields.PeekTag() == DerTag.Sequence; i++) fields.Read();
        return fields.PeekTag() is DerTag.UtcTime or DerTag.GeneralizedTime;
    }
}

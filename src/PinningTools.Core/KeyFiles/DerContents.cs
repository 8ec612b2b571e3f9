using System;
using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>Determines by its structure what a DER or BER value is, and returns its certificates and keys.</summary>
internal static class DerContents
{
    /// <summary>All items in order; a malformed one is a fault among the others.</summary>
    /// <param name="data">One value, or several in sequence.</param>
    /// <param name="source">The source of the data, for the faults.</param>
    /// <param name="index">The number of the first item.</param>
    /// <param name="password">The password for encrypted items.</param>
    /// <param name="certificatesOnly">Whether the keys of a PFX are skipped.</param>
    internal static List<KeyFileItem> Read(
        byte[] data, string source, int index, KeyPassword password, bool certificatesOnly)
    {
        var items = new List<KeyFileItem>();
        try
        {
            var values = new BerReader(data);
            do
            {
                int start = values.Position;
                values.Read(DerTag.Sequence);
                Read(start == 0 && values.Position == data.Length ? data
                    : Bytes.Slice(data, start, values.Position - start), password, certificatesOnly, Add);
            }
            while (values.PeekTag() == DerTag.Sequence);
            if (!IsFill(data, values.Position))
                throw new PinningException(Faults.BytesLeftOver(data.Length - values.Position));
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
                    items.Add(new KeyFileItem { Index = index + items.Count, Holder = holder });
            }
            catch (PinningException error)
            {
                items.Add(Broken(error));
            }
        }

        KeyFileItem Broken(PinningException error) =>
            new() { Index = index + items.Count, Fault = Faults.CertificateUnreadable(source, error.Fault) };
    }

    /// <summary>
    /// Whether the bytes can only be a certificate, a request, a public key or PKCS#7, regardless of the label.
    /// </summary>
    internal static bool IsUnmistakable(byte[] data)
    {
        try
        {
            BerReader fields = BerReader.Open(new BerReader(data).Read(DerTag.Sequence));
            if (fields.PeekTag() == DerTag.ObjectIdentifier) return Pkcs7Reader.IsSignedData(data);
            if (fields.PeekTag() != DerTag.Sequence) return false;
            fields.Read();
            if (fields.PeekTag() == DerTag.Sequence) fields.Read();
            return fields.PeekTag() == DerTag.BitString;
        }
        catch (PinningException)
        {
            return false;
        }
    }

    /// <summary>Zeros, and line ends that a text program added after the data.</summary>
    private static bool IsFill(byte[] data, int start)
    {
        for (int i = start; i < data.Length; i++)
            if (data[i] is not (0 or (byte)'\r' or (byte)'\n' or (byte)' ' or 0x1A)) return false;
        return true;
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
                    throw new PinningException(Faults.ContentUnknown("it is " + SeenForm.RevocationList.Name));
                else if (IsRequest(first)) add(() => DerRequest.Parse(data));
                else add(() => DerCertificate.Parse(data));
                break;
            case DerTag.Enumerated:
                throw new PinningException(Faults.ContentUnknown("it is an OCSP response (about revocation)"));
            default:
                throw new PinningException(Faults.ContentUnknown("no certificate, request or key begins like this"));
        }
    }

    /// <summary>
    /// A PFX and a PKCS#8 key both begin with a version and a sequence; only the key has an octet string after them.
    /// </summary>
    private static bool IsPfx(BerReader fields)
    {
        fields.Read();
        if (fields.PeekTag() != DerTag.Sequence) return false;
        fields.Read();
        return fields.PeekTag() != DerTag.OctetString;
    }

    /// <summary>
    /// A value that begins with a number: the version of a key, or the modulus of a PKCS#1 public key.
    /// </summary>
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
    /// <summary>
    /// Behind the version, which may be missing, come an algorithm, an issuer and a time (RFC 5280 section 5.1).
    /// </summary>
    /// </summary>
    private static bool IsRevocationList(DerElement toBeSigned)
    {
        BerReader fields = BerReader.Open(toBeSigned);
        if (fields.PeekTag() == DerTag.Integer) fields.Read();
        for (int i = 0; i < 2; i++)
        {
            if (fields.PeekTag() != DerTag.Sequence) return false;
            fields.Read();
        }

        return fields.PeekTag() is DerTag.UtcTime or DerTag.GeneralizedTime;
    }
}

using System;

namespace PinningTools.Internal;

/// <summary>
/// The certificates of a PKCS#7 or CMS SignedData (RFC 5652 section 5.1). Its signatures are not looked at.
/// </summary>
internal static class Pkcs7Reader
{
    private const string SignedData = "1.2.840.113549.1.7.2";

    /// <summary>Hands over the certificates, one reading at a time, so that one bad certificate is one fault.</summary>
    internal static void Read(byte[] data, Action<Func<IKeyHolder?>> add)
    {
        BerReader content = BerReader.Open(new BerReader(data).Read(DerTag.Sequence));
        string? kind = DerText.ReadOid(content.Read(DerTag.ObjectIdentifier));
        if (kind != SignedData) throw new PinningException(Faults.ContentUnknown(kind ?? "?"));
        BerReader fields =
            BerReader.Open(BerReader.Open(content.Read(DerTag.ContextConstructed(0))).Read(DerTag.Sequence));
        fields.Read(DerTag.Integer);
        fields.Read(DerTag.Set);
        fields.Read(DerTag.Sequence);
        if (fields.PeekTag() != DerTag.ContextConstructed(0)) return;
        BerReader certificates = BerReader.Open(fields.Read());
        while (!certificates.AtEnd)
        {
            DerElement certificate = certificates.Read();
            // Attribute certificates and other old forms have tags of their own, and no public key.
            if (certificate.Tag == DerTag.Sequence) add(() => DerCertificate.Parse(certificate.ToArray()));
        }
    }
}

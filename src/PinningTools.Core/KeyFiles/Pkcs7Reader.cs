using System;
using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>
/// The certificates of a PKCS#7 or CMS SignedData (RFC 5652 section 5.1). Its signatures are not verified.
/// </summary>
internal static class Pkcs7Reader
{
    private const string SignedData = "1.2.840.113549.1.7.2";

    private static readonly Dictionary<string, string> s_otherKinds = new()
    {
        ["1.2.840.113549.1.7.1"] = "it is unsigned PKCS#7 data",
        ["1.2.840.113549.1.7.3"] = "it is an encrypted message (PKCS#7 enveloped data)",
        ["1.2.840.113549.1.7.6"] = "it is PKCS#7 encrypted data",
    };

    /// <summary>Whether a value that begins with an OID is the kind of PKCS#7 that contains certificates.</summary>
    internal static bool IsSignedData(byte[] data) => SignedData ==
        DerText.ReadOid(BerReader.Open(new BerReader(data).Read(DerTag.Sequence)).Read(DerTag.ObjectIdentifier));

    /// <summary>Returns the certificates, one at a time, so that a malformed certificate is a single fault.</summary>
    internal static void Read(byte[] data, Action<Func<IKeyHolder?>> add)
    {
        BerReader content = BerReader.Open(new BerReader(data).Read(DerTag.Sequence));
        string? kind = DerText.ReadOid(content.Read(DerTag.ObjectIdentifier));
        if (kind != SignedData)
            throw new PinningException(Faults.ContentUnknown(
                s_otherKinds.TryGetValue(kind ?? "", out string? known) ? known : $"its kind is {kind ?? "unknown"}"));
        BerReader fields =
            BerReader.Open(BerReader.Open(content.Read(DerTag.ContextConstructed(0))).Read(DerTag.Sequence));
        fields.Read(DerTag.Integer);
        fields.Read(DerTag.Set);
        fields.Read(DerTag.Sequence);
        if (fields.PeekTag() != DerTag.ContextConstructed(0))
            throw new PinningException(Faults.ContentUnknown("it is PKCS#7 without certificates"));
        BerReader certificates = BerReader.Open(fields.Read());
        while (!certificates.IsAtEnd)
        {
            DerElement certificate = certificates.Read();
            // Attribute certificates and other old forms have tags of their own, and no public key.
            if (certificate.Tag == DerTag.Sequence) add(() => DerCertificate.Parse(certificate.ToArray()));
        }
    }
}

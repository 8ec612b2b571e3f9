using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace PinningTools.Internal;

/// <summary>Writes a certification request (PKCS#10, RFC 2986) that asks for the names of hosts.</summary>
internal static class CertificateRequestWriter
{
    internal static byte[] Write(byte[] subject, IEnumerable<RequestedName> hosts, RequestKey key)
    {
        byte[] names = DerWriter.Sequence([.. hosts.Select(GeneralName)]);
        byte[] extension = DerWriter.Sequence(DerWriter.Oid("2.5.29.17"), DerWriter.OctetString(names));
        byte[] attribute = DerWriter.Sequence(
            DerWriter.Oid("1.2.840.113549.1.9.14"), DerWriter.Set(DerWriter.Sequence(extension)));
        byte[] info = DerWriter.Sequence(DerWriter.Integer(0), subject, key.PublicKey, DerWriter.Tagged(0, attribute));
        return DerWriter.Sequence(info, key.SignatureAlgorithm, DerWriter.BitString(key.Sign(info)));
    }

    /// <summary>A distinguished name from its text, such as <c>CN=host, O=Example</c>.</summary>
    /// <exception cref="PinningException">The text is not a name.</exception>
    internal static byte[] ReadSubject(string text)
    {
        try
        {
            return new X500DistinguishedName(text).RawData;
        }
        catch (CryptographicException error)
        {
            throw new PinningException(Faults.SubjectInvalid(text), error);
        }
    }

    /// <summary>
    /// The default subject: the host's name, which is not parsed as the text of a distinguished name.
    /// </summary>
    internal static byte[] SubjectOf(RequestedName host) => DerWriter.Sequence(DerWriter.Set(DerWriter.Sequence(
        DerWriter.Oid("2.5.4.3"), DerWriter.Utf8String(host.Text))));

    internal static byte[] GeneralName(RequestedName host) => host.Address is { } address
        ? DerWriter.Element(DerTag.Context(7), address.GetAddressBytes())
        : DerWriter.Element(DerTag.Context(2), Encoding.ASCII.GetBytes(host.Text));
}

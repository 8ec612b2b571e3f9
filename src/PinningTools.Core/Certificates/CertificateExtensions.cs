using System.Collections.Generic;
using System.Net;
using System.Text;

namespace PinningTools.Internal;

/// <summary>The extensions (RFC 5280 section 4.2) that are needed for names and roles.</summary>
internal sealed class CertificateExtensions
{
    private const string SubjectAlternativeName = "2.5.29.17";
    private const string BasicConstraints = "2.5.29.19";
    private const string ExtendedKeyUsage = "2.5.29.37";
    private const string ExtensionRequest = "1.2.840.113549.1.9.14";

    private CertificateExtensions()
    {
    }

    internal List<string> DnsNames { get; } = [];

    internal List<IPAddress> IpAddresses { get; } = [];

    /// <summary>Whether the certificate has a subjectAltName at all; it may not name a host.</summary>
    internal bool HasSubjectAlternativeName { get; private set; }

    internal bool IsAuthority { get; private set; }

    /// <summary>What the key may be used for; null if there is no such extension.</summary>
    internal List<string>? Uses { get; private set; }

    /// <summary>Whether the extensions could not be read, so that their content is not known.</summary>
    internal bool IsUnreadable { get; private init; }

    /// <summary>
    /// Reads what follows the public key in a TBSCertificate. If one part is malformed or an extension is given twice,
    /// all of them are unread: two readers must not find different names in one certificate.
    /// </summary>
    internal static CertificateExtensions Read(byte[] raw, int start, int end)
    {
        var extensions = new CertificateExtensions();
        try
        {
            var fields = new DerReader(raw, start, end);
            while (!fields.IsAtEnd)
            {
                DerElement field = fields.Read();
                if (field.Tag == DerTag.ContextConstructed(3)) extensions.AddAll(field.Open().Read(DerTag.Sequence));
            }
        }
        catch (PinningException)
        {
            // Names that cannot be read match nothing: the name check then fails closed.
            return new CertificateExtensions { IsUnreadable = true };
        }

        return extensions;
    }

    /// <summary>Reads the extensions that a certification request asks for (RFC 2985 section 5.4.2).</summary>
    internal static CertificateExtensions ReadRequested(DerElement? attributes)
    {
        var extensions = new CertificateExtensions();
        if (attributes is not { } set) return extensions;
        try
        {
            DerReader list = set.Open();
            while (!list.IsAtEnd)
            {
                DerReader attribute = list.Read(DerTag.Sequence).Open();
                if (DerText.ReadOid(attribute.Read(DerTag.ObjectIdentifier)) != ExtensionRequest) continue;
                extensions.AddAll(attribute.Read(DerTag.Set).Open().Read(DerTag.Sequence));
            }
        }
        catch (PinningException)
        {
            // As above: an extension that cannot be read is not requested.
            return new CertificateExtensions();
        }

        return extensions;
    }

    private void AddAll(DerElement extensions)
    {
        DerReader list = extensions.Open();
        var seen = new HashSet<string>();
        while (!list.IsAtEnd) Add(list.Read(DerTag.Sequence).Open(), seen);
    }

    private void Add(DerReader extension, HashSet<string> seen)
    {
        string? oid = DerText.ReadOid(extension.Read(DerTag.ObjectIdentifier));
        extension.TryRead(DerTag.Boolean, out _);
        DerElement value = extension.Read(DerTag.OctetString);
        if (oid is not (SubjectAlternativeName or BasicConstraints or ExtendedKeyUsage)) return;
        // "A certificate MUST NOT include more than one instance of a particular extension" (RFC 5280 section 4.2).
        if (!seen.Add(oid))
            throw new PinningException(Faults.MalformedDer(value.Start, $"duplicate extension {oid}"));
        DerReader content = value.Open();
        DerElement list = content.Read(DerTag.Sequence);
        if (!content.IsAtEnd)
            throw new PinningException(Faults.MalformedDer(content.Position, "unexpected bytes follow the extension"));
        if (oid == SubjectAlternativeName) AddNames(list.Open());
        else if (oid == ExtendedKeyUsage) Uses = ServerUse.Read(list);
        else AddConstraints(list.Open());
    }

    private void AddNames(DerReader names)
    {
        HasSubjectAlternativeName = true;
        while (!names.IsAtEnd)
        {
            DerElement name = names.Read();
            if (name.Tag == DerTag.Context(2))
                DnsNames.Add(
                    TerminalText.Printable(Encoding.ASCII.GetString(name.Data, name.ContentStart, name.ContentLength)));
            if (name.Tag == DerTag.Context(7) && name.ContentLength is 4 or 16)
                IpAddresses.Add(new IPAddress(name.ContentToArray()));
        }
    }

    private void AddConstraints(DerReader constraints)
    {
        if (constraints.TryRead(DerTag.Boolean, out DerElement authority))
            IsAuthority = authority.ContentLength == 1 && authority.Data[authority.ContentStart] != 0;
    }
}

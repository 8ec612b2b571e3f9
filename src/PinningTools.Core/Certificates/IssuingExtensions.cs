using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>
/// The extensions about who may have issued a certificate and what it may do itself (RFC 5280 section 4.2.1). They are
/// only hints and explanations; the platform decides. Each one is therefore read separately, and a malformed one is
/// treated as absent.
/// </summary>
internal sealed class IssuingExtensions
{
    internal const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const int KeyCertSign = 0x04;

    internal IssuingExtensions(DerCertificate certificate)
    {
        foreach ((string oid, DerElement value) in certificate.ReadExtensions())
        {
            try
            {
                Add(oid, value);
            }
            catch (PinningException)
            {
                // An extension that cannot be read is not used.
            }
        }
    }

    internal byte[]? SubjectKeyIdentifier { get; private set; }

    internal byte[]? AuthorityKeyIdentifier { get; private set; }

    /// <summary>Whether the certificate says that it is an authority.</summary>
    internal bool IsAuthority { get; private set; }

    /// <summary>How many authorities may be between it and a leaf; null if it does not say.</summary>
    internal int? PathLength { get; private set; }

    /// <summary>Whether its key may sign certificates; true if it does not say.</summary>
    internal bool CanSign { get; private set; } = true;

    /// <summary>
    /// Whether its extended key usage names TLS servers; true if it has none. anyExtendedKeyUsage is not enough for the
    /// platforms.
    /// </summary>
    internal bool AllowsServers { get; private set; } = true;

    /// <summary>
    /// Whether it has extensions about policies: which ones, how they map, whether one is required; including
    /// Microsoft's application policies.
    /// </summary>
    internal bool HasPolicies { get; private set; }

    private void Add(string oid, DerElement value)
    {
        switch (oid)
        {
            case "2.5.29.14":
                SubjectKeyIdentifier = value.Open().Read(DerTag.OctetString).ContentToArray();
                break;
            case "2.5.29.15":
                DerElement bits = value.Open().Read(DerTag.BitString);
                CanSign = bits.ContentLength > 1 && (bits.Data[bits.ContentStart + 1] & KeyCertSign) != 0;
                break;
            case "2.5.29.19":
                DerReader basic = value.Open().Read(DerTag.Sequence).Open();
                IsAuthority = basic.TryRead(DerTag.Boolean, out DerElement authority)
                    && authority.ContentLength == 1 && authority.Data[authority.ContentStart] != 0;
                if (basic.TryRead(DerTag.Integer, out DerElement length)) PathLength = ReadLength(length);
                break;
            case "2.5.29.35":
                if (value.Open().Read(DerTag.Sequence).Open().TryRead(DerTag.Context(0), out DerElement identifier))
                    AuthorityKeyIdentifier = identifier.ContentToArray();
                break;
            case "2.5.29.37":
                AllowsServers = Allows(value.Open().Read(DerTag.Sequence).Open());
                break;
            case "2.5.29.32" or "2.5.29.33" or "2.5.29.36" or "2.5.29.54" or "1.3.6.1.4.1.311.21.10"
                or "1.3.6.1.4.1.311.21.11" or "1.3.6.1.4.1.311.21.12":
                HasPolicies = true;
                break;
        }
    }

    /// <summary>A value that does not fit one byte is longer than any chain that is accepted.</summary>
    private static int? ReadLength(DerElement length) =>
        length.ContentLength == 1 ? length.Data[length.ContentStart] : null;

    private static bool Allows(DerReader purposes)
    {
        var oids = new List<string?>();
        while (!purposes.IsAtEnd) oids.Add(DerText.ReadOid(purposes.Read(DerTag.ObjectIdentifier)));
        return oids.Contains(ServerAuthentication);
    }
}

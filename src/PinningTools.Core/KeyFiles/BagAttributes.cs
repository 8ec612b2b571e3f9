using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// The attributes that a PFX stores with a certificate (RFC 7292 section 4.2) and that restrict what the certificate is
/// trusted for. An unknown attribute may be a restriction and is treated as one.
/// </summary>
internal static class BagAttributes
{
    /// <summary>Java's attribute for a trusted certificate: a SET of the uses for which it is trusted.</summary>
    private const string JavaTrustedKeyUsage = "2.16.840.1.113894.746875.1.1";

    /// <summary>A property of a certificate in a Windows store; the number of the property follows.</summary>
    private const string WindowsProperty = "1.3.6.1.4.1.311.10.11.";

    private const int WindowsEnhancedKeyUsage = 9;

    /// <summary>
    /// The properties of wincrypt.h that narrow a root by policies, names, dates and uses in ways that are not
    /// interpreted here: CERT_ROOT_PROGRAM_* and CERT_DISALLOWED_*, CERT_NOT_BEFORE_*.
    /// </summary>
    private static readonly int[] s_narrowing = [83, 84, 104, 105, 122, 126, 127, 128];

    /// <summary>friendlyName, localKeyID, and Microsoft's names of a key's provider and its key set.</summary>
    private static readonly string[] s_harmless =
    [
        "1.2.840.113549.1.9.20", "1.2.840.113549.1.9.21", "1.3.6.1.4.1.311.17.1", "1.3.6.1.4.1.311.17.2",
    ];

    /// <summary>Why the certificate is not an anchor for servers, or null.</summary>
    internal static string? RestrictionOf(DerElement attributes)
    {
        try
        {
            BerReader list = BerReader.Open(attributes);
            while (!list.IsAtEnd)
            {
                BerReader attribute = BerReader.Open(list.Read(DerTag.Sequence));
                string oid = DerText.ReadOid(attribute.Read(DerTag.ObjectIdentifier)) ?? "?";
                if (RestrictionOf(oid, attribute.Read(DerTag.Set)) is { } restriction) return restriction;
            }

            return null;
        }
        catch (PinningException)
        {
            return "its attributes in the PFX cannot be read";
        }
    }

    private static string? RestrictionOf(string oid, DerElement values)
    {
        if (s_harmless.Contains(oid)) return null;
        if (oid == JavaTrustedKeyUsage) return ForUses(ServerUse.Read(values));
        if (!oid.StartsWith(WindowsProperty, StringComparison.Ordinal)
            || !int.TryParse(oid.Substring(WindowsProperty.Length), NumberStyles.None, CultureInfo.InvariantCulture,
                out int property))
            return $"the PFX gives it the attribute {oid}, whose meaning is not known here";
        if (property == WindowsEnhancedKeyUsage) return ForUses(ReadEnhancedKeyUsage(values));
        return s_narrowing.Contains(property)
            ? $"the PFX gives it the Windows property {property}, which limits what a root is trusted for"
            : null;
    }

    private static string? ForUses(List<string> uses) => ServerUse.IsIn(uses) ? null
        : $"the PFX says that it is trusted only for {ServerUse.Describe(uses)}";

    private static List<string> ReadEnhancedKeyUsage(DerElement values) => ServerUse.Read(
        new DerReader(values.Open().Read(DerTag.OctetString).ContentToArray()).Read(DerTag.Sequence));
}

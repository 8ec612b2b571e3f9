using System;
using System.Collections.Generic;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// A Name (RFC 5280 section 4.1.2.4) as text, most specific part first, in the notation of .NET and Windows, so that it
/// equals X509Certificate2.Subject (for rare attributes, its value on Linux).
/// </summary>
internal static class DistinguishedName
{
    private static readonly Dictionary<string, string> s_names = new(StringComparer.Ordinal)
    {
        ["2.5.4.3"] = "CN",
        ["2.5.4.4"] = "SN",
        ["2.5.4.5"] = "SERIALNUMBER",
        ["2.5.4.6"] = "C",
        ["2.5.4.7"] = "L",
        ["2.5.4.8"] = "S",
        ["2.5.4.9"] = "STREET",
        ["2.5.4.10"] = "O",
        ["2.5.4.11"] = "OU",
        ["2.5.4.12"] = "T",
        ["2.5.4.13"] = "Description",
        ["2.5.4.15"] = "businessCategory",
        ["2.5.4.17"] = "PostalCode",
        ["2.5.4.20"] = "Phone",
        ["2.5.4.41"] = "name",
        ["2.5.4.42"] = "G",
        ["2.5.4.43"] = "I",
        ["2.5.4.44"] = "generationQualifier",
        ["2.5.4.46"] = "dnQualifier",
        ["2.5.4.65"] = "pseudonym",
        ["2.5.4.97"] = "organizationIdentifier",
        ["0.9.2342.19200300.100.1.1"] = "userId",
        ["0.9.2342.19200300.100.1.25"] = "DC",
        ["1.2.840.113549.1.9.1"] = "E",
        ["1.2.840.113549.1.9.2"] = "unstructuredName",
        ["1.2.840.113549.1.9.8"] = "unstructuredAddress",
        ["1.3.6.1.4.1.311.60.2.1.1"] = "jurisdictionLocalityName",
        ["1.3.6.1.4.1.311.60.2.1.2"] = "jurisdictionStateOrProvinceName",
        ["1.3.6.1.4.1.311.60.2.1.3"] = "jurisdictionCountryName",
    };

    internal static string Format(DerElement name)
    {
        var parts = new List<string>();
        try
        {
            DerReader relativeNames = name.Open();
            while (!relativeNames.IsAtEnd) parts.Add(FormatRelative(relativeNames.Read(DerTag.Set).Open()));
        }
        catch (PinningException)
        {
            parts.Add("?");
        }

        parts.Reverse();
        return string.Join(", ", parts);
    }

    private static string FormatRelative(DerReader set)
    {
        var parts = new List<string>();
        while (!set.IsAtEnd)
        {
            DerReader attribute = set.Read(DerTag.Sequence).Open();
            string oid = DerText.ReadOid(attribute.Read(DerTag.ObjectIdentifier)) ?? "?";
            string label = s_names.TryGetValue(oid, out string? known) ? known : "OID." + oid;
            parts.Add(label + "=" + FormatValue(attribute.Read()));
        }

        return string.Join(" + ", parts);
    }

    /// <summary>
    /// A string is returned as text; anything else as the whole element in hexadecimal (RFC 4514 section 2.4).
    /// </summary>
    private static string FormatValue(DerElement value) =>
        DerText.IsString(value.Tag)
            ? Quote(DerText.ReadString(value))
            : "#" + Hex.ToUpper(value.Data, value.Start, value.Length);

    private static string Quote(string value)
    {
        bool plain = value.Length > 0 && value[0] != ' ' && value[value.Length - 1] != ' '
            && value.IndexOfAny(['+', '"', ',', '=', '\n', '<', '>', '#', ';']) < 0;
        if (plain) return value;
        return new StringBuilder(value).Replace("\"", "\"\"").Insert(0, '"').Append('"').ToString();
    }
}

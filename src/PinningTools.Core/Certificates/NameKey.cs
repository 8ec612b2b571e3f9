using System;
using System.Collections.Generic;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// A Name as a text that is the same for all names that are equal by RFC 5280 section 7.1: string types and case are
/// ignored, and runs of spaces count as one. A value that is not a readable string is compared byte for byte.
/// </summary>
internal static class NameKey
{
    private static readonly Encoding s_ascii = Encoding.GetEncoding(
        "us-ascii", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);

    private static readonly Encoding s_utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);
    private static readonly Encoding s_latin1 = Encoding.GetEncoding("iso-8859-1");
    private static readonly Encoding s_utf16 = new UnicodeEncoding(bigEndian: true, false, throwOnInvalidBytes: true);
    private static readonly Encoding s_utf32 = new UTF32Encoding(bigEndian: true, false, throwOnInvalidCharacters: true);

    internal static string Of(DerElement name)
    {
        var parts = new List<string>();
        try
        {
            DerReader relativeNames = name.Open();
            while (!relativeNames.IsAtEnd) parts.Add(OfRelative(relativeNames.Read(DerTag.Set).Open()));
        }
        catch (PinningException)
        {
            return Hex.ToUpper(name.Data, name.Start, name.Length);
        }

        return string.Join("\n", parts);
    }

    private static string OfRelative(DerReader set)
    {
        var attributes = new List<string>();
        while (!set.IsAtEnd)
        {
            DerReader attribute = set.Read(DerTag.Sequence).Open();
            DerElement type = attribute.Read(DerTag.ObjectIdentifier);
            DerElement value = attribute.Read();
            attribute.ExpectEnd();
            attributes.Add(
                Hex.ToUpper(type.Data, type.ContentStart, type.ContentLength) + "="
                    + (TryRead(value) ?? "#" + Hex.ToUpper(value.Data, value.Start, value.Length)));
        }

        // A set has no order, and the order in which it is encoded depends on the string types.
        attributes.Sort(StringComparer.Ordinal);
        return string.Join("+", attributes);
    }

    private static string? TryRead(DerElement value)
    {
        Encoding? encoding = value.Tag switch
        {
            DerTag.Utf8String => s_utf8,
            DerTag.PrintableString or DerTag.Ia5String or DerTag.NumericString => s_ascii,
            DerTag.TeletexString => s_latin1,
            DerTag.BmpString => s_utf16,
            DerTag.UniversalString => s_utf32,
            _ => null,
        };
        try
        {
            return encoding is null ? null
                : "'" + Prepare(encoding.GetString(value.Data, value.ContentStart, value.ContentLength)) + "'";
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>
    /// As in the string preparation of RFC 4518, except that control characters are kept: no name benefits from them.
    /// </summary>
    private static string Prepare(string text)
    {
        var prepared = new StringBuilder(text.Length);
        bool space = false;
        foreach (char c in text.Normalize(NormalizationForm.FormKC))
        {
            if (char.IsWhiteSpace(c))
            {
                space = prepared.Length > 0;
                continue;
            }

            if (space) prepared.Append(' ');
            space = false;
            // Quotation marks and line ends would end a value early in the key.
            if (c is '\'' or '\\') prepared.Append('\\');
            prepared.Append(char.ToLowerInvariant(char.ToUpperInvariant(c)));
        }

        return prepared.ToString();
    }
}

using System;
using System.Globalization;
using System.Text;

namespace PinningTools.Internal;

/// <summary>Turns single DER values into .NET ones.</summary>
internal static class DerText
{
    /// <summary>The dotted form of an OBJECT IDENTIFIER; null if an arc exceeds 63 bits.</summary>
    internal static string? ReadOid(DerElement element)
    {
        var text = new StringBuilder();
        long arc = 0;
        bool first = true;
        for (int i = element.ContentStart; i < element.End; i++)
        {
            if (arc > long.MaxValue >> 7) return null;
            arc = (arc << 7) | (uint)(element.Data[i] & 0x7F);
            if ((element.Data[i] & 0x80) != 0) continue;
            if (first)
            {
                long root = Math.Min(arc / 40, 2);
                text.Append(root).Append('.').Append(arc - (root * 40));
                first = false;
            }
            else
            {
                text.Append('.').Append(arc);
            }

            arc = 0;
        }

        return text.ToString();
    }

    internal static bool IsString(byte tag) =>
        tag is DerTag.Utf8String or DerTag.NumericString or DerTag.PrintableString
            or DerTag.TeletexString or DerTag.Ia5String or DerTag.UniversalString or DerTag.BmpString;

    /// <summary>
    /// A directory string of any of its types (RFC 5280 section 4.1.2.4); control characters become '?'.
    /// </summary>
    internal static string ReadString(DerElement element)
    {
        Encoding encoding = element.Tag switch
        {
            DerTag.BmpString => Encoding.BigEndianUnicode,
            DerTag.UniversalString => s_utf32,
            DerTag.Utf8String => Encoding.UTF8,
            DerTag.TeletexString => s_latin1,
            _ => Encoding.ASCII,
        };
        return TerminalText.Printable(encoding.GetString(element.Data, element.ContentStart, element.ContentLength));
    }

    /// <summary>
    /// UTCTime or GeneralizedTime in the form that RFC 5280 section 4.1.2.5 requires: with seconds, in Zulu; null
    /// otherwise.
    /// </summary>
    internal static DateTime? ReadTime(DerElement element)
    {
        string text = Encoding.ASCII.GetString(element.Data, element.ContentStart, element.ContentLength);
        string full = text;
        if (element.Tag == DerTag.UtcTime)
        {
            if (text.Length != 13) return null;
            full = (string.CompareOrdinal(text, "50") >= 0 ? "19" : "20") + text;
        }

        return DateTime.TryParseExact(
            full, "yyyyMMddHHmmss'Z'", CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime time) ? time : null;
    }

    private static readonly Encoding s_utf32 = new UTF32Encoding(bigEndian: true, byteOrderMark: false);
    private static readonly Encoding s_latin1 = Encoding.GetEncoding("iso-8859-1");
}

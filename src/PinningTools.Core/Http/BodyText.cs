using System;
using System.IO;
using System.Net.Http;
using System.Text;
using System.Text.RegularExpressions;

namespace PinningTools.Internal;

/// <summary>
/// The text of a body: with the charset of the header; if it has none, the last one that the text names near its
/// beginning in an HTML meta element or an XML declaration, as PowerShell does; else UTF-8.
/// </summary>
internal static class BodyText
{
    private const int Beginning = 1024;

    /// <summary>Of a character in UTF-8.</summary>
    private const int MaxBytes = 4;
    private const RegexOptions Options =
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant;
    private const string Charset = """\s*=\s*["'\n]?(?<charset>[a-z][^\s"'<>]*)[\s"'>]""";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private static readonly Regex s_meta = new(@"<meta\s.*charset" + Charset, Options, s_patience);
    private static readonly Regex s_declaration = new(@"<\?xml\s.*encoding" + Charset, Options, s_patience);

    /// <summary>Whether that encoding is UTF-8; only the beginning of the body is decoded for it.</summary>
    internal static bool IsUtf8(HttpResponseMessage response, MemoryStream body)
    {
        var start = new MemoryStream();
        start.Write(body.GetBuffer(), 0, (int)Math.Min(body.Length, MaxBytes * Beginning));
        Decode(response, start, out Encoding encoding);
        return encoding.CodePage == Encoding.UTF8.CodePage;
    }

    internal static string Decode(HttpResponseMessage response, MemoryStream body, out Encoding encoding)
    {
        if (TryGet(response.Content.Headers.ContentType?.CharSet, out encoding)) return Decode(body, encoding);
        string text = Decode(body, encoding);
        string beginning = text.Substring(0, Math.Min(text.Length, Beginning));
        Match named = s_meta.Match(beginning);
        if (!named.Success) named = s_declaration.Match(beginning);
        if (!named.Success || !TryGet(named.Groups["charset"].Value, out Encoding own)) return text;
        encoding = own;
        return Decode(body, own);
    }

    private static string Decode(MemoryStream body, Encoding encoding) =>
        body.TryGetBuffer(out ArraySegment<byte> bytes)
            ? encoding.GetString(bytes.Array!, bytes.Offset, bytes.Count)
            : encoding.GetString(body.ToArray());

    private static bool TryGet(string? name, out Encoding encoding)
    {
        encoding = Encoding.UTF8;
        if (string.IsNullOrEmpty(name)) return false;
        try
        {
            encoding = Charsets.Get(name!);
            return true;
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            // Unknown, or known and turned off, like UTF-7.
            return false;
        }
    }
}

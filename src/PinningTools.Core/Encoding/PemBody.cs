using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace PinningTools.Internal;

/// <summary>
/// Decodes the body of a PEM block: base64, and if that fails, base64 within the characters that mail, source code,
/// JSON and RFC 1421 put around it.
/// </summary>
internal static class PemBody
{
    private const string Encrypted = "4,ENCRYPTED";

    /// <summary>What JSON, source code and XML write in place of a character, in one another several times.</summary>
    private static readonly Regex s_escape = new(
        @"(?<!\\)(?>\\+)((?<letter>[nrt/])|u(?<unit>[0-9a-f]{4}))|&\#x(?<hex>[0-9a-f]{1,4});|&\#(?<number>[0-9]{1,5});",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture);

    /// <summary>The joints between strings of source code; a plus inside a string is base64.</summary>
    private static readonly Regex s_joint = new(
        @"(?<quote>[""'])[ ]*\+[ ]*(?=[""'\r\n]|\z)|\+[ ]+(?<quote>[""'])", RegexOptions.CultureInvariant);

    /// <summary>The header that names the cipher and its initialization vector (RFC 1421 section 4.6.1.3).</summary>
    private static readonly Regex s_cipher = new(
        @"DEK-Info:[ ]*(?<value>[A-Za-z0-9-]{1,32}[ ]*,[ ]*[0-9A-Fa-f]{1,64})",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture);

    /// <summary>The bytes; null if the text is not base64 in any of these forms.</summary>
    /// <param name="body">The text, with its line ends.</param>
    /// <param name="length">The number of characters that belong to the body.</param>
    /// <param name="encryption">
    /// If its headers say that it is encrypted: how (the value of DEK-Info, or nothing), else null.
    /// </param>
    internal static byte[]? Decode(char[] body, int length, out string? encryption)
    {
        encryption = null;
        return TryDecode(body, length) ?? DecodeWrapped(new string(body, 0, length), out encryption);
    }

    /// <summary>What a text that is not base64 looks like, for a message.</summary>
    internal static string Describe(char[] body, int length)
    {
        string text = new(body, 0, length);
        string bare = string.Concat(text.Where(c => !char.IsWhiteSpace(c) && c != ':'));
        if (bare.Length == 0) return "it is empty";
        if (text.Contains(":") && bare.All(c => Hex.Value(c) >= 0)) return "it is hexadecimal";
        if (bare.All(c => IsBase64(c) || c is '-' or '_' or '=')) return bare.IndexOfAny(['-', '_']) >= 0
            ? "it uses the URL-safe alphabet of base64"
            : "its length or its padding is wrong";
        char strange = bare.First(c => !IsBase64(c) && c != '=');
        return $"it contains '{TerminalText.Printable(strange.ToString())}'";
    }

    internal static bool IsBase64(char c) =>
        c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '+' or '/';

    /// <summary>Characters around a line that are not part of it: quotation marks and invisible characters.</summary>
    internal static bool IsWrapping(char c) => c is '"' or '\'' or '>' or ',' or ';' or '\u00A0' or '\u00AD'
        || char.GetUnicodeCategory(c) is UnicodeCategory.Format;

    private static byte[]? DecodeWrapped(string body, out string? encryption)
    {
        var bare = new StringBuilder(body.Length);
        string plain = s_joint.Replace(s_escape.Replace(body, Unescape), "${quote}");
        foreach (string line in WithoutHeaders(plain.Split('\n'), out encryption))
            bare.Append(Unwrap(line));
        while (bare.Length > 0 && bare[bare.Length - 1] == '=') bare.Length--;
        // Only the padding at the end may be missing; an incomplete byte means that a character is missing.
        if (bare.Length == 0 || bare.Length % 4 == 1) return null;
        bare.Append('=', (4 - (bare.Length % 4)) % 4);
        return TryDecode(bare.ToString().ToCharArray(), bare.Length);
    }

    private static byte[]? TryDecode(char[] text, int length)
    {
        try
        {
            return Convert.FromBase64CharArray(text, 0, length);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string Unescape(Match match)
    {
        if (match.Groups["letter"] is { Success: true } letter) return letter.Value == "/" ? "/" : "\n";
        Group digits = match.Groups["unit"].Success ? match.Groups["unit"] : match.Groups["hex"];
        int unit = digits.Success
            ? int.Parse(digits.Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);
        return unit <= char.MaxValue ? ((char)unit).ToString() : match.Value;
    }

    /// <summary>
    /// The lines behind the headers of RFC 1421 section 4.4: names with a colon, folded lines, mostly an empty line.
    /// </summary>
    private static IEnumerable<string> WithoutHeaders(string[] lines, out string? encryption)
    {
        encryption = null;
        int at = 0;
        while (at < lines.Length && string.IsNullOrWhiteSpace(lines[at])) at++;
        if (at == lines.Length || !lines[at].Contains(":")) return lines;
        int indent = Indent(lines[at]);
        for (; at < lines.Length && !string.IsNullOrWhiteSpace(lines[at]); at++)
        {
            if (!lines[at].Contains(":") && Indent(lines[at]) <= indent) break;
            if (lines[at].Contains(Encrypted)) encryption ??= "";
            if (encryption is not null && s_cipher.Match(lines[at]) is { Success: true } cipher)
                encryption = cipher.Groups["value"].Value;
        }

        return lines.Skip(at);
    }

    private static int Indent(string line) => line.Length - line.TrimStart().Length;

    /// <summary>The part of a line that is base64; nothing of a commented line is.</summary>
    private static string Unwrap(string line)
    {
        string text = line.Trim();
        if (text.StartsWith("#", StringComparison.Ordinal)) return "";
        int open = text.IndexOf('"');
        int close = text.LastIndexOf('"');
        // The text is between quotation marks; after them comes what joins it to the next string.
        if (open >= 0 && close > open) text = text.Substring(open + 1, close - open - 1);
        else if (open >= 0) text = open == 0 || close < text.Length / 2
            ? text.Substring(open + 1) : text.Substring(0, open);
        return string.Concat(text.Where(c => !char.IsWhiteSpace(c) && !IsWrapping(c)));
    }
}

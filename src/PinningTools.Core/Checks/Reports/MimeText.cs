using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// Headers and bodies of mail in ASCII (RFC 5322, RFC 2045, RFC 2047), in lines that no server has to fold.
/// </summary>
internal static class MimeText
{
    private const int LineLength = 76;
    private const int EncodedBytes = 42;

    /// <summary>The value of an unstructured header: ASCII as it is, other text in encoded words, folded.</summary>
    internal static string Header(string text)
    {
        string plain = EscapedText.Line(text);
        // Text that looks like an encoded word would be decoded into something else.
        if (plain.All(letter => letter is >= ' ' and <= '~') && !plain.Contains("=?")) return Fold(plain);
        var words = new List<string>();
        byte[] data = Encoding.UTF8.GetBytes(plain);
        for (int start = 0; start < data.Length;)
        {
            int end = Math.Min(start + EncodedBytes, data.Length);
            // An encoded word holds whole characters.
            while (end < data.Length && (data[end] & 0xC0) == 0x80) end--;
            words.Add($"=?utf-8?B?{Convert.ToBase64String(data, start, end - start)}?=");
            start = end;
        }

        return string.Join("\n ", words);
    }

    /// <summary>Whether a text is an address that can be used in a header unchanged.</summary>
    internal static bool IsAddress(string address)
    {
        string bare = address.Trim();
        int open = bare.IndexOf('<');
        if (open >= 0)
        {
            if (bare[bare.Length - 1] != '>') return false;
            string name = bare.Substring(0, open).Trim();
            if (name.IndexOfAny(['"', '<', '>', '(', ')', ',', ';', ':', '@', '\\']) >= 0) return false;
            bare = bare.Substring(open + 1, bare.Length - open - 2);
        }

        int at = bare.IndexOf('@');
        return at > 0 && at < bare.Length - 1 && bare.LastIndexOf('@') == at
            && address.All(letter => letter is >= ' ' and <= '~')
            && bare.IndexOfAny([' ', '"', '<', '>', '(', ')', ',', ';', ':', '\\', '[', ']']) < 0;
    }

    /// <summary>Text in quoted-printable: readable in the file, and no line can begin another mail.</summary>
    internal static string QuotedPrintable(string text)
    {
        var body = new StringBuilder();
        foreach (string line in text.TrimEnd('\n').Split('\n'))
        {
            int length = 0;
            byte[] data = Encoding.UTF8.GetBytes(line);
            for (int i = 0; i < data.Length; i++)
            {
                bool isPlain = data[i] is > 32 and < 127 and not (byte)'='
                    || (data[i] == ' ' && i < data.Length - 1);
                // For sendmail, a line with only a dot ends the mail; in a mailbox, "From " begins another mail.
                if (length == 0 && data[i] is (byte)'.' or (byte)'F') isPlain = length > 0;
                string one = isPlain
                    ? ((char)data[i]).ToString() : "=" + data[i].ToString("X2", CultureInfo.InvariantCulture);
                if (length + one.Length >= LineLength)
                {
                    body.Append("=\n");
                    length = 0;
                }

                body.Append(one);
                length += one.Length;
            }

            body.Append('\n');
        }

        return body.ToString();
    }

    /// <summary>Any bytes in base64.</summary>
    internal static string Base64(byte[] data)
    {
        string digits = Convert.ToBase64String(data);
        var body = new StringBuilder(digits.Length + (digits.Length / LineLength) + 1);
        for (int i = 0; i < digits.Length; i += LineLength)
            body.Append(digits, i, Math.Min(LineLength, digits.Length - i)).Append('\n');
        return body.ToString();
    }

    private static string Fold(string text)
    {
        var folded = new StringBuilder();
        int length = "Subject: ".Length;
        foreach (string word in text.Split(' '))
        {
            if (folded.Length > 0)
            {
                bool isFull = length + 1 + word.Length > LineLength && word.Length > 0;
                folded.Append(isFull ? "\n " : " ");
                length = isFull ? 1 : length + 1;
            }

            folded.Append(word);
            length += word.Length;
        }

        return folded.ToString();
    }
}

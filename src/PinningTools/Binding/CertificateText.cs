using System;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// Certificate text among piped strings, complete or, as from Get-Content without -Raw, line by line. Any other string
/// is a host.
/// </summary>
internal sealed class CertificateText
{
    private const string Begin = "-----BEGIN ";
    private const string End = "-----END ";

    private readonly StringBuilder _lines = new();

    /// <summary>Whether a block has begun and not ended.</summary>
    internal bool IsOpen => _lines.Length > 0;

    /// <summary>Whether a text is PEM, or the base64 of a DER value; no host's name is either.</summary>
    internal static bool IsWhole(string text) => text.Contains(Begin) || IsBareBase64(text.Trim());

    /// <summary>Accepts a string that is certificate text or a part of it; false for a host.</summary>
    /// <param name="text">The string from the pipeline.</param>
    /// <param name="whole">The text, once it is complete.</param>
    internal bool TryTake(string text, out string? whole)
    {
        whole = null;
        if (!IsOpen && !IsWhole(text)) return false;
        _lines.Append(text).Append('\n');
        if (text.Contains(End) || (_lines.Length == text.Length + 1 && !text.Contains(Begin))) whole = Flush();
        return true;
    }

    /// <summary>The lines so far.</summary>
    internal string Flush()
    {
        string text = _lines.ToString();
        _lines.Clear();
        return text;
    }

    private static bool IsBareBase64(string text)
    {
        // The shortest key there is, of Ed25519, has 60 characters.
        if (text.Length < 60 || text[0] != 'M' || text.IndexOfAny(['.', ':']) >= 0) return false;
        try
        {
            return Convert.FromBase64String(text)[0] == DerTag.Sequence;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}

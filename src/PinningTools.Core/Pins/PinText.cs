using System;
using System.Diagnostics.CodeAnalysis;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>The ways a pin is written, and why a text is not one. Each refusal has its own fault.</summary>
internal static class PinText
{
    private const int Sha1Length = 20;
    private const string UsualPrefix = "sha256/";

    /// <summary>The prefix and the base64 of a SHA-256.</summary>
    private const int UsualLength = 7 + 44;

    internal static bool TryParse(string? text, out SpkiPin pin, [NotNullWhen(false)] out Fault? fault)
    {
        fault = null;
        byte[]? hash = text is { Length: UsualLength } ? DecodeUsual(text) : null;
        hash ??= Decode(text, out fault);
        pin = hash is null ? default : SpkiPin.FromHash(hash);
        return fault is null;
    }

    /// <summary>The form in which this module writes pins, without a look at all the others.</summary>
    private static byte[]? DecodeUsual(string text)
    {
        // The last character has two bits that are not of the hash, and are zero.
        if (!text.StartsWith(UsualPrefix, StringComparison.Ordinal) || text[UsualLength - 1] != '='
            || "AEIMQUYcgkosw048".IndexOf(text[UsualLength - 2]) < 0) return null;
        for (int i = UsualPrefix.Length; i < UsualLength - 1; i++)
            if (!IsBase64(text[i])) return null;
        return Convert.FromBase64String(text.Substring(UsualPrefix.Length));
    }

    private static byte[]? Decode(string? text, out Fault? fault)
    {
        string given = PinWrapping.TakeOff(text ?? "");
        if (PinOutput.Refuse(given) is { } printed) return Refuse(printed, out fault);
        string bare = PinOutput.TakeOff(given);
        string value = StripPrefix(bare, out string? algorithm);
        if (value.Length == 0) return Refuse(Faults.PinEmpty(text), out fault);
        if (SomethingElse(bare) is { } other) return Refuse(other, out fault);
        if (algorithm is "sha1") return Refuse(Faults.PinIsSha1(given), out fault);
        if (algorithm is not (null or "sha256"))
            return Refuse(Faults.PinAlgorithmUnknown(given, algorithm), out fault);

        value = WithoutDividers(value);
        byte[]? hash = LooksLikeHex(value) ? Hex.TryParse(value.Replace(":", "")) : null;
        if (hash is null && (hash = DecodeBase64(given, value, out fault)) is null) return null;
        if (hash.Length == Sha1Length && algorithm is null)
            return Refuse(LooksLikeHex(value) ? Faults.PinIsThumbprint(given) : Faults.PinIsSha1(given), out fault);
        if (hash.Length != SpkiPin.Length) return Refuse(Faults.PinWrongLength(given, hash.Length), out fault);
        fault = null;
        return hash;
    }

    /// <summary>
    /// Removes sha256/, sha256//, sha256:, sha256= and pin-sha256="…", and returns the algorithm that was named.
    /// </summary>
    private static string StripPrefix(string text, out string? algorithm)
    {
        const string Hpkp = "pin-";
        algorithm = null;
        if (text.StartsWith(Hpkp, StringComparison.OrdinalIgnoreCase))
        {
            // GnuTLS prints a colon; a value that was copied from a header may be followed by its separator.
            int equals = text.IndexOfAny(['=', ':']);
            if (equals < 0) return text;
            text = text.TrimEnd(';', ' ');
            algorithm = text.Substring(Hpkp.Length, equals - Hpkp.Length).Trim().ToLowerInvariant();
            return PinWrapping.TakeOff(text.Substring(equals + 1).Trim().Trim('"'));
        }

        int end = text.IndexOfAny(['/', ':', '=']);
        // A slash is also a character of base64: it ends a prefix only after a short word that is the name of an
        // algorithm.
        if (end is not (> 0 and <= 10) || !IsAlgorithmName(text.Substring(0, end))) return text;
        algorithm = text.Substring(0, end).ToLowerInvariant().Replace("-", "");
        if (text[end] is ':' or '=') return text.Substring(end + 1).Trim();
        bool isDouble = end + 1 < text.Length && text[end + 1] == '/' && HasDoubleSlash(text, end);
        return text.Substring(end + (isDouble ? 2 : 1));
    }

    /// <summary>Pairs of hex digits separated by spaces or hyphens, as .NET and Windows print them.</summary>
    private static string WithoutDividers(string value)
    {
        if (value.Length != (3 * SpkiPin.Length) - 1 && value.Length != (3 * Sha1Length) - 1) return value;
        for (int i = 0; i < value.Length; i++)
            if (i % 3 == 2 ? value[i] is not (' ' or '-') : Hex.Value(value[i]) < 0) return value;
        return value.Replace(' ', ':').Replace('-', ':');
    }

    /// <summary>In <c>sha256//x</c> the second slash is curl's when what follows is a whole hash without it.</summary>
    private static bool HasDoubleSlash(string text, int slash) =>
        text.Length - (slash + 1) != Base64Length(SpkiPin.Length);

    /// <summary>Letters sha or md, then digits: sha1, SHA-256, sha512, md5.</summary>
    private static bool IsAlgorithmName(string word)
    {
        int letters = word.StartsWith("sha", StringComparison.OrdinalIgnoreCase) ? 3
            : word.StartsWith("md", StringComparison.OrdinalIgnoreCase) ? 2 : word.Length;
        string number = word.Substring(letters).TrimStart('-');
        return number.Length is > 0 and <= 3 && number.All(c => c is >= '0' and <= '9');
    }

    /// <summary>What people paste instead of a pin.</summary>
    private static Fault? SomethingElse(string given) =>
        given.StartsWith("-----BEGIN", StringComparison.Ordinal) ? Faults.PinIsPem()
        : given.Contains(",") ? Faults.PinIsList(given)
        : FileNames.LooksLikeOne(given) ? Faults.PinIsPath(given)
        : null;

    private static bool LooksLikeHex(string value)
    {
        int digits = 0;
        foreach (char c in value)
        {
            if (c == ':') continue;
            if (Hex.Value(c) < 0) return false;
            digits++;
        }

        return digits is 2 * SpkiPin.Length or 2 * Sha1Length || value.Contains(":");
    }

    private static byte[]? DecodeBase64(string given, string value, out Fault? fault)
    {
        bool urlAlphabet = false;
        int padding = value.EndsWith("=", StringComparison.Ordinal) ? value.Length - 2 : value.Length;
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            if (c is '-' or '_') urlAlphabet = true;
            else if (!IsBase64(c) && !(c == '=' && i >= padding))
                return Refuse(Faults.PinBadBase64(given, i), out fault);
        }

        string standard = value.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        if (standard.Length % 4 == 1)
            return Refuse(Faults.PinWrongLength(given, standard.Length * 3 / 4), out fault);
        byte[] data = Convert.FromBase64String(standard.PadRight((standard.Length + 3) / 4 * 4, '='));
        if (urlAlphabet)
            return Refuse(Faults.PinIsBase64Url(given, "sha256/" + Convert.ToBase64String(data)), out fault);
        // Unused bits of the last character must be zero and the padding must be present (RFC 4648 section 3.5): a pin
        // has exactly one text.
        if (data.Length == SpkiPin.Length && Convert.ToBase64String(data) != value)
            return Refuse(Faults.PinBadPadding(given), out fault);
        fault = null;
        return data;
    }

    private static bool IsBase64(char c) =>
        c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '+' or '/';

    private static int Base64Length(int bytes) => (bytes + 2) / 3 * 4;

    private static byte[]? Refuse(Fault reason, out Fault? fault)
    {
        fault = reason;
        return null;
    }
}

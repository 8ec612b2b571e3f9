using System;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace PinningTools.Internal;

/// <summary>
/// A certificate or key in a text without PEM marks: DER in base64, PEM in base64 as in a Kubernetes secret, or PEM
/// that was escaped for a URI as by nginx.
/// </summary>
internal static class BareText
{
    private const string Dashes = "-----";

    /// <summary>"-----BEGIN" in base64.</summary>
    private const string Base64Begin = "LS0tLS1CRUdJTi";

    /// <summary>PEM in base64 among other words, as in the YAML or JSON of a secret.</summary>
    private static readonly Regex s_secret = new(
        "(?<![A-Za-z0-9+/])" + Base64Begin + "[A-Za-z0-9+/]+={0,2}", RegexOptions.CultureInvariant);

    /// <summary>The PEM in it, or null.</summary>
    internal static byte[]? DecodePem(string text)
    {
        if (text.IndexOf(Dashes + "BEGIN%20", StringComparison.OrdinalIgnoreCase) >= 0)
            return Encoding.UTF8.GetBytes(Uri.UnescapeDataString(text));
        byte[]? pem = text.TrimStart().StartsWith(Base64Begin, StringComparison.Ordinal) ? Decode(text) : null;
        // Only one layer: not base64 of base64.
        if (pem is not null && Encoding.UTF8.GetString(pem).Contains(Dashes + "BEGIN ")) return pem;
        byte[] secrets =
        [
            .. s_secret.Matches(text).Cast<Match>().Select(match => Decode(match.Value)).OfType<byte[]>()
                .SelectMany(secret => secret.Append((byte)'\n')),
        ];
        return secrets.Length > 0 ? secrets : null;
    }

    /// <summary>The DER in it, or null.</summary>
    internal static byte[]? DecodeDer(string text)
    {
        int start = 0;
        while (start < text.Length && (char.IsWhiteSpace(text[start]) || PemBody.IsWrapping(text[start]))) start++;
        // The base64 of a SEQUENCE (0x30) begins with M in either alphabet; a text that does not begin with it is not a
        // SEQUENCE.
        if (start == text.Length || text[start] != 'M') return null;
        return Decode(text) is { } decoded && decoded[0] == DerTag.Sequence ? decoded : null;
    }

    private static byte[]? Decode(string text) => PemBody.Decode(text.ToCharArray(), text.Length, out _);
}

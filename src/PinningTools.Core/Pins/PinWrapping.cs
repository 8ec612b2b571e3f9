using System.Globalization;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// What word processors, web pages and source code put around a pin: quotation marks and invisible characters.
/// </summary>
internal static class PinWrapping
{
    private const string Typographic = "\u2018\u2019\u201A\u201B\u201C\u201D\u201E\u201F\u2039\u203A\u00AB\u00BB\u00B4";

    /// <summary>More nested quotation marks than this are not intended.</summary>
    private const int MaxLayers = 8;

    /// <summary>The text without them. A straight quotation mark is removed only together with its partner.</summary>
    internal static string TakeOff(string text)
    {
        string seen = text.Any(IsUnseen) ? string.Concat(text.Where(c => !IsUnseen(c))) : text;
        for (int layer = 0; layer < MaxLayers; layer++)
        {
            string inner = seen.Trim().Trim(Typographic.ToCharArray());
            // Copied from a list in source code.
            if (inner.Length > 1 && inner[inner.Length - 1] is ',' or ';' && IsPaired(inner, inner.Length - 1))
                inner = inner.Substring(0, inner.Length - 1);
            if (IsPaired(inner, inner.Length)) inner = inner.Substring(1, inner.Length - 2);
            if (inner == seen) break;
            seen = inner;
        }

        return seen;
    }

    private static bool IsPaired(string text, int length) =>
        length > 1 && (text[0], text[length - 1]) is ('"', '"') or ('\'', '\'') or ('`', '`') or ('<', '>');

    private static bool IsUnseen(char c) => c >= 0x80 && char.GetUnicodeCategory(c) is UnicodeCategory.Format;
}

using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// Blanks out comments and trailing commas, which people write although JSON does not allow them. Line and column
/// numbers stay the same.
/// </summary>
internal static class JsonComments
{
    internal static string Remove(string text)
    {
        if (text.IndexOf('/') < 0 && text.IndexOf(',') < 0) return text;
        var result = new StringBuilder(text);
        int comma = -1;
        char before = '[';
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '"') i = EndOfString(text, i);
            else if (c == '/') i = Blank(text, result, i);
            else if (c is '}' or ']' && comma >= 0) result[comma] = ' ';
            if (c == '/' || char.IsWhiteSpace(c)) continue;
            // A comma after a value counts until the next value.
            comma = c == ',' && before is not ('[' or '{' or ',') ? i : -1;
            before = c;
        }

        return result.ToString();
    }

    private static int EndOfString(string text, int start)
    {
        for (int i = start + 1; i < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == '"') return i;
        }

        return text.Length;
    }

    /// <summary>The last character of the comment that begins here; the same character if none does.</summary>
    private static int Blank(string text, StringBuilder result, int start)
    {
        char kind = start + 1 < text.Length ? text[start + 1] : '\0';
        if (kind is not ('/' or '*')) return start;
        int end = kind == '/' ? text.IndexOf('\n', start) : text.IndexOf("*/", start + 2, System.StringComparison.Ordinal);
        // An unclosed comment is left for the reader to report.
        if (kind == '*' && end < 0) return start;
        int last = kind == '*' ? end + 1 : (end < 0 ? text.Length : end) - 1;
        for (int i = start; i <= last; i++)
            if (text[i] is not ('\r' or '\n')) result[i] = ' ';
        return last;
    }
}

using System;
using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>
/// Finds the options of curl in a command of a shell or in a configuration file (curl -K). Commented lines are ignored,
/// as by curl and shells.
/// </summary>
internal static class CurlOptions
{
    internal const string Pins = "pinnedpubkey";

    /// <summary>The short options that take a value: the rest of their word, or the next one.</summary>
    private const string WithValue = "AbcCdDeEFHKmoPQrtTuUwxXyYz";

    private static readonly string[] s_comments = ["#", "rem ", "@rem ", "::"];

    internal static IEnumerable<CurlOption> Read(FormatText text)
    {
        string content = text.Content;
        for (int start = 0, end; start < content.Length; start = end + 1)
        {
            end = content.IndexOf('\n', start);
            if (end < 0) end = content.Length;
            if (IsComment(content, start, end)) continue;
            foreach (CurlOption option in ReadLine(text, start, end)) yield return option;
        }
    }

    /// <summary>A list of pins without any option, on the one line that is not a comment.</summary>
    /// <exception cref="PinningException">The text contains more than that.</exception>
    internal static (string Value, int Start) Alone(FormatText text)
    {
        string content = text.Content;
        (string Value, int Start)? found = null;
        for (int start = 0, end; start < content.Length; start = end + 1)
        {
            end = content.IndexOf('\n', start);
            if (end < 0) end = content.Length;
            if (IsComment(content, start, end)) continue;
            if (Word(content, Skip(content, start, end), end) is not { } word) continue;
            int rest = Skip(content, word.End, end);
            if (found is not null) throw text.Error(TextPlace.At(word.Start - 1), "a list of pins must not contain "
                + "spaces");
            if (rest < end) throw text.Error(TextPlace.At(word.End), "a list of pins must not contain spaces");
            found = (word.Value, word.Start);
        }

        return found ?? throw text.Error(TextPlace.At(0), $"no line with {Pins} is in effect: all of them are "
            + "comments");
    }

    /// <summary>For curl and shells # begins a comment; the shells of Windows have words for it.</summary>
    private static bool IsComment(string content, int start, int end)
    {
        int first = Skip(content, start, end);
        foreach (string sign in s_comments)
            if (string.Compare(content, first, sign, 0, sign.Length, StringComparison.OrdinalIgnoreCase) == 0
                && first + sign.Length <= end) return true;
        return false;
    }

    private static IEnumerable<CurlOption> ReadLine(FormatText text, int start, int end)
    {
        string content = text.Content;
        int at = Skip(content, start, end);
        bool first = true;
        while (Word(content, at, end) is { } word)
        {
            // After a space, # begins a comment, in shells and in curl's own files.
            if (content[at] == '#') yield break;
            at = Skip(content, word.End, end);
            bool isLong = word.Value.StartsWith("--", StringComparison.Ordinal);
            bool isShort = !isLong && word.Value.Length > 1 && word.Value[0] == '-';
            // In a configuration file an option may be written without its hyphens at the beginning of its line.
            if (isLong || isShort || first)
            {
                foreach (string name in Names(word.Value, isShort))
                {
                    (string Value, int Start, int End) value = ("", at, at);
                    if (name == Pins && ReadValue(text, word, at, end) is { } given)
                    {
                        value = given;
                        at = Skip(content, value.End, end);
                    }

                    yield return new CurlOption(name, TextPlace.At(PlaceOf(word, name)), value.Value, value.Start);
                }
            }

            first = false;
        }
    }

    private static int PlaceOf((string Value, int Start, int End) word, string name) =>
        word.Start + Math.Max(0, word.Value.IndexOf(name, StringComparison.Ordinal));

    /// <summary>The long name, or each letter of several short options in one word.</summary>
    private static IEnumerable<string> Names(string word, bool isShort)
    {
        string bare = word.TrimStart('-');
        if (!isShort)
        {
            int end = bare.IndexOfAny(['=', ':']);
            yield return end < 0 ? bare : bare.Substring(0, end);
            yield break;
        }

        foreach (char letter in bare)
        {
            if (!char.IsLetter(letter)) yield break;
            yield return letter.ToString();
            if (WithValue.IndexOf(letter) >= 0) yield break;
        }
    }

    /// <summary>After a space, an equals sign or a colon, with or without quotation marks.</summary>
    private static (string Value, int Start, int End)? ReadValue(
        FormatText text, (string Value, int Start, int End) word, int next, int end)
    {
        string content = text.Content;
        int joined = word.Start + word.Value.IndexOf(Pins, StringComparison.Ordinal) + Pins.Length;
        int at = joined < word.End && content[joined] is '=' or ':' ? joined + 1 : next;
        while (at < end && (char.IsWhiteSpace(content[at]) || content[at] is '=' or ':')) at++;
        (string Value, int Start, int End)? value = Word(content, at, end);
        return value?.End > end ? throw text.Error(TextPlace.At(at), "the closing quotation mark is missing") : value;
    }

    /// <summary>
    /// A word up to the next space, or the text between quotation marks; null at the end. A quoted text that is not
    /// closed on its line ends with the line.
    /// </summary>
    private static (string Value, int Start, int End)? Word(string content, int at, int end)
    {
        if (at >= end) return null;
        if (content[at] is '"' or '\'')
        {
            int close = content.IndexOf(content[at], at + 1, end - at - 1);
            if (close < 0) close = end;
            return (content.Substring(at + 1, close - at - 1), at + 1, close + 1);
        }

        int stop = at;
        while (stop < end && !char.IsWhiteSpace(content[stop])) stop++;
        return (content.Substring(at, stop - at), at, stop);
    }

    private static int Skip(string content, int at, int end)
    {
        while (at < end && char.IsWhiteSpace(content[at])) at++;
        return at;
    }
}

/// <summary>An option of curl, in a command or in a configuration file.</summary>
/// <param name="Name">Its long name without hyphens, or its letter.</param>
/// <param name="Place">Its place in the text.</param>
/// <param name="Value">Its value; empty if it takes none.</param>
/// <param name="Start">Where the value begins.</param>
internal sealed record CurlOption(string Name, TextPlace Place, string Value, int Start);

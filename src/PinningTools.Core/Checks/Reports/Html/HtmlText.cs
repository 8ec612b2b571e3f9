using System;
using System.Globalization;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// The elements of the page. All text goes through <see cref="Encode"/>, which is safe in elements and in quoted
/// attributes and escapes invisible characters.
/// </summary>
internal static class HtmlText
{
    private const int PinLength = 12;

    internal static string Encode(string? text) => Escape(EscapedText.Line(text));

    /// <summary>A message of several lines.</summary>
    internal static string EncodeLines(string? text) => Escape(EscapedText.Lines(text).TrimEnd());

    /// <summary>
    /// A name from outside within a line, isolated so that its letters cannot reorder the text around it.
    /// </summary>
    internal static string Name(string? text) => $"<bdi>{Encode(text)}</bdi>";

    internal static string Time(DateTime? date) => date is { } given && given != default
        ? $"<time datetime=\"{CheckDate.Format(given)}\">{CheckDate.Minute(given)}</time>" : "unknown";

    internal static string Day(DateTime? date) => date is { } given && given != default
        ? $"<time datetime=\"{UtcDate.Day(given)}\">{UtcDate.Day(given)}</time>" : "unknown";

    /// <summary>The beginning of a pin, enough to distinguish keys; the data in the page has the whole pin.</summary>
    internal static string ShortPin(string pin)
    {
        string digits = pin.StartsWith("sha256/", StringComparison.Ordinal) ? pin.Substring(7) : pin;
        return Encode(digits.Length > PinLength ? digits.Substring(0, PinLength) : digits);
    }

    internal static string Pin(string pin) => $"<code class=\"pin\">{Encode(pin)}</code>";

    /// <summary>A line to paste, which one click selects as a whole.</summary>
    internal static string Fix(string command) =>
        $"<p class=\"cap\">Paste into PowerShell</p>\n<pre class=\"fix\"><code>{Encode(command)}</code></pre>\n";

    internal static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>The CSS class of a level, also for an invalid level read from a file.</summary>
    internal static string Class(string level) => level switch
    {
        PinCheckLevel.Ok => "ok",
        PinCheckLevel.Warning => "warning",
        PinCheckLevel.Critical => "critical",
        _ => "unknown",
    };

    /// <summary>The shape of a level, next to its word: neither colour nor shape is used alone.</summary>
    internal static string Shape(string level)
    {
        string name = Class(level);
        return $"<svg class=\"i {name}\" aria-hidden=\"true\"><use href=\"#i-{name}\"/></svg>";
    }

    internal static string Level(string level) =>
        $"<span class=\"lv {Class(level)}\">{Shape(level)}{Encode(level)}</span>";

    private static string Escape(string text)
    {
        if (text.IndexOfAny(['&', '<', '>', '"', '\'']) < 0) return text;
        var escaped = new StringBuilder(text.Length + 16);
        foreach (char letter in text)
        {
            string? entity = letter switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                _ => null,
            };
            if (entity is null) escaped.Append(letter);
            else escaped.Append(entity);
        }

        return escaped.ToString();
    }
}

using System;
using System.Globalization;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// A line of IMAP (RFC 9051 section 4.3) or ManageSieve (RFC 5804 section 4) with its literals: <c>{n}</c> at the end
/// of a line announces so many bytes, after which the line goes on.
/// </summary>
internal static class LiteralLine
{
    /// <summary>The line, with its literals as quoted strings.</summary>
    /// <param name="channel">Where it comes from.</param>
    /// <param name="isText">Whether a line, by its beginning, is one of free text that has no literals.</param>
    internal static async Task<string> ReadAsync(PlainChannel channel, Func<string, bool>? isText = null)
    {
        string line = await channel.ReadLineAsync().ConfigureAwait(false);
        while (isText?.Invoke(line) != true && Announced(line) is { } length)
        {
            string before = line.Substring(0, line.LastIndexOf('{'));
            string literal = PlainChannel.Text(await channel.ReadAsync(length).ConfigureAwait(false));
            line = $"{before}\"{literal}\"{await channel.ReadLineAsync().ConfigureAwait(false)}";
        }

        return line;
    }

    /// <summary>The length of the literal that a line ends with, <c>{n}</c> or <c>{n+}</c>; else null.</summary>
    private static int? Announced(string line)
    {
        if (!line.EndsWith("}", StringComparison.Ordinal)) return null;
        string inside = line.Substring(line.LastIndexOf('{') + 1).TrimEnd('}').TrimEnd('+');
        return int.TryParse(inside, NumberStyles.None, CultureInfo.InvariantCulture, out int length) ? length : null;
    }
}

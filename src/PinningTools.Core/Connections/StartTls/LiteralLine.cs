using System;
using System.Globalization;
using System.Text;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// A line of IMAP (RFC 9051 section 4.3) or ManageSieve (RFC 5804 section 4) with its literals: <c>{n}</c> at the end
/// of a line announces so many bytes, after which the line continues.
/// </summary>
internal static class LiteralLine
{
    /// <summary>The line, with its literals as quoted strings.</summary>
    /// <param name="channel">Where it comes from.</param>
    /// <param name="isText">Returns whether a line, judging by its beginning, is free text without literals.</param>
    internal static async Task<string> ReadAsync(PlainChannel channel, Func<string, bool>? isText = null)
    {
        string piece = await channel.ReadLineAsync().ConfigureAwait(false);
        if (isText?.Invoke(piece) == true) return piece;
        // Concatenated only once, because a server can send thousands of empty literals.
        var line = new StringBuilder();
        while (Announced(piece) is var (start, length) && start >= 0)
        {
            string literal = PlainChannel.Text(await channel.ReadAsync(length).ConfigureAwait(false));
            line.Append(piece, 0, start).Append('"').Append(literal).Append('"');
            piece = await channel.ReadLineAsync().ConfigureAwait(false);
        }

        return line.Append(piece).ToString();
    }

    /// <summary>
    /// The position and number of the <c>{n}</c> or <c>{n+}</c> at the end of a line; a negative position if there is
    /// none.
    /// </summary>
    private static (int Start, int Length) Announced(string line)
    {
        int start = line.LastIndexOf('{');
        if (start < 0 || !line.EndsWith("}", StringComparison.Ordinal)) return (-1, 0);
        string inside = line.Substring(start + 1, line.Length - start - 2);
        if (inside.EndsWith("+", StringComparison.Ordinal)) inside = inside.Substring(0, inside.Length - 1);
        return int.TryParse(inside, NumberStyles.None, CultureInfo.InvariantCulture, out int length)
            ? (start, length)
            : (-1, 0);
    }
}

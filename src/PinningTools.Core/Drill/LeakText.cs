using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Says what a request was without repeating what is secret in it: results are kept in logs. Of fields
/// that can hold a credential, of queries and of bodies only the length is told.
/// </summary>
internal static class LeakText
{
    private const int MaxFields = 64;
    private const int MaxCommand = 14;
    private const int MaxText = 200;

    /// <summary>Fields whose values are no secrets. Any other may hold a credential, whatever its name is.</summary>
    private static readonly HashSet<string> s_open = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "User-Agent", "Accept", "Accept-Encoding", "Accept-Language", "Cache-Control", "Connection",
        "Content-Encoding", "Content-Length", "Content-Type", "Expect", "Transfer-Encoding",
    };

    private static readonly char[] s_spaces = [' ', '\t'];

    /// <summary>The first line of a request of HTTP.</summary>
    internal static string RequestLine(string line)
    {
        string[] parts = line.Split(' ');
        if (parts.Length != 3) return Command(line);
        int query = parts[1].IndexOfAny(['?', '#']);
        string path = query < 0 ? parts[1] : parts[1].Substring(0, query) + "?...";
        return Short($"{parts[0]} {WithoutUser(path)} {parts[2]}");
    }

    /// <summary>The command of another protocol; in IMAP a tag stands before it. No other word is repeated.</summary>
    internal static string Command(string line)
    {
        string[] words = line.Split(s_spaces, StringSplitOptions.RemoveEmptyEntries);
        string? command = words.Length > 1 && words[0].Any(char.IsDigit) ? words[1] : words.FirstOrDefault();
        return command is { Length: <= MaxCommand } && command.All(c => c is >= 'A' and <= 'Z' or >= 'a' and <= 'z')
            ? command.ToUpperInvariant()
            : "data of another protocol";
    }

    internal static string[] Headers(IEnumerable<string> lines) => [.. lines.Take(MaxFields).Select(Header)];

    private static string Header(string line)
    {
        int colon = line.IndexOf(':');
        if (colon <= 0) return Hidden("a line", line.Length);
        string name = line.Substring(0, colon);
        string value = line.Substring(colon + 1).Trim();
        return Short(s_open.Contains(name) ? $"{name}: {value}" : Hidden(name, value.Length));
    }

    private static string Hidden(string name, int length) =>
        $"{name}: ({length.ToString(CultureInfo.InvariantCulture)} characters)";

    /// <summary>An address in a request to a proxy can hold a password.</summary>
    private static string WithoutUser(string path) => path.Contains("://") ? RedactedUri.Of(path) : path;

    private static string Short(string text) =>
        TerminalText.Printable(text.Length <= MaxText ? text : text.Substring(0, MaxText) + "...");
}

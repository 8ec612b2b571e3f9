using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// A reply with a number of three digits, in one line or several: RFC 5321 section 4.2.1 and RFC 959 section 4.2, whose
/// lines in between may be anything.
/// </summary>
internal sealed class ServerReply
{
    private readonly List<string> _lines;

    private ServerReply(List<string> lines)
    {
        _lines = lines;
    }

    internal string Code => _lines[0].Substring(0, 3);

    /// <summary>The last line, which says most.</summary>
    internal string Words => _lines[_lines.Count - 1];

    /// <exception cref="PreludeException">It is no such reply.</exception>
    internal static async Task<ServerReply> ReadAsync(PlainChannel channel, string protocol)
    {
        var lines = new List<string> { await channel.ReadLineAsync().ConfigureAwait(false) };
        string first = lines[0];
        if (first.Length < 3 || !first.Take(3).All(c => c is >= '0' and <= '9')
            || (first.Length > 3 && first[3] is not (' ' or '-')))
            throw StartTlsRefusal.Violation(protocol);
        string last = first.Substring(0, 3) + " ";
        while (first.Length > 3 && first[3] == '-'
            && !(lines[lines.Count - 1] + " ").StartsWith(last, StringComparison.Ordinal))
            lines.Add(await channel.ReadLineAsync().ConfigureAwait(false));
        return new ServerReply(lines);
    }

    /// <exception cref="PreludeException">The reply is another one.</exception>
    internal void Expect(params string[] codes)
    {
        if (!codes.Contains(Code)) throw StartTlsRefusal.Refused(Words);
    }

    /// <summary>Whether a line of it, after the number, begins with the keyword.</summary>
    internal bool Offers(string keyword) => _lines.Any(line => line.Length > 4
        && line.Substring(4).Split(' ')[0].Equals(keyword, StringComparison.OrdinalIgnoreCase));
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>A response with a number of three digits, in one line or several.</summary>
internal sealed class ServerResponse
{
    private readonly List<string> _lines;

    private ServerResponse(List<string> lines)
    {
        _lines = lines;
    }

    internal string Code => _lines[0].Substring(0, 3);

    /// <summary>The last line, which says most.</summary>
    internal string Words => _lines[_lines.Count - 1];

    /// <summary>Every line has the number: RFC 5321 section 4.2.1.</summary>
    /// <exception cref="PreludeException">It is no such response.</exception>
    internal static async Task<ServerResponse> ReadNumberedAsync(PlainChannel channel, string protocol)
    {
        ServerResponse response = await ReadFirstAsync(channel, protocol).ConfigureAwait(false);
        for (string line = response.Words; Divider(line) == '-'; response._lines.Add(line))
        {
            line = await channel.ReadLineAsync().ConfigureAwait(false);
            if (!IsNumbered(line) || !line.StartsWith(response.Code, StringComparison.Ordinal))
                throw StartTlsRefusal.Violation(protocol, line);
        }

        return response;
    }

    /// <summary>
    /// The first and the last line have the number, and those between may be anything: RFC 959 section 4.2.
    /// </summary>
    /// <exception cref="PreludeException">It is no such response.</exception>
    internal static async Task<ServerResponse> ReadFramedAsync(PlainChannel channel, string protocol)
    {
        ServerResponse response = await ReadFirstAsync(channel, protocol).ConfigureAwait(false);
        bool isOpen = Divider(response.Words) == '-';
        while (isOpen)
        {
            string line = await channel.ReadLineAsync().ConfigureAwait(false);
            response._lines.Add(line);
            isOpen = !line.StartsWith(response.Code, StringComparison.Ordinal) || Divider(line) != ' ';
        }

        return response;
    }

    /// <summary>One line, always: RFC 3977 section 3.2.</summary>
    /// <exception cref="PreludeException">It is no such response.</exception>
    internal static async Task<ServerResponse> ReadLineAsync(PlainChannel channel, string protocol)
    {
        ServerResponse response = await ReadFirstAsync(channel, protocol).ConfigureAwait(false);
        return Divider(response.Words) == ' ' ? response : throw StartTlsRefusal.Violation(protocol, response.Words);
    }

    /// <exception cref="PreludeException">The response is another one.</exception>
    internal void Expect(params string[] codes)
    {
        if (!codes.Contains(Code)) throw StartTlsRefusal.Refused(Words);
    }

    /// <summary>Whether a line of it, after the number, begins with the keyword.</summary>
    internal bool Offers(string keyword) => _lines.Any(line => line.Length > 4
        && line.Substring(4).Split(' ', '\t')[0].Equals(keyword, StringComparison.OrdinalIgnoreCase));

    private static async Task<ServerResponse> ReadFirstAsync(PlainChannel channel, string protocol)
    {
        string line = await channel.ReadLineAsync().ConfigureAwait(false);
        return IsNumbered(line) ? new ServerResponse([line]) : throw StartTlsRefusal.Violation(protocol, line);
    }

    private static bool IsNumbered(string line) =>
        line.Length >= 3 && line.Take(3).All(c => c is >= '0' and <= '9') && Divider(line) is ' ' or '-';

    /// <summary>What follows the number; a line may end with it.</summary>
    private static char Divider(string line) => line.Length > 3 ? line[3] : ' ';
}

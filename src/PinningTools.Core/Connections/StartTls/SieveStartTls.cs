using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// ManageSieve: RFC 5804 section 2.2. The server greets with its capabilities, a line each, and an OK. Every string may
/// be a literal.
/// </summary>
internal sealed class SieveStartTls : IStartTls
{
    private const string Protocol = "ManageSieve";

    private static readonly string[] s_ends = ["OK", "NO", "BYE"];

    public async Task<Stream> UpgradeAsync(PlainChannel channel, TlsTarget target)
    {
        List<string> capabilities = await ReadResponseAsync(channel).ConfigureAwait(false);
        if (!capabilities.Any(line => line.StartsWith("\"STARTTLS\"", StringComparison.OrdinalIgnoreCase)))
            throw StartTlsRefusal.NotOffered();
        await channel.SendAsync("STARTTLS\r\n").ConfigureAwait(false);
        await ReadResponseAsync(channel).ConfigureAwait(false);
        return channel.Stream;
    }

    /// <summary>The lines before an OK.</summary>
    private static async Task<List<string>> ReadResponseAsync(PlainChannel channel)
    {
        var lines = new List<string>();
        while (true)
        {
            string line = await LiteralLine.ReadAsync(channel).ConfigureAwait(false);
            string word = line.Split(' ', '(')[0].ToUpperInvariant();
            if (word == "OK") return lines;
            if (s_ends.Contains(word)) throw StartTlsRefusal.Refused(line);
            if (!line.StartsWith("\"", StringComparison.Ordinal)) throw StartTlsRefusal.Violation(Protocol, line);
            lines.Add(line);
        }
    }
}

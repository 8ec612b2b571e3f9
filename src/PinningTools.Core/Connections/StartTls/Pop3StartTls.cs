using System;
using System.IO;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>POP3: STLS, RFC 2595 section 4.</summary>
internal sealed class Pop3StartTls : IStartTls
{
    public async Task<Stream> UpgradeAsync(PlainChannel channel, TlsTarget target)
    {
        await ExpectOkAsync(channel).ConfigureAwait(false);
        await channel.SendAsync("STLS\r\n").ConfigureAwait(false);
        await ExpectOkAsync(channel).ConfigureAwait(false);
        return channel.Stream;
    }

    private static async Task ExpectOkAsync(PlainChannel channel)
    {
        string line = await channel.ReadLineAsync().ConfigureAwait(false);
        if (line.StartsWith("-ERR", StringComparison.OrdinalIgnoreCase)) throw StartTlsRefusal.Refused(line);
        if (!line.StartsWith("+OK", StringComparison.OrdinalIgnoreCase)) throw StartTlsRefusal.Violation("POP3", line);
    }
}

using System.IO;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>NNTP: RFC 4642 section 2.2; greetings by RFC 3977 section 5.1.</summary>
internal sealed class NntpStartTls : IStartTls
{
    private const string Protocol = "NNTP";

    public async Task<Stream> UpgradeAsync(PlainChannel channel, TlsTarget target)
    {
        // 400 and 502 instead of a greeting: the service is not available now, or not for this client.
        (await ServerResponse.ReadLineAsync(channel, Protocol).ConfigureAwait(false)).Expect("200", "201");
        await channel.SendAsync("STARTTLS\r\n").ConfigureAwait(false);
        // 502 and 580 as a response: not on this connection, or not now.
        (await ServerResponse.ReadLineAsync(channel, Protocol).ConfigureAwait(false)).Expect("382");
        return channel.Stream;
    }
}

using System.IO;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>FTP: AUTH TLS, RFC 4217 section 4.</summary>
internal sealed class FtpStartTls : IStartTls
{
    private const string Protocol = "FTP";

    public async Task<Stream> UpgradeAsync(PlainChannel channel, TlsTarget target)
    {
        (await ServerReply.ReadAsync(channel, Protocol).ConfigureAwait(false)).Expect("220");
        await channel.SendAsync("AUTH TLS\r\n").ConfigureAwait(false);
        (await ServerReply.ReadAsync(channel, Protocol).ConfigureAwait(false)).Expect("234");
        return channel.Stream;
    }
}

using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>SMTP: RFC 3207 section 4. LMTP is the same with LHLO: RFC 2033 section 4.1.</summary>
internal sealed class SmtpStartTls(string hello) : IStartTls
{
    private const string Protocol = "SMTP";

    public async Task<Stream> UpgradeAsync(PlainChannel channel, TlsTarget target)
    {
        (await ServerReply.ReadAsync(channel, Protocol).ConfigureAwait(false)).Expect("220");
        await channel.SendAsync($"{hello} {Literal(channel.LocalAddress)}\r\n").ConfigureAwait(false);
        ServerReply offer = await ServerReply.ReadAsync(channel, Protocol).ConfigureAwait(false);
        offer.Expect("250");
        if (!offer.Offers("STARTTLS")) throw StartTlsRefusal.NotOffered();
        await channel.SendAsync("STARTTLS\r\n").ConfigureAwait(false);
        (await ServerReply.ReadAsync(channel, Protocol).ConfigureAwait(false)).Expect("220");
        return channel.Stream;
    }

    /// <summary>A client without a name of its own says its address: RFC 5321 section 4.1.3.</summary>
    private static string Literal(IPAddress address) => address.IsIPv4MappedToIPv6 ? $"[{address.MapToIPv4()}]"
        : address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[IPv6:{new IPAddress(address.GetAddressBytes())}]"
        : $"[{address}]";
}

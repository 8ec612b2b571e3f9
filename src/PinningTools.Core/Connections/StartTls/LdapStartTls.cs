using System.IO;
using System.Text;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>LDAP: the StartTLS operation, RFC 4511 section 4.14, asked as an extended one (section 4.12).</summary>
internal sealed class LdapStartTls : IStartTls
{
    private const string Protocol = "LDAP";
    private const string StartTlsOid = "1.3.6.1.4.1.1466.20037";
    private const byte Sequence = 0x30;
    private const byte Integer = 0x02;
    private const byte Enumerated = 0x0A;
    private const byte OctetString = 0x04;
    private const byte ExtendedRequest = 0x77;
    private const byte ExtendedResponse = 0x78;
    private const byte RequestName = 0x80;

    /// <summary>LDAPMessage { messageID 1, ExtendedRequest { requestName } }.</summary>
    private static readonly byte[] s_request = Element(
        Sequence,
        [Integer, 1, 1, .. Element(ExtendedRequest, Element(RequestName, Encoding.ASCII.GetBytes(StartTlsOid)))]);

    public async Task<Stream> UpgradeAsync(PlainChannel channel, TlsTarget target)
    {
        await channel.SendAsync(s_request).ConfigureAwait(false);
        var message = new LdapReader(await ReadMessageAsync(channel).ConfigureAwait(false));
        if (!message.TryEnter(Integer, out _) || !message.TryEnter(ExtendedResponse, out LdapReader? response)
            || !response.TryEnter(Enumerated, out LdapReader? code) || code.Length != 1
            || !response.TryEnter(OctetString, out _) || !response.TryEnter(OctetString, out LdapReader? words))
            throw StartTlsRefusal.Violation(Protocol);
        byte result = code.ToArray()[0];
        if (result != 0) throw StartTlsRefusal.Refused($"result {result} {Encoding.UTF8.GetString(words.ToArray())}");
        return channel.Stream;
    }

    /// <summary>
    /// The content of the next message; the length may have more bytes than it needs, as Active Directory's have.
    /// </summary>
    private static async Task<byte[]> ReadMessageAsync(PlainChannel channel)
    {
        byte[] head = await channel.ReadAsync(2).ConfigureAwait(false);
        int lengthBytes = head[1] - 0x80;
        if (head[0] != Sequence || lengthBytes is 0 or > 4) throw StartTlsRefusal.Violation(Protocol);
        if (lengthBytes < 0) return await channel.ReadAsync(head[1]).ConfigureAwait(false);
        long length = 0;
        foreach (byte part in await channel.ReadAsync(lengthBytes).ConfigureAwait(false)) length = (length << 8) | part;
        if (length > PlainChannel.MaxBytes) throw StartTlsRefusal.Violation(Protocol);
        return await channel.ReadAsync((int)length).ConfigureAwait(false);
    }

    private static byte[] Element(byte tag, byte[] content) => [tag, (byte)content.Length, .. content];
}

using System.IO;
using System.Text;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>LDAP: the StartTLS operation, RFC 4511 section 4.14, sent as an extended request (section 4.12).</summary>
internal sealed class LdapStartTls : IStartTls
{
    private const string Protocol = "LDAP";
    private const string StartTlsOid = "1.3.6.1.4.1.1466.20037";
    private const int MessageId = 1;
    private const byte Sequence = 0x30;
    private const byte Integer = 0x02;
    private const byte ExtendedRequest = 0x77;
    private const byte ExtendedResponse = 0x78;
    private const byte RequestName = 0x80;

    /// <summary>LDAPMessage { messageID 1, ExtendedRequest { requestName } }.</summary>
    private static readonly byte[] s_request = Element(
        Sequence,
        [
            .. Element(Integer, [MessageId]),
            .. Element(ExtendedRequest, Element(RequestName, Encoding.ASCII.GetBytes(StartTlsOid))),
        ]);

    public async Task<Stream> UpgradeAsync(PlainChannel channel, TlsTarget target)
    {
        await channel.SendAsync(s_request).ConfigureAwait(false);
        while (true)
        {
            (long id, LdapResult result) = Read(await ReadMessageAsync(channel).ConfigureAwait(false));
            if (id == MessageId) return result.IsSuccess ? channel.Stream : throw result.Refusal();
            // A message with number 0 is unsolicited (section 4.4); one of them says that the server ends the
            // connection.
            if (id != 0) throw StartTlsRefusal.Violation(Protocol);
            if (result.IsDisconnection) throw result.Refusal();
        }
    }

    private static (long Id, LdapResult Result) Read(byte[] content)
    {
        var message = new LdapReader(content);
        return message.TryEnter(Integer, out LdapReader? number) && number.ToNumber() is { } id
            && message.TryEnter(ExtendedResponse, out LdapReader? response)
            && LdapResult.Read(response) is { } result
                ? (id, result)
                : throw StartTlsRefusal.Violation(Protocol);
    }

    /// <summary>
    /// The content of the next message; the length may have more bytes than necessary, as in Active Directory.
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

using System.IO;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// SQL Server: the pre-login of MS-TDS section 2.2.6.5. The server says how far it encrypts; unless it cannot at all,
/// the TLS handshake follows, in packets of the same protocol (section 3.2.5.2).
/// </summary>
internal sealed class TdsStartTls : IStartTls
{
    private const string Protocol = "TDS";
    private const byte EncryptionToken = 1;
    private const byte Terminator = 0xFF;
    private const byte EncryptOn = 1;
    private const byte EncryptNotSupported = 2;
    private const byte EncryptRequired = 3;

    /// <summary>
    /// VERSION, ENCRYPTION (on), INSTOPT (none) and THREADID: token, offset and length each, then the values.
    /// </summary>
    private static readonly byte[] s_preLogin =
    [
        0, 0, 21, 0, 6, EncryptionToken, 0, 27, 0, 1, 2, 0, 28, 0, 1, 3, 0, 29, 0, 4, Terminator,
        17, 0, 0, 0, 0, 0, EncryptOn, 0, 0, 0, 0, 0,
    ];

    public async Task<Stream> UpgradeAsync(PlainChannel channel, TlsTarget target)
    {
        byte[] request = TdsPacket.Make(TdsPacket.PreLogin, s_preLogin, 0, s_preLogin.Length, isLast: true);
        await channel.SendAsync(request).ConfigureAwait(false);
        byte[] header = await channel.ReadAsync(TdsPacket.HeaderLength).ConfigureAwait(false);
        int length = TdsPacket.ContentLength(header);
        if (header[0] != TdsPacket.Response || length < 0) throw StartTlsRefusal.Violation(Protocol);
        byte encryption = FindEncryption(await channel.ReadAsync(length).ConfigureAwait(false));
        if (encryption == EncryptNotSupported) throw StartTlsRefusal.NotOffered();
        if (encryption > EncryptRequired) throw StartTlsRefusal.Violation(Protocol);
        return new TdsHandshakeStream(channel.Stream);
    }

    private static byte FindEncryption(byte[] preLogin)
    {
        for (int token = 0; token + 5 <= preLogin.Length && preLogin[token] != Terminator; token += 5)
        {
            int offset = (preLogin[token + 1] << 8) | preLogin[token + 2];
            if (preLogin[token] == EncryptionToken && offset < preLogin.Length) return preLogin[offset];
        }

        throw StartTlsRefusal.Violation(Protocol);
    }
}

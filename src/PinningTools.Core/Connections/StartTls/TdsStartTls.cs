using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
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
    private const byte ErrorToken = 0xAA;
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
        byte[] answer = await ReadMessageAsync(channel).ConfigureAwait(false);
        if (answer.Length > 0 && answer[0] == ErrorToken) throw Refused(answer);
        byte encryption = FindEncryption(answer);
        if (encryption == EncryptNotSupported) throw StartTlsRefusal.NotOffered();
        if (encryption > EncryptRequired) throw StartTlsRefusal.Violation(Protocol);
        return new TdsHandshakeStream(channel.Stream);
    }

    /// <summary>The packets up to the one that is marked as the last.</summary>
    private static async Task<byte[]> ReadMessageAsync(PlainChannel channel)
    {
        var message = new List<byte>();
        byte[] header;
        do
        {
            header = await channel.ReadAsync(TdsPacket.HeaderLength).ConfigureAwait(false);
            int length = TdsPacket.ContentLength(header);
            if (header[0] != TdsPacket.Response || length < 0) throw StartTlsRefusal.Violation(Protocol);
            message.AddRange(await channel.ReadAsync(length).ConfigureAwait(false));
        }
        while (!TdsPacket.IsLast(header));
        return [.. message];
    }

    /// <summary>
    /// ERROR, section 2.2.7.10: length, number, state, class, and the text with its length in characters before it.
    /// </summary>
    private static PreludeException Refused(byte[] error)
    {
        const int TextAt = 11;
        if (error.Length < TextAt) return StartTlsRefusal.Violation(Protocol);
        int number = error[3] | (error[4] << 8) | (error[5] << 16) | (error[6] << 24);
        int length = 2 * (error[9] | (error[10] << 8));
        string words = Encoding.Unicode.GetString(error, TextAt, Math.Min(length, error.Length - TextAt) & ~1);
        return StartTlsRefusal.Refused($"error {number}", words, null);
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

using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// MySQL and MariaDB: "Client/Server Protocol", Protocol::HandshakeV10 and Protocol::SSLRequest. The server greets, the
/// client requests TLS, and TLS begins without a response in between.
/// </summary>
internal sealed class MySqlStartTls : IStartTls
{
    private const string Protocol = "MySQL's protocol";
    private const byte Version10 = 10;
    private const byte Error = 0xFF;
    private const int SslBit = 0x0800;

    /// <summary>A marker and five characters can come between the number and the text of an error.</summary>
    private const char StateMark = '#';
    private const int StateLength = 5;

    /// <summary>
    /// The thread id, the first part of the scramble and a filler come between the version and the capabilities.
    /// </summary>
    private const int BeforeCapabilities = 4 + 8 + 1;

    public async Task<Stream> UpgradeAsync(PlainChannel channel, TlsTarget target)
    {
        byte[] header = await channel.ReadAsync(4).ConfigureAwait(false);
        byte[] greeting =
            await channel.ReadAsync(header[0] | (header[1] << 8) | (header[2] << 16)).ConfigureAwait(false);
        if (greeting.Length >= 3 && greeting[0] == Error) throw Refused(greeting);
        int versionEnd = Array.IndexOf(greeting, (byte)0);
        int capabilities = versionEnd + 1 + BeforeCapabilities;
        if (versionEnd < 0 || greeting[0] != Version10 || greeting.Length < capabilities + 2)
            throw StartTlsRefusal.Violation(Protocol);
        if (((greeting[capabilities] | (greeting[capabilities + 1] << 8)) & SslBit) == 0)
            throw StartTlsRefusal.NotOffered();
        await channel.SendAsync(Request((byte)(header[3] + 1))).ConfigureAwait(false);
        return channel.Stream;
    }

    /// <summary>ERR_Packet: the number, possibly the SQL state, and the text.</summary>
    private static PreludeException Refused(byte[] packet)
    {
        string name = $"error {packet[1] | (packet[2] << 8)}";
        string words = Encoding.UTF8.GetString(packet, 3, packet.Length - 3);
        if (words.Length > StateLength && words[0] == StateMark
            && words.Skip(1).Take(StateLength).All(c => c is (>= '0' and <= '9') or (>= 'A' and <= 'Z')))
        {
            name += $" ({words.Substring(1, StateLength)})";
            words = words.Substring(1 + StateLength);
        }

        return StartTlsRefusal.Refused(name, words, null);
    }

    /// <summary>
    /// Capabilities PROTOCOL_41, SSL, SECURE_CONNECTION and PLUGIN_AUTH, packets of 16 MB, utf8mb4, 23 zeros.
    /// </summary>
    private static byte[] Request(byte sequence)
    {
        byte[] request = new byte[36];
        byte[] said = [32, 0, 0, sequence, 0x00, 0x8A, 0x08, 0x00, 0, 0, 0, 1, 45];
        said.CopyTo(request, 0);
        return request;
    }
}

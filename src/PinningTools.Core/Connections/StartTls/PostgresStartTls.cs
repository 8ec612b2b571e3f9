using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// PostgreSQL: SSLRequest, "Frontend/Backend Protocol", sections "SSL Session Encryption" and "Message Formats". The
/// response is one byte, and more than that is an attack (CVE-2021-23222).
/// </summary>
internal sealed class PostgresStartTls : IStartTls
{
    private const int LengthBytes = 4;

    /// <summary>Length 8, code 80877103.</summary>
    private static readonly byte[] s_request = [0, 0, 0, 8, 0x04, 0xD2, 0x16, 0x2F];

    public async Task<Stream> UpgradeAsync(PlainChannel channel, TlsTarget target)
    {
        await channel.SendAsync(s_request).ConfigureAwait(false);
        byte[] answer = await channel.ReadAsync(1).ConfigureAwait(false);
        return (char)answer[0] switch
        {
            'S' => channel.Stream,
            'N' => throw StartTlsRefusal.NotOffered(),
            'E' => throw await ReadErrorAsync(channel).ConfigureAwait(false),
            _ => throw StartTlsRefusal.Violation("PostgreSQL's protocol"),
        };
    }

    /// <summary>
    /// ErrorResponse: the length, then fields of a letter and a string each. A server that cannot even start a process
    /// sends plain text, as it did before protocol 3. Neither is authenticated: the text is shown but not trusted
    /// (CVE-2024-10977).
    /// </summary>
    private static async Task<PreludeException> ReadErrorAsync(PlainChannel channel)
    {
        try
        {
            byte[] head = await channel.ReadAsync(LengthBytes).ConfigureAwait(false);
            if (head[0] != 0) return Refused(PlainChannel.Text(head) + await RestAsync(channel).ConfigureAwait(false));
            int length = (head[1] << 16) | (head[2] << 8) | head[3];
            return length < LengthBytes
                ? Refused("")
                : OfFields(await channel.ReadAsync(length - LengthBytes).ConfigureAwait(false));
        }
        catch (EndOfStreamException)
        {
            return Refused("");
        }
    }

    private static PreludeException OfFields(byte[] content)
    {
        string severity = "", code = "", words = "";
        foreach (string field in Encoding.UTF8.GetString(content).Split('\0').Where(field => field.Length > 1))
        {
            string value = field.Substring(1);
            if (field[0] == 'S') severity = value + " ";
            else if (field[0] == 'C') code = value;
            else if (field[0] == 'M') words = value;
        }

        return Refused($"{severity}{code} {words}");
    }

    private static async Task<string> RestAsync(PlainChannel channel)
    {
        try
        {
            return await channel.ReadThroughAsync(0).ConfigureAwait(false);
        }
        catch (EndOfStreamException)
        {
            return channel.TakeRest();
        }
    }

    private static PreludeException Refused(string words) => StartTlsRefusal.Refused("with an error", words, null);
}

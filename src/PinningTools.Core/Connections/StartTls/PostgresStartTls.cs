using System.IO;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// PostgreSQL: SSLRequest, "Frontend/Backend Protocol", sections "SSL Session Encryption" and "Message Formats". One
/// byte answers, and more than that is an attack (CVE-2021-23222).
/// </summary>
internal sealed class PostgresStartTls : IStartTls
{
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
            'E' => throw StartTlsRefusal.Refused("an error"),
            _ => throw StartTlsRefusal.Violation("PostgreSQL's protocol"),
        };
    }
}

using System;
using System.IO;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>IMAP: RFC 9051 section 6.2.1.</summary>
internal sealed class ImapStartTls : IStartTls
{
    private const string Protocol = "IMAP";
    private const string Tag = "a1 ";

    public async Task<Stream> UpgradeAsync(PlainChannel channel, TlsTarget target)
    {
        string greeting = await channel.ReadLineAsync().ConfigureAwait(false);
        if (!greeting.StartsWith("* ", StringComparison.Ordinal)) throw StartTlsRefusal.Violation(Protocol);
        // After PREAUTH no STARTTLS is allowed, which is also how an attacker keeps a client in the clear; BYE is a
        // refusal.
        if (!Says(greeting, 2, "OK")) throw StartTlsRefusal.Refused(greeting);
        await channel.SendAsync(Tag + "STARTTLS\r\n").ConfigureAwait(false);
        string answer = greeting;
        while (answer.StartsWith("* ", StringComparison.Ordinal))
            answer = await channel.ReadLineAsync().ConfigureAwait(false);
        if (!answer.StartsWith(Tag, StringComparison.Ordinal)) throw StartTlsRefusal.Violation(Protocol);
        return Says(answer, Tag.Length, "OK") ? channel.Stream : throw StartTlsRefusal.Refused(answer);
    }

    private static bool Says(string line, int start, string word) =>
        (line + " ").IndexOf(word + " ", start, StringComparison.OrdinalIgnoreCase) == start;
}

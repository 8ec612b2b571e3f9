using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>IMAP: RFC 9051 section 6.2.1.</summary>
internal sealed class ImapStartTls : IStartTls
{
    private const string Protocol = "IMAP";
    private const string Untagged = "* ";
    private const string Tag = "a1 ";

    /// <summary>These responses contain free text (RFC 9051 section 7.1).</summary>
    private static readonly string[] s_conditions = ["OK", "NO", "BAD", "BYE", "PREAUTH"];

    public async Task<Stream> UpgradeAsync(PlainChannel channel, TlsTarget target)
    {
        string greeting = await channel.ReadLineAsync().ConfigureAwait(false);
        if (!greeting.StartsWith(Untagged, StringComparison.Ordinal))
            throw StartTlsRefusal.Violation(Protocol, greeting);
        // After PREAUTH no STARTTLS is allowed, which is also how an attacker keeps a client in plaintext; BYE is a
        // refusal.
        if (!Says(greeting, Untagged.Length, "OK")) throw StartTlsRefusal.Refused(greeting);
        bool lacksOffer = HasNoOffer(greeting);
        await channel.SendAsync(Tag + "STARTTLS\r\n").ConfigureAwait(false);
        string answer = await LiteralLine.ReadAsync(channel, IsCondition).ConfigureAwait(false);
        for (; answer.StartsWith(Untagged, StringComparison.Ordinal);
            answer = await LiteralLine.ReadAsync(channel, IsCondition).ConfigureAwait(false))
        {
            if (Says(answer, Untagged.Length, "BYE")) throw StartTlsRefusal.Refused(answer);
            lacksOffer |= HasNoOffer(answer);
        }

        if (!answer.StartsWith(Tag, StringComparison.Ordinal)) throw StartTlsRefusal.Violation(Protocol, answer);
        if (Says(answer, Tag.Length, "OK")) return channel.Stream;
        throw lacksOffer ? StartTlsRefusal.NotOffered() : StartTlsRefusal.Refused(answer);
    }

    private static bool IsCondition(string line) =>
        line.StartsWith(Tag, StringComparison.Ordinal) || s_conditions.Any(word => Says(line, Untagged.Length, word));

    /// <summary>
    /// Whether a line lists the server's capabilities without STARTTLS. STARTTLS is requested all the same: a server
    /// may list fewer capabilities than it has.
    /// </summary>
    private static bool HasNoOffer(string line)
    {
        int list = line.IndexOf("CAPABILITY ", StringComparison.OrdinalIgnoreCase);
        if (list < 0 || line.Substring(0, list).ToUpperInvariant() is not (Untagged or Untagged + "OK [")) return false;
        string[] names = line.Substring(list).Split(']')[0].Split(' ');
        return !names.Contains("STARTTLS", StringComparer.OrdinalIgnoreCase);
    }

    private static bool Says(string line, int start, string word) =>
        line.Length >= start
            && (line.Substring(start) + " ").StartsWith(word + " ", StringComparison.OrdinalIgnoreCase);
}

using System;
using System.Globalization;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Guesses the protocol of a server that does not begin with TLS, from its first words, else from its port. It is only
/// shown to a user who expected TLS from the first byte; nothing is decided by it.
/// </summary>
internal static class PlainSpeech
{
    private static readonly StartTlsProtocol[] s_numbered =
        [StartTlsProtocol.Smtp, StartTlsProtocol.Lmtp, StartTlsProtocol.Ftp, StartTlsProtocol.Nntp];

    /// <summary>The explanation and the advice for plaintext where TLS was expected.</summary>
    internal static (string Why, string Advice) Explain(TlsTarget target, byte[] said)
    {
        string words = said.Length == 0 ? "" : $": it sent {PreludeException.Quote(FirstLine(said))}";
        if (target.StartTls != StartTlsProtocol.None)
            return ($"the server agreed to TLS but did not start it{words}.", "Look in the server's log.");
        if (Begins(said, "HTTP/"))
            return ($"the server speaks HTTP without TLS on this port{words}.", "Give its HTTPS port.");
        if (Begins(said, "SSH-"))
            return ($"the server speaks SSH on this port, which has no certificates{words}.", "Give another port.");
        StartTlsProtocol[] known = Find(said, target.Port);
        if (known.Length == 0)
            return ($"the server does not speak TLS on this port{words}.",
                "Check the port. If the protocol begins in plaintext and requests TLS, give it as -StartTls.");
        string names = string.Join(" or ", known);
        return ($"the server does not speak TLS from the first byte on this port, but {names}{words}.",
            $"Give -StartTls {string.Join(" or -StartTls ", known)}, which requests TLS in plaintext first.");
    }

    /// <summary>
    /// The usual protocol of the port, if it is another one than was requested and the server sent nothing; else null.
    /// </summary>
    internal static string? AdviceOfPort(TlsTarget target)
    {
        string port = target.Port.ToString(CultureInfo.InvariantCulture);
        if (target.StartTls != StartTlsProtocol.None)
            return TlsTarget.IsTlsPort(target.Port)
                ? $"Port {port} usually speaks TLS from the first byte: omit -StartTls, or give -StartTls None."
                : null;
        StartTlsProtocol known = StartTlsTable.OfPort(target.Port);
        return known == StartTlsProtocol.None
            ? null
            : $"Port {port} usually speaks {known}, which requests TLS in plaintext first: give -StartTls {known}.";
    }

    /// <summary>The protocols that begin like this; several if the words do not distinguish them.</summary>
    internal static StartTlsProtocol[] Find(byte[] said, int port)
    {
        string text = PlainChannel.Text(said);
        StartTlsProtocol usual = StartTlsTable.OfPort(port);
        if (text.Length >= 3 && text.Take(3).All(c => c is >= '0' and <= '9')) return OfNumber(text, usual);
        if (Begins(said, "* OK") || Begins(said, "* PREAUTH") || Begins(said, "* BYE")) return [StartTlsProtocol.Imap];
        if (Begins(said, "+OK")) return [StartTlsProtocol.Pop3];
        if (Begins(said, "\"") && Has(text, "SIEVE", "STARTTLS", "IMPLEMENTATION")) return [StartTlsProtocol.Sieve];
        if (Begins(said, "<") && Has(text, "jabber:server")) return [StartTlsProtocol.XmppServer];
        if (Begins(said, "<") && Has(text, "jabber:", "etherx.jabber.org", "stream:")) return [StartTlsProtocol.Xmpp];
        // A packet's length, its number 0, and the version 10 or an error; LDAP's messages have numbers.
        if (said.Length > 4 && said[2] == 0 && said[3] == 0 && said[4] is 10 or 0xFF) return [StartTlsProtocol.MySql];
        if (said.Length > 2 && said[0] == 0x30 && (said[2] == 0x02 || said[1] == 0x84)) return [StartTlsProtocol.Ldap];
        return usual == StartTlsProtocol.None ? [] : [usual];
    }

    private static StartTlsProtocol[] OfNumber(string text, StartTlsProtocol usual)
    {
        if (Has(text, "LMTP")) return [StartTlsProtocol.Lmtp];
        if (Has(text, "SMTP")) return [StartTlsProtocol.Smtp];
        if (Has(text, "FTP")) return [StartTlsProtocol.Ftp];
        if (Has(text, "NNTP") || text.StartsWith("200", StringComparison.Ordinal)
            || text.StartsWith("201", StringComparison.Ordinal))
            return [StartTlsProtocol.Nntp];
        return s_numbered.Contains(usual) ? [usual] : [StartTlsProtocol.Smtp, StartTlsProtocol.Ftp];
    }

    private static string FirstLine(byte[] said) => PlainChannel.Text(said).Split('\r', '\n')[0];

    private static bool Begins(byte[] said, string words) =>
        PlainChannel.Text(said).StartsWith(words, StringComparison.OrdinalIgnoreCase);

    private static bool Has(string text, params string[] words) =>
        words.Any(word => text.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);
}

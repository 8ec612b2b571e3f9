using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>The exchange of each protocol until TLS begins.</summary>
internal static class StartTlsDialects
{
    private static readonly Dictionary<StartTlsProtocol, IStartTls> s_dialects = new()
    {
        [StartTlsProtocol.Smtp] = new SmtpStartTls("SMTP", "EHLO"),
        [StartTlsProtocol.Lmtp] = new SmtpStartTls("LMTP", "LHLO"),
        [StartTlsProtocol.Imap] = new ImapStartTls(),
        [StartTlsProtocol.Pop3] = new Pop3StartTls(),
        [StartTlsProtocol.Sieve] = new SieveStartTls(),
        [StartTlsProtocol.Nntp] = new NntpStartTls(),
        [StartTlsProtocol.Ftp] = new FtpStartTls(),
        [StartTlsProtocol.Ldap] = new LdapStartTls(),
        [StartTlsProtocol.Postgres] = new PostgresStartTls(),
        [StartTlsProtocol.MySql] = new MySqlStartTls(),
        [StartTlsProtocol.Xmpp] = new XmppStartTls("jabber:client"),
        [StartTlsProtocol.XmppServer] = new XmppStartTls("jabber:server"),
        [StartTlsProtocol.Tds] = new TdsStartTls(),
        [StartTlsProtocol.Rdp] = new RdpStartTls(),
    };

    /// <summary>How a protocol upgrades; null if TLS begins at once.</summary>
    internal static IStartTls? Find(StartTlsProtocol protocol) =>
        s_dialects.TryGetValue(protocol, out IStartTls? found) ? found : null;
}

/// <summary>How one protocol upgrades from plaintext to TLS.</summary>
internal interface IStartTls
{
    /// <summary>Runs the exchange until the next byte in either direction belongs to TLS.</summary>
    /// <returns>The stream that carries TLS: the channel's stream, unless the protocol wraps the handshake.</returns>
    /// <exception cref="PreludeException">The server declined, or violated its protocol.</exception>
    Task<Stream> UpgradeAsync(PlainChannel channel, TlsTarget target);
}

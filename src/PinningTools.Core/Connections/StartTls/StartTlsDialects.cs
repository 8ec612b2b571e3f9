using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>What is said in each protocol until TLS begins.</summary>
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

    /// <summary>How a protocol upgrades; null where TLS begins at once.</summary>
    internal static IStartTls? Find(StartTlsProtocol protocol) =>
        s_dialects.TryGetValue(protocol, out IStartTls? found) ? found : null;
}

/// <summary>How one protocol goes from the clear to TLS.</summary>
internal interface IStartTls
{
    /// <summary>Talks until the next byte on either side belongs to TLS.</summary>
    /// <returns>What carries TLS; the channel's stream unless the protocol wraps the handshake.</returns>
    /// <exception cref="PreludeException">The server declined, or said what its protocol does not allow.</exception>
    Task<Stream> UpgradeAsync(PlainChannel channel, TlsTarget target);
}

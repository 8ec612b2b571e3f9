namespace PinningTools;

/// <summary>The protocols that begin in the clear and are asked to go on in TLS.</summary>
public enum StartTlsProtocol
{
    /// <summary>TLS from the first byte.</summary>
    None = 0,

    /// <summary>Whatever the URI's scheme or the well-known port stands for.</summary>
    Auto,

    /// <summary>Mail between servers and its submission (RFC 3207).</summary>
    Smtp,

    /// <summary>Mail into a local mailbox (RFC 2033).</summary>
    Lmtp,

    /// <summary>Mailboxes by IMAP (RFC 9051).</summary>
    Imap,

    /// <summary>Mailboxes by POP3 (RFC 2595).</summary>
    Pop3,

    /// <summary>Mail filters by ManageSieve (RFC 5804).</summary>
    Sieve,

    /// <summary>Network news (RFC 4642).</summary>
    Nntp,

    /// <summary>File transfer (RFC 4217).</summary>
    Ftp,

    /// <summary>Directories (RFC 4511).</summary>
    Ldap,

    /// <summary>PostgreSQL.</summary>
    Postgres,

    /// <summary>MySQL and MariaDB.</summary>
    MySql,

    /// <summary>Messaging, as a client (RFC 6120).</summary>
    Xmpp,

    /// <summary>Messaging, as another server (RFC 6120).</summary>
    XmppServer,

    /// <summary>SQL Server (MS-TDS).</summary>
    Tds,

    /// <summary>Remote Desktop (MS-RDPBCGR).</summary>
    Rdp,
}

namespace PinningTools;

/// <summary>The protocols that begin in plaintext and are upgraded to TLS on request.</summary>
public enum StartTlsProtocol
{
    /// <summary>TLS from the first byte.</summary>
    None = 0,

    /// <summary>The protocol of the URI's scheme or of the well-known port.</summary>
    Auto,

    /// <summary>Mail between servers, and mail submission (RFC 3207).</summary>
    Smtp,

    /// <summary>Mail delivery into local mailboxes (RFC 2033).</summary>
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

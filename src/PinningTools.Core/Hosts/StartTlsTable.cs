using System;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// The static data of each protocol: its URI schemes and its well-known ports, the first of which is the default. The
/// exchanges are in <c>StartTlsDialects</c>.
/// </summary>
internal static class StartTlsTable
{
    /// <summary>The protocol for a name in a pin set, including None; null for an unknown name and for Auto.</summary>
    internal static StartTlsProtocol? Named(string? name)
    {
        if (name is null || name.Equals(nameof(StartTlsProtocol.None), StringComparison.OrdinalIgnoreCase))
            return StartTlsProtocol.None;
        return s_entries
            .FirstOrDefault(entry => entry.Protocol.ToString().Equals(name, StringComparison.OrdinalIgnoreCase))
            ?.Protocol;
    }

    private static readonly Entry[] s_entries =
    [
        new(StartTlsProtocol.Smtp, [25, 587, 2525], ["smtp"]),
        new(StartTlsProtocol.Smtp, [587], ["submission"]),
        new(StartTlsProtocol.Lmtp, [24], ["lmtp"]),
        new(StartTlsProtocol.Imap, [143], ["imap"]),
        new(StartTlsProtocol.Pop3, [110], ["pop3", "pop"]),
        new(StartTlsProtocol.Sieve, [4190], ["sieve"]),
        new(StartTlsProtocol.Nntp, [119, 433], ["nntp"]),
        new(StartTlsProtocol.Ftp, [21], ["ftp"]),
        new(StartTlsProtocol.Ldap, [389, 3268], ["ldap"]),
        new(StartTlsProtocol.Postgres, [5432], ["postgres", "postgresql"]),
        new(StartTlsProtocol.MySql, [3306], ["mysql", "mariadb"]),
        new(StartTlsProtocol.Xmpp, [5222], ["xmpp"]),
        new(StartTlsProtocol.XmppServer, [5269], ["xmpp-server"]),
        new(StartTlsProtocol.Tds, [1433], ["tds", "mssql", "sqlserver"]),
        new(StartTlsProtocol.Rdp, [3389], ["rdp"]),
    ];

    /// <summary>The port if none is given; null if the protocol has none of its own.</summary>
    internal static int? DefaultPort(StartTlsProtocol protocol) => First(protocol)?.Ports[0];

    /// <summary>The scheme of a protocol's URIs; null for TLS from the first byte.</summary>
    internal static string? SchemeOf(StartTlsProtocol protocol) => First(protocol)?.Schemes[0];

    /// <summary>The usual protocol of a port; TLS from the first byte if none is known.</summary>
    internal static StartTlsProtocol OfPort(int port) =>
        s_entries.FirstOrDefault(entry => entry.Ports.Contains(port))?.Protocol ?? StartTlsProtocol.None;

    /// <summary>The protocol of a URI scheme.</summary>
    internal static (StartTlsProtocol Protocol, int Port)? OfScheme(string scheme) =>
        s_entries.FirstOrDefault(entry => entry.Schemes.Contains(scheme, StringComparer.OrdinalIgnoreCase)) is { } found
            ? (found.Protocol, found.Ports[0])
            : null;

    private static Entry? First(StartTlsProtocol protocol) =>
        s_entries.FirstOrDefault(entry => entry.Protocol == protocol);

    private sealed class Entry(StartTlsProtocol protocol, int[] ports, string[] schemes)
    {
        internal StartTlsProtocol Protocol { get; } = protocol;

        internal int[] Ports { get; } = ports;

        internal string[] Schemes { get; } = schemes;
    }
}

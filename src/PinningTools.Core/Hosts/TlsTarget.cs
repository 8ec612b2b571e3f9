using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;

namespace PinningTools.Internal;

/// <summary>Where to connect and which name to check: host, port, and their overrides.</summary>
internal sealed class TlsTarget
{
    private const int DefaultPort = 443;

    /// <summary>In characters: a longer text was not typed as a list.</summary>
    private const int MaxList = 4096;

    private static readonly char[] s_dividers = [' ', ',', ';', '\t', '\r', '\n', '|'];

    private static readonly Dictionary<string, int> s_schemePorts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["https"] = 443,
        ["wss"] = 443,
        ["ldaps"] = 636,
        ["smtps"] = 465,
        ["submissions"] = 465,
        ["imaps"] = 993,
        ["pop3s"] = 995,
        ["ftps"] = 990,
        ["nntps"] = 563,
        ["mqtts"] = 8883,
        ["amqps"] = 5671,
        ["ircs"] = 6697,
        ["rediss"] = 6379,
        ["sips"] = 5061,
        ["dot"] = 853,
    };

    internal TlsTarget(HostName host, int port)
    {
        Host = host;
        Port = port;
    }

    internal HostName Host { get; }

    internal int Port { get; }

    /// <summary>Whether the port was given; else it is the usual one of the protocol.</summary>
    internal bool IsPortGiven { get; private init; } = true;

    /// <summary>Whether the protocol before TLS was given, including None; else a pin set may give it.</summary>
    private bool IsStartTlsGiven { get; init; }

    /// <summary>
    /// Whether the protocol before TLS is determined, so that neither a pin set nor the port is used.
    /// </summary>
    internal bool IsStartTlsSettled => IsStartTlsGiven || StartTls != StartTlsProtocol.None;

    /// <summary>The name that is sent as SNI and checked, if it is not the host itself.</summary>
    internal HostName? ServerName { get; init; }

    /// <summary>The address to connect to instead of the addresses that the host name resolves to.</summary>
    internal IPAddress? Address { get; init; }

    /// <summary>The protocol that is used until TLS begins; never Auto.</summary>
    internal StartTlsProtocol StartTls { get; init; }

    /// <summary>The name for EHLO or LHLO, if it is not the default.</summary>
    internal string? EhloName { get; init; }

    internal HostName JudgedName => ServerName ?? Host;

    /// <summary>The label of certificates without a connection, such as their file; null for a host.</summary>
    internal string? Label { get; private init; }

    /// <summary>Whether there is a name to check: certificates from a file may have none.</summary>
    internal bool IsNamed => Label is null || ServerName is not null;

    public override string ToString() => Label ?? $"{Host.Bracketed}:{Port.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>
    /// A target for certificates without a connection; they are checked for the name if one is given.
    /// </summary>
    /// <param name="label">The label of the certificates.</param>
    /// <param name="name">The name, or null.</param>
    /// <param name="port">The port whose policy applies; the usual one by default.</param>
    /// <exception cref="PinningException">The port is not valid.</exception>
    internal static TlsTarget Offline(string label, HostName? name, int? port = null)
    {
        int chosen = ChoosePort(label, null, port) ?? (name is null ? 0 : DefaultPort);
        return new(name ?? HostName.None, chosen)
        {
            Label = label,
            ServerName = name,
            IsPortGiven = port is not null,
        };
    }

    /// <summary>
    /// The same target with the usual protocol of its port, if neither the user nor a pin set gave the protocol before
    /// TLS. Only ports that are known for nothing but an upgrade have one.
    /// </summary>
    internal TlsTarget AsPortSpeaks() =>
        IsStartTlsSettled || Label is not null
            || StartTlsTable.OfPort(Port) is not (var known and not StartTlsProtocol.None)
            ? this
            : Speaking(known, Port);

    /// <summary>The same target with a protocol before TLS, as if it had been given.</summary>
    internal TlsTarget Speaking(StartTlsProtocol protocol, int port) => new(Host, port)
    {
        ServerName = ServerName,
        StartTls = protocol,
        Address = Address,
        Label = Label,
        EhloName = EhloName,
        IsStartTlsGiven = true,
    };

    /// <summary>Whether a port usually speaks TLS from the first byte.</summary>
    internal static bool IsTlsPort(int port) => s_schemePorts.ContainsValue(port);

    /// <summary>The same target with another port, as if it had been given.</summary>
    internal TlsTarget AtPort(int port) => new(Host, port)
    {
        ServerName = ServerName,
        StartTls = StartTls,
        Address = Address,
        Label = Label,
        EhloName = EhloName,
        IsStartTlsGiven = IsStartTlsGiven,
    };

    /// <summary>The same target at one address.</summary>
    internal TlsTarget At(IPAddress address) =>
        new(Host, Port) { ServerName = ServerName, StartTls = StartTls, Address = address, EhloName = EhloName };

    /// <summary>
    /// Reads <c>host</c>, <c>host:port</c>, <c>[v6]:port</c>, a bare IPv6 address or a URI of a TLS or STARTTLS scheme.
    /// </summary>
    /// <param name="text">The text that the user gave.</param>
    /// <param name="port">A port that was given separately; it must agree with one in the text.</param>
    /// <param name="startTls">
    /// The protocol that the user requests before TLS; it must agree with the scheme of a URI.
    /// </param>
    /// <param name="serverName">The name to send and check instead of the host.</param>
    /// <param name="address">The address to connect to instead of the addresses that the host name resolves to.</param>
    /// <param name="ehloName">The name for EHLO or LHLO.</param>
    /// <exception cref="PinningException">
    /// The text does not name a host, or it contradicts the other arguments.
    /// </exception>
    internal static TlsTarget Parse(
        string text, int? port = null, StartTlsProtocol? startTls = null, string? serverName = null,
        string? address = null, string? ehloName = null)
    {
        RefuseSeveral(text);
        TlsTarget plain = Read(text, port, startTls);
        return new TlsTarget(plain.Host, plain.Port)
        {
            StartTls = plain.StartTls,
            IsPortGiven = plain.IsPortGiven,
            IsStartTlsGiven = plain.IsStartTlsGiven,
            ServerName = serverName is null ? null : HostName.Parse(serverName),
            Address = address is null ? null : ReadAddress(address),
            EhloName = ehloName is null ? null : Internal.EhloName.Read(ehloName),
        };
    }

    /// <exception cref="PinningException">The text is a list of hosts.</exception>
    internal static void RefuseSeveral(string text)
    {
        if (CountHosts(text) is > 1 and var count) throw new PinningException(Faults.SeveralHosts(text.Trim(), count));
    }

    /// <summary>How many hosts a text with list separators names; 0 if not all parts are hosts.</summary>
    private static int CountHosts(string text)
    {
        if (text.Length > MaxList) return 0;
        string[] parts = text.Split(s_dividers, StringSplitOptions.RemoveEmptyEntries);
        // The path of a single URI can contain the same characters.
        bool areUris = text.Contains("://");
        return parts.Length > 1 && parts.All(part => IsHost(part) && part.Contains("://") == areUris)
            ? parts.Length : 0;
    }

    private static bool IsHost(string part)
    {
        try
        {
            return Read(part, null, null) is not null;
        }
        catch (PinningException)
        {
            return false;
        }
    }

    private static IPAddress ReadAddress(string address) =>
        HostName.TryParse(address, out HostName? host, out _) && host.Address is { } found
            ? found
            : throw new PinningException(Faults.AddressInvalid(address));

    private static TlsTarget Read(string text, int? port, StartTlsProtocol? startTls)
    {
        string given = text.Trim();
        if (given.Contains("-----BEGIN")) throw new PinningException(Faults.TargetIsPem());
        if (FileNames.LooksLikeOne(given)) throw new PinningException(Faults.TargetIsFile(text));
        if (given.Contains("://")) return FromUri(given, port, startTls);
        (string host, int? own) = SplitPort(given);
        StartTlsProtocol protocol = startTls ?? StartTlsProtocol.None;
        int? named = ChoosePort(text, own, port);
        int chosen = named ?? StartTlsTable.DefaultPort(protocol) ?? DefaultPort;
        return new TlsTarget(HostName.Parse(host), chosen)
        {
            IsPortGiven = named is not null,
            IsStartTlsGiven = startTls is not null,
            StartTls = protocol == StartTlsProtocol.Auto ? StartTlsTable.OfPort(chosen) : protocol,
        };
    }

    private static TlsTarget FromUri(string text, int? port, StartTlsProtocol? startTls)
    {
        if (!UriText.TryRead(text, out Uri? uri) || uri.Host.Length == 0)
            throw new PinningException(Faults.HostInvalid(text, "it is not a URI with a host"));
        (StartTlsProtocol protocol, int schemePort) = s_schemePorts.TryGetValue(uri.Scheme, out int tlsPort)
            ? (StartTlsProtocol.None, tlsPort)
            : StartTlsTable.OfScheme(uri.Scheme) ?? throw new PinningException(Faults.SchemeNotTls(text, uri.Scheme));
        if (startTls is { } given && given != StartTlsProtocol.Auto && given != protocol)
            throw new PinningException(Faults.StartTlsConflict(text, uri.Scheme, given.ToString()));
        // Uri adds the default ports of the schemes it knows, so only another port was certainly written.
        int? written = uri.Port > 0 && uri.Port != schemePort ? uri.Port : WrittenPort(uri);
        int chosen = ChoosePort(text, written, port) ?? schemePort;
        return new TlsTarget(HostName.From(uri), chosen) { StartTls = protocol, IsStartTlsGiven = true };
    }

    private static int? WrittenPort(Uri uri)
    {
        string authority =
            uri.OriginalString.Substring(uri.OriginalString.IndexOf("://", StringComparison.Ordinal) + 3);
        int end = authority.IndexOfAny(['/', '?', '#']);
        if (end >= 0) authority = authority.Substring(0, end);
        return SplitPort(authority.Substring(authority.LastIndexOf('@') + 1)).Port;
    }

    internal static (string Host, int? Port) SplitPort(string text)
    {
        int colon = text.LastIndexOf(':');
        bool bracketed = text.StartsWith("[", StringComparison.Ordinal);
        bool bareIPv6 = !bracketed && colon != text.IndexOf(':');
        if (colon < 0 || bareIPv6 || (bracketed && text.LastIndexOf(']') > colon)) return (text, null);
        string digits = text.Substring(colon + 1);
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int port))
            throw new PinningException(Faults.PortInvalid(text, digits));
        return (text.Substring(0, colon), port);
    }

    private static int? ChoosePort(string text, int? written, int? given)
    {
        if (written is { } a && given is { } b && a != b) throw new PinningException(Faults.PortGivenTwice(text, a, b));
        int? port = written ?? given;
        if (port is < 1 or > 65535)
            throw new PinningException(Faults.PortInvalid(text, port.Value.ToString(CultureInfo.InvariantCulture)));
        return port;
    }
}

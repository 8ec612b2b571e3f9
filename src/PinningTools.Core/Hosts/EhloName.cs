using System;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace PinningTools.Internal;

/// <summary>
/// The name that a client sends to a mail server (RFC 5321 section 4.1.1.1): its full name, or an address literal
/// (section 4.1.3) if it has none.
/// </summary>
internal static class EhloName
{
    /// <summary>These names are only valid on the machine itself (RFC 6761 section 6.3).</summary>
    private static readonly string[] s_local = ["localhost", "localdomain"];

    private static readonly Lazy<string?> s_machine = new(FindMachineName);

    /// <summary>This machine's full name, else its address on the connection.</summary>
    internal static string Default(IPAddress local) => s_machine.Value ?? Literal(local);

    /// <summary>A host name, an address literal, or an address, which becomes one.</summary>
    /// <exception cref="PinningException">It is neither; a line end in it would add another command.</exception>
    internal static string Read(string text)
    {
        string bare = text.Trim();
        bool bracketed = bare.StartsWith("[", StringComparison.Ordinal) && bare.EndsWith("]", StringComparison.Ordinal);
        if (bracketed) bare = bare.Substring(1, bare.Length - 2);
        if (bracketed && bare.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase)) bare = bare.Substring(5);
        if (!HostName.TryParse(bare, out HostName? name, out _) || (bracketed && !name.IsAddress))
            throw new PinningException(Faults.EhloNameInvalid(text));
        return name.Address is { } address ? Literal(address) : name.Value;
    }

    /// <summary>The name and the domain of a machine as one full name; null if they do not make one.</summary>
    internal static string? Full(string host, string domain)
    {
        string joined = host.IndexOf('.') >= 0 || domain.Length == 0 ? host : $"{host}.{domain}";
        if (!HostName.TryParse(joined, out HostName? name, out _) || name.IsAddress) return null;
        string[] labels = name.Value.Split('.');
        return labels.Length > 1 && Array.IndexOf(s_local, labels[labels.Length - 1]) < 0 ? name.Value : null;
    }

    private static string Literal(IPAddress address) => address.IsIPv4MappedToIPv6 ? $"[{address.MapToIPv4()}]"
        : address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[IPv6:{new IPAddress(address.GetAddressBytes())}]"
        : $"[{address}]";

    /// <summary>From the configuration of the system; no name server is asked.</summary>
    private static string? FindMachineName()
    {
        try
        {
            var machine = IPGlobalProperties.GetIPGlobalProperties();
            return Full(machine.HostName, machine.DomainName);
        }
        catch (Exception error) when (error is NetworkInformationException or PlatformNotSupportedException)
        {
            return null;
        }
    }
}

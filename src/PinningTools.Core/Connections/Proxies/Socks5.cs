using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// A tunnel through a SOCKS proxy: RFC 1928, with a name and password by RFC 1929. The proxy resolves the name.
/// </summary>
internal static class Socks5
{
    private const byte Version = 5;
    private const byte LogonVersion = 1;
    private const byte NoLogon = 0;
    private const byte NameAndPassword = 2;
    private const byte Connect = 1;
    private const byte IPv4 = 1;
    private const byte Name = 3;
    private const byte IPv6 = 4;

    internal static async Task TunnelAsync(PlainChannel channel, TlsTarget target, NetworkCredential? credential)
    {
        byte[] logon = credential is null ? [] : Logon(credential);
        byte[] methods = credential is null ? [NoLogon] : [NoLogon, NameAndPassword];
        await channel.SendAsync([Version, (byte)methods.Length, .. methods]).ConfigureAwait(false);
        byte[] choice = await channel.ReadAsync(2).ConfigureAwait(false);
        if (choice[0] != Version) throw NotSocks();
        if (choice[1] == NameAndPassword && credential is not null)
        {
            await channel.SendAsync(logon).ConfigureAwait(false);
            byte[] accepted = await channel.ReadAsync(2).ConfigureAwait(false);
            if (accepted[1] != 0) throw LogonNeeded("it did not accept the user name and password.");
        }
        else if (choice[1] != NoLogon)
        {
            throw LogonNeeded(credential is null ? "it requires authentication." : "it does not accept a user name and "
                + "password.");
        }

        await channel.SendAsync(Request(target)).ConfigureAwait(false);
        await ReadResponseAsync(channel).ConfigureAwait(false);
    }

    private static byte[] Logon(NetworkCredential credential)
    {
        byte[] name = Encoding.UTF8.GetBytes(credential.UserName);
        byte[] password = Encoding.UTF8.GetBytes(credential.Password);
        if (name.Length is 0 or > 255 || password.Length is 0 or > 255)
            throw new PinningException(Faults.ProxyUserNameInvalid(credential.UserName));
        return [LogonVersion, (byte)name.Length, .. name, (byte)password.Length, .. password];
    }

    private static byte[] Request(TlsTarget target)
    {
        var request = new List<byte> { Version, Connect, 0 };
        if ((target.Address ?? target.Host.Address) is { } address)
        {
            request.Add(address.AddressFamily == AddressFamily.InterNetworkV6 ? IPv6 : IPv4);
            request.AddRange(address.GetAddressBytes());
        }
        else
        {
            request.Add(Name);
            request.Add((byte)target.Host.Value.Length);
            request.AddRange(Encoding.ASCII.GetBytes(target.Host.Value));
        }

        request.Add((byte)(target.Port >> 8));
        request.Add((byte)target.Port);
        return [.. request];
    }

    private static async Task ReadResponseAsync(PlainChannel channel)
    {
        byte[] head = await channel.ReadAsync(4).ConfigureAwait(false);
        if (head[0] != Version) throw NotSocks();
        if (head[1] != 0) throw new PreludeException(VerdictReason.ProxyRefused, $"it responded: {Meaning(head[1])}.");
        int length = head[3] switch
        {
            IPv4 => 4,
            IPv6 => 16,
            Name => (await channel.ReadAsync(1).ConfigureAwait(false))[0],
            _ => throw NotSocks(),
        };
        await channel.ReadAsync(length + 2).ConfigureAwait(false);
    }

    /// <summary>RFC 1928 section 6.</summary>
    private static string Meaning(byte reply) => reply switch
    {
        1 => "general failure",
        2 => "its rules do not allow it",
        3 => "the network cannot be reached",
        4 => "the host cannot be reached",
        5 => "the host refused the connection",
        6 => "time to live expired",
        7 => "it does not support CONNECT",
        8 => "it does not support this kind of address",
        _ => $"reply {reply}",
    };

    private static PreludeException LogonNeeded(string why) => new(VerdictReason.ProxyAuthenticationRequired, why);

    private static PreludeException NotSocks() => new(VerdictReason.ProxyRefused, "it does not speak SOCKS 5.");
}

using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.Support;

/// <summary>What the tests may reach, and that the guard is there.</summary>
public sealed class LoopbackGuardTests
{
    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.255.255.254", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("::", false)]
    [InlineData("192.0.2.1", false)]
    [InlineData("::ffff:192.0.2.1", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("10.0.0.1", false)]
    public void It_knows_the_addresses_of_this_machine(string address, bool isAllowed) =>
        Assert.Equal(isAllowed, LoopbackGuard.IsAllowedAddress(
            new IPEndPoint(IPAddress.Parse(address), 443).Serialize().ToString()));

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("host.example", false)]
    [InlineData("nobody.invalid", false)]
    public void It_knows_the_names_of_this_machine(string name, bool isAllowed) =>
        Assert.Equal(isAllowed, LoopbackGuard.IsAllowedName(name));

    /// <summary>From a socket that is bound to this machine nothing leaves it, guard or none.</summary>
    [Theory]
    [InlineData("connect")]
    [InlineData("connect-async")]
    [InlineData("look-up")]
    public void A_process_that_would_leave_the_machine_is_ended(string how)
    {
        string output = ChildProcess.Run(new Dictionary<string, string>(), "leave", how);

        Assert.Equal("before", output.Trim());
    }

    [Fact]
    public void A_process_that_stays_is_not() =>
        Assert.Equal("before\nafter", ChildProcess.Run(new Dictionary<string, string>(), "leave", "stay").Trim());

    /// <summary>What the child does.</summary>
    internal static void Leave(string how)
    {
        Console.WriteLine("before");
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            var away = new IPEndPoint(IPAddress.Parse("192.0.2.1"), 9);
            if (how == "connect") socket.Connect(away);
            else if (how == "connect-async") socket.ConnectAsync(away).Wait();
            else Dns.GetHostAddresses(how == "stay" ? "localhost" : "a..b");
        }
        catch (Exception error) when (error is SocketException or AggregateException or ArgumentException)
        {
            // Without the guard the system itself would refuse.
        }

        Console.WriteLine("after");
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Connections;
using Xunit;

namespace PinningTools.Tests.Verification;

/// <summary>The pins of hosts: each address and each kind of key for itself.</summary>
public sealed class PinReaderTests
{
    private readonly List<PresentedPins> _taken = [];
    private readonly List<string> _reported = [];
    private readonly List<string> _warned = [];

    [Fact]
    public async Task A_host_shows_its_chain_and_what_is_wrong_with_it()
    {
        await using TlsTestServer server = TlsTestServer.Start(TestConnections.Leaf);

        Assert.True(await Reader().ReadAsync(TestConnections.Target(server.Port), default));

        PresentedPins pins = Assert.Single(_taken);
        Assert.Equal(TestConnections.Leaf.Pin, pins.Records[0].Pin);
        Assert.Null(pins.Warning);
        Assert.Empty(_reported);
    }

    [Fact]
    public async Task A_host_that_is_not_there_is_reported_and_was_not_heard()
    {
        // Nobody listens on the discard port of a test machine.
        Assert.False(await Reader().ReadAsync(TlsTarget.Parse("127.0.0.1:9"), default));

        Assert.Equal(["ConnectFailed"], _reported);
        Assert.Empty(_taken);
    }

    [Fact]
    public async Task An_address_that_does_not_answer_takes_nothing_from_the_others()
    {
        await using TlsTestServer server = TlsTestServer.Start(TestConnections.Leaf);
        var options = new ConnectionOptions
        {
            Timeout = TestConnections.Patience, LookUp = _ => [IPAddress.Parse("127.0.0.9"), IPAddress.Loopback],
        };

        Assert.True(await Reader(options, allAddresses: true).ReadAsync(TestConnections.Target(server.Port), default));

        Assert.Equal(["ConnectFailed"], _reported);
        Assert.Equal("127.0.0.1", Assert.Single(_taken).Records[0].Address);
    }

    [Fact]
    public async Task A_name_without_an_address_is_one_fault_where_all_are_wanted()
    {
        PinningException error = await Assert.ThrowsAsync<PinningException>(
            () => Reader(allAddresses: true).ReadAsync(TlsTarget.Parse("nobody.invalid"), default));

        Assert.Equal("HostNotFound", error.Fault.Id);
        Assert.Empty(_reported);
    }

    [Fact]
    public async Task A_kind_of_key_that_the_server_has_not_is_no_error()
    {
        TestCertificate rsa = TestConnections.Root.Issue("localhost", new() { KeyKind = KeyKind.Rsa2048 });
        await using TlsTestServer server = TlsTestServer.Start(rsa);
        var options = new ConnectionOptions { Timeout = TestConnections.Patience, KeyAlgorithm = ServerKeyAlgorithm.Both };

        Assert.True(await Reader(options).ReadAsync(TestConnections.Target(server.Port), default));

        Assert.Equal(rsa.Pin, Assert.Single(_taken).Records[0].Pin);
        Assert.Empty(_reported);
        Assert.Empty(_warned);
    }

    /// <summary>A server that closes the connection has said nothing of its certificates.</summary>
    [Fact]
    public async Task A_kind_of_key_of_which_nothing_is_known_is_told()
    {
        int connections = 0;
        await using ScriptedServer server = ScriptedServer.Start(async peer =>
        {
            if (++connections > 1) return;
            using var tls = new System.Net.Security.SslStream(peer.Stream);
            await tls.AuthenticateAsServerAsync(
                TestConnections.Root.Issue("localhost", new() { KeyKind = KeyKind.Rsa2048 }).Certificate);
            await peer.StallAsync();
        });
        var options = new ConnectionOptions { Timeout = TestConnections.Patience, KeyAlgorithm = ServerKeyAlgorithm.Both };

        Assert.True(await Reader(options).ReadAsync(TestConnections.Target(server.Port), default));

        Assert.Equal("RSA", Assert.Single(_taken).Records[0].KeyAlgorithm);
        Assert.Empty(_reported);
        Assert.Equal(2, _warned.Count);
        Assert.Contains("It is not known whether", _warned[0], StringComparison.Ordinal);
        Assert.Contains("ECDSA", _warned[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_is_not_there_is_asked_and_reported_once()
    {
        var options = new ConnectionOptions { Timeout = TestConnections.Patience, KeyAlgorithm = ServerKeyAlgorithm.Both };

        Assert.False(await Reader(options).ReadAsync(TlsTarget.Parse("127.0.0.1:9"), default));

        Assert.Equal(["ConnectFailed"], _reported);
        Assert.Empty(_warned);
    }

    private PinReader Reader(ConnectionOptions? options = null, bool allAddresses = false) =>
        new(TestConnections.Policy(TestConnections.Leaf).Trust, options ?? new ConnectionOptions { Timeout = TestConnections.Patience })
        {
            AllAddresses = allAddresses,
            Warn = _warned.Add,
            Take = pins =>
            {
                lock (_taken) _taken.Add(pins);
            },
            Report = error =>
            {
                lock (_reported) _reported.Add(error.Fault.Id);
            },
        };
}

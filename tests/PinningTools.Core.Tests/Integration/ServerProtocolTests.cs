using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using Org.BouncyCastle.Tls;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Connections;
using PinningTools.Tests.Inspection;
using Xunit;

namespace PinningTools.Tests.Integration;

/// <summary>Which TLS versions a server accepts: refused is only what the server refused.</summary>
public sealed class ServerProtocolTests
{
    private static readonly string[] s_versions = ["SSL 3.0", "TLS 1.0", "TLS 1.1", "TLS 1.2", "TLS 1.3"];

    private readonly List<ServerProtocol> _taken = [];
    private readonly List<string> _reported = [];

    [SkippableFact]
    public async Task Nginx_refuses_what_is_old_and_shows_its_certificate_in_the_others()
    {
        Skip.IfNot(NginxServer.IsAvailable, "nginx is not installed.");
        await using NginxServer server = await NginxServer.StartAsync(TestConnections.Leaf);

        Assert.True(await ReadAsync(server.Port));

        Assert.Equal(s_versions, _taken.Select(one => one.Protocol));
        Assert.Equal("URRAA", Statuses());
        Assert.All(_taken.Take(3), one => Assert.Equal((null, VerdictReason.ProtocolRefused), (one.Pin, one.Reason)));
        // SSL 3.0 has no alert for a version.
        Assert.Contains("or only the cipher suites", _taken[0].Message, StringComparison.Ordinal);
        Assert.All(
            _taken.Skip(1).Take(2),
            one => Assert.Contains("protocol_version (70)", one.Message, StringComparison.Ordinal));
        Assert.Equal(await OpenSsl.PinOfAsync(server.Port, null, "-tls1_2"), _taken[3].Pin);
        Assert.Equal(await OpenSsl.PinOfAsync(server.Port, null, "-tls1_3"), _taken[4].Pin);
        Assert.All(_taken.Skip(3), one => Assert.Equal((ProofStrength.Strong, null), (one.ProofStrength, one.Message)));
        Assert.All(_taken.Skip(3), one => Assert.Equal(2, one.Chain.Length));
        Assert.All(_taken, one => Assert.Equal("127.0.0.1", one.Address));
        Assert.Empty(_reported);
    }

    [SkippableTheory]
    [InlineData("-tls1", "UARRR")]
    [InlineData("-tls1_1", "URARR")]
    [InlineData("-tls1_2", "URRAR")]
    [InlineData("-tls1_3", "URRRA")]
    public async Task A_server_of_one_version_refuses_the_others(string version, string statuses)
    {
        await using OpenSslServer server = await OpenSslServer.StartAsync("rsa:2048", version, "-cipher", "ALL:@SECLEVEL=0");

        await ReadAsync(server.Port);

        Assert.Equal(statuses, Statuses());
        Assert.Equal(server.Pin, _taken.Single(one => one.Status == ProtocolStatus.Accepted).Pin);
    }

    [Fact]
    public async Task SSL_3_0_is_offered_alone()
    {
        using BouncyServer server = BouncyServer.Start(
            BouncyChoices.Of("rsa2048", ProtocolVersion.SSLv3, CipherSuite.TLS_RSA_WITH_3DES_EDE_CBC_SHA));

        await ReadAsync(server.Port);

        Assert.Equal(ProtocolStatus.Accepted, _taken[0].Status);
        Assert.Equal(ProofStrength.Weak, _taken[0].ProofStrength);
        Assert.DoesNotContain(_taken.Skip(1), one => one.Status == ProtocolStatus.Accepted);
    }

    /// <summary>What old servers do with a version that they do not know.</summary>
    [Fact]
    public async Task A_hello_of_another_version_is_a_refusal()
    {
        await using ScriptedServer server = ScriptedServer.Start(async peer =>
        {
            await ReadHelloAsync(peer);
            byte[] hello =
            [
                22, 3, 1, 0, 42, 2, 0, 0, 38, 3, 1, .. new byte[32], 0, 0, 47, 0,
            ];
            await peer.SendAsync(hello);
            await peer.StallAsync();
        });

        await ReadAsync(server.Port, TimeSpan.FromSeconds(5));

        // In TLS 1.0 the hello is what was asked for, and the rest never comes.
        Assert.Equal("RURRR", Statuses());
    }

    [Theory]
    [InlineData(AlertNames.HandshakeFailure)]
    [InlineData(AlertNames.InternalError)]
    [InlineData(null)]
    public async Task What_the_server_did_not_say_is_not_known(int? alert)
    {
        await using ScriptedServer server = ScriptedServer.Start(async peer =>
        {
            await ReadHelloAsync(peer);
            if (alert is { } number) await peer.SendAsync([21, 3, 1, 0, 2, 2, (byte)number]);
        });

        Assert.True(await ReadAsync(server.Port));

        Assert.Equal("UUUUU", Statuses());
        Assert.All(_taken, one => Assert.NotEqual(VerdictReason.None, one.Reason));
        Assert.All(_taken, one => Assert.NotNull(one.Message));
    }

    [Fact]
    public async Task A_version_that_is_ignored_takes_no_time_from_the_others()
    {
        int connection = 0;
        await using ScriptedServer server = ScriptedServer.Start(async peer =>
        {
            await ReadHelloAsync(peer);
            if (++connection == 1) await peer.StallAsync();
            await peer.SendAsync([21, 3, 1, 0, 2, 2, AlertNames.ProtocolVersion]);
        });

        await ReadAsync(server.Port, TimeSpan.FromSeconds(2));

        Assert.Equal("URRRR", Statuses());
        Assert.Equal(VerdictReason.DuringHandshake, _taken[0].Reason);
    }

    [Fact]
    public async Task What_is_no_TLS_or_not_there_is_one_error()
    {
        await using ScriptedServer server = ScriptedServer.Start(async peer =>
        {
            await ReadHelloAsync(peer);
            await peer.SendAsync("HTTP/1.1 400 Bad Request\r\n\r\n");
        });

        Assert.False(await ReadAsync(server.Port));
        // Nobody listens on the discard port of a test machine.
        Assert.False(await ReadAsync(9));

        Assert.Empty(_taken);
        Assert.Equal(2, _reported.Count);
        Assert.Equal("ConnectFailed", _reported[1]);
    }

    [SkippableFact]
    public async Task It_reads_behind_STARTTLS_and_a_proxy()
    {
        await using Daemon server = await Daemons.PostfixAsync(TestConnections.Leaf);
        await using ConnectProxy proxy = ConnectProxy.Start();
        var options = new ConnectionOptions
        {
            Timeout = TestConnections.Patience, Proxy = ProxySettings.Read(proxy.Uri.ToString(), null, false),
        };

        await Reader(options).ReadAsync(TlsTarget.Parse("localhost", server.Port, StartTlsProtocol.Smtp), default);

        Assert.Equal("AA", Statuses().Substring(3));
        // One for each version, and one for the last suites of SSL 3.0, which has no alert that says it was the version.
        Assert.Equal(6, proxy.ConnectionCount);
        Assert.Equal(TestConnections.Leaf.Pin, _taken[4].Pin);
    }

    [SkippableFact]
    public async Task Every_address_is_tried_on_its_own()
    {
        Skip.IfNot(NginxServer.IsAvailable, "nginx is not installed.");
        await using NginxServer server = await NginxServer.StartAsync(TestConnections.Leaf);
        var options = new ConnectionOptions
        {
            Timeout = TestConnections.Patience, LookUp = _ => [IPAddress.Parse("127.0.0.9"), IPAddress.Loopback],
        };

        Assert.True(await Reader(options, all: true).ReadAsync(TestConnections.Target(server.Port), default));

        Assert.Equal(["ConnectFailed"], _reported);
        Assert.Equal(5, _taken.Count);
    }

    private Task<bool> ReadAsync(int port, TimeSpan? timeout = null) =>
        Reader(new ConnectionOptions { Timeout = timeout ?? TestConnections.Patience })
            .ReadAsync(TlsTarget.Parse("localhost", port, address: "127.0.0.1"), default);

    private ProtocolReader Reader(ConnectionOptions options, bool all = false) =>
        new(TestConnections.Policy(TestConnections.Leaf).Trust, options)
        {
            AllAddresses = all, Take = _taken.AddRange, Report = error => _reported.Add(error.Fault.Id),
        };

    private string Statuses() => string.Concat(_taken.Select(one => one.Status.ToString()[0]));

    private static async Task ReadHelloAsync(ScriptedPeer peer)
    {
        byte[] header = await peer.ReadAsync(5);
        await peer.ReadAsync((header[3] << 8) | header[4]);
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Security.Authentication;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.Connections;

public sealed class TargetOptionTests
{
    private static readonly ConnectionOptions s_options = new() { Timeout = TestConnections.Patience };

    [Fact]
    public async Task An_address_stands_in_for_what_the_name_resolves_to()
    {
        TestCertificate leaf = TestConnections.Root.Issue("shop.invalid");
        await using TlsTestServer server = TlsTestServer.Start(leaf);
        TlsTarget target = TlsTarget.Parse("shop.invalid", server.Port, address: "127.0.0.1");

        PinVerdict verdict = await PinChecker.CheckAsync(new PinCheck(target, TestConnections.Policy(leaf), s_options), default);

        Assert.Equal(
            (Verdict.Match, "127.0.0.1", "shop.invalid"), (verdict.Verdict, verdict.Address, verdict.HostName));
        Assert.Equal("shop.invalid", server.Connections[0].ServerName);
    }

    [Fact]
    public async Task A_server_name_is_both_asked_for_and_judged()
    {
        TestCertificate leaf = TestConnections.Root.Issue("shop.example");
        await using TlsTestServer server = TlsTestServer.Start(leaf);

        TlsTarget asked = TlsTarget.Parse("localhost", server.Port, serverName: "Shop.Example.");
        PinVerdict named = await PinChecker.CheckAsync(new PinCheck(asked, TestConnections.Policy(leaf), s_options), default);
        PinVerdict unnamed =
            await PinChecker.CheckAsync(new PinCheck(TestConnections.Target(server.Port), TestConnections.Policy(leaf), s_options), default);

        Assert.Equal((Verdict.Match, Verdict.NameMismatch), (named.Verdict, unnamed.Verdict));
        Assert.Equal(["shop.example", "localhost"], server.Connections.Select(connection => connection.ServerName));
    }

    [Theory]
    [InlineData("shop.example")]
    [InlineData("127.1")]
    [InlineData("")]
    public void What_is_no_address_is_refused(string address)
    {
        PinningException error =
            Assert.Throws<PinningException>(() => TlsTarget.Parse("localhost", 443, address: address));

        Assert.Equal("AddressInvalid", error.Fault.Id);
    }

    [Fact]
    [Trait("Pitfall", "8")]
    public async Task Every_address_is_tried_where_all_are_asked_for()
    {
        IPAddress[] addresses = await Dns.GetHostAddressesAsync("localhost");
        await using TlsTestServer server = TlsTestServer.Start(TestConnections.Leaf);

        IReadOnlyList<PinVerdict> verdicts =
            await PinChecker.CheckAllAsync(
                new PinCheck(TestConnections.Target(server.Port), TestConnections.Policy(TestConnections.Leaf), s_options), default);

        Assert.Equal(
            addresses.Distinct().Select(address => address.ToString()), verdicts.Select(verdict => verdict.Address));
        Assert.Equal(Verdict.Match, verdicts.Single(verdict => verdict.Address == "127.0.0.1").Verdict);
        Assert.All(
            verdicts, verdict => Assert.True(verdict.Passed || verdict.Reason == VerdictReason.ConnectionRefused));
    }

    [Fact]
    public async Task Many_addresses_are_tried_some_at_a_time_and_told_in_order()
    {
        IPAddress[] addresses = [.. Enumerable.Range(1, 40).Select(last => IPAddress.Parse($"192.0.2.{last}"))];
        int running = 0;
        int most = 0;

        List<IPAddress> tried = await AddressSweep.RunAsync(TestConnections.Target(443), addresses, async target =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Delay(target.Address!.GetAddressBytes()[3] % 3);
            Interlocked.Decrement(ref running);
            return target.Address!;
        });

        Assert.Equal(addresses, tried);
        Assert.InRange(most, 2, AddressSweep.AtOnce);
    }

    [Fact]
    public async Task A_name_without_addresses_has_one_verdict()
    {
        IReadOnlyList<PinVerdict> verdicts =
            await PinChecker.CheckAllAsync(
                new PinCheck(TlsTarget.Parse("nobody.invalid", 443), TestConnections.Policy(TestConnections.Leaf), s_options), default);

        Assert.Equal(
            (Verdict.ConnectFailed, VerdictReason.HostNotFound), (verdicts.Single().Verdict, verdicts.Single().Reason));
    }

    [Theory]
    [InlineData(SslProtocols.Tls12, "TLS 1.2")]
    [InlineData(SslProtocols.Tls13, "TLS 1.3")]
    public async Task The_tls_versions_are_those_that_were_allowed(SslProtocols allowed, string spoken)
    {
        await using TlsTestServer server = TlsTestServer.Start(TestConnections.Leaf);

        PinVerdict verdict = await TestConnections.CheckAsync(server.Port, s_options with { Protocols = allowed });

        Assert.Equal((Verdict.Match, spoken), (verdict.Verdict, verdict.Protocol));
    }

    [SkippableTheory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task A_kind_of_key_that_the_server_cannot_show_has_a_reason(SslProtocols protocol)
    {
        Skip.If(OperatingSystem.IsWindows(), "A server of Windows closes the connection without a word.");
        await using TlsTestServer server = TlsTestServer.Start(TestConnections.Leaf, new() { Protocols = protocol });

        PinVerdict verdict = await PinChecker.CheckAsync(
            new PinCheck(
                TestConnections.Target(server.Port), TestConnections.Policy(TestConnections.Leaf),
                s_options with { KeyAlgorithm = ServerKeyAlgorithm.Rsa })
            {
                Inspects = true,
            },
            default);

        Assert.Equal(
            (Verdict.HandshakeFailed, VerdictReason.KeyAlgorithmNotOffered), (verdict.Verdict, verdict.Reason));
        Assert.Contains("no certificate with an RSA key", verdict.Message, StringComparison.Ordinal);
    }
}

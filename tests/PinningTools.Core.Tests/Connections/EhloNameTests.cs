using System;
using System.Net;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.Connections;

/// <summary>The name that a mail server receives for the client: RFC 5321 section 4.1.1.1.</summary>
public sealed class EhloNameTests
{
    [Theory]
    [InlineData("client.example.com", "client.example.com")]
    [InlineData(" Client.Example.COM. ", "client.example.com")]
    [InlineData("bücher.example", "xn--bcher-kva.example")]
    [InlineData("localhost", "localhost")]
    [InlineData("192.0.2.1", "[192.0.2.1]")]
    [InlineData("[192.0.2.1]", "[192.0.2.1]")]
    [InlineData("2001:db8::1", "[IPv6:2001:db8::1]")]
    [InlineData("[IPv6:2001:DB8::1]", "[IPv6:2001:db8::1]")]
    [InlineData("[ipv6:2001:db8::1]", "[IPv6:2001:db8::1]")]
    [InlineData("::ffff:192.0.2.1", "[192.0.2.1]")]
    public void A_name_or_an_address_is_taken(string given, string said) => Assert.Equal(said, EhloName.Read(given));

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a.example\r\nMAIL FROM:<x@y>")]
    [InlineData("[client.example]")]
    [InlineData("[]")]
    [InlineData("IPv6:2001:db8::1")]
    [InlineData("-\x1b[1m")]
    public void Anything_else_is_refused(string given) =>
        Assert.Equal("EhloNameInvalid", Assert.Throws<PinningException>(() => EhloName.Read(given)).Fault.Id);

    [Theory]
    [InlineData("client", "example.com", "client.example.com")]
    [InlineData("client.example.com", "other", "client.example.com")]
    [InlineData("CLIENT.Example.com", "", "client.example.com")]
    [InlineData("client", "", null)]
    [InlineData("client", "(none)", null)]
    [InlineData("client", "localdomain", null)]
    [InlineData("localhost.localdomain", "", null)]
    [InlineData("a.localhost", "", null)]
    [InlineData("10.0.0.1", "", null)]
    [InlineData("my client", "example.com", null)]
    public void A_machine_has_a_full_name_or_none(string host, string domain, string? full) =>
        Assert.Equal(full, EhloName.Full(host, domain));

    [Theory]
    [InlineData("127.0.0.1", "[127.0.0.1]")]
    [InlineData("::ffff:127.0.0.1", "[127.0.0.1]")]
    [InlineData("fe80::1%3", "[IPv6:fe80::1]")]
    public void A_machine_without_a_full_name_says_its_address(string local, string literal)
    {
        string said = EhloName.Default(IPAddress.Parse(local));

        Assert.True(said == literal || EhloName.Full(said, "") == said, said);
    }

    [Theory]
    [InlineData(StartTlsProtocol.Smtp, "EHLO")]
    [InlineData(StartTlsProtocol.Lmtp, "LHLO")]
    public async Task A_given_name_is_said(StartTlsProtocol protocol, string hello)
    {
        await using ScriptedServer server = ScriptedServer.Start(async peer =>
        {
            await peer.SendAsync("220 ready\r\n");
            await peer.ExpectLineAsync(hello + " client.example.com");
            await peer.SendAsync("250-mail.example\r\n250 STARTTLS\r\n");
            await peer.ExpectLineAsync("STARTTLS");
            await peer.SendAsync("220 begin\r\n");
            await peer.ServeTlsAsync(TestConnections.Leaf);
        });
        TlsTarget target =
            TlsTarget.Parse("localhost", server.Port, protocol, ehloName: "client.example.com");

        PinVerdict verdict = await TestConnections.CheckAsync(target, new ConnectionOptions { Timeout = TestConnections.Patience });

        Assert.True(verdict.Passed, $"{verdict.Message} {server.Error}");
    }

    [Fact]
    public void The_name_goes_with_the_target()
    {
        TlsTarget target = TlsTarget.Parse("mail.example:25", ehloName: "client.example.com");

        Assert.All(
            [target.AsPortSpeaks(), target.At(IPAddress.Loopback), target.AtPort(26), target.AsPortSpeaks().AtPort(26)],
            one => Assert.Equal("client.example.com", one.EhloName));
    }
}

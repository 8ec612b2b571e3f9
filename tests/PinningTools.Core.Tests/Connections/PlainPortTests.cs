using System;
using System.Text;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.Connections;

/// <summary>A port that begins in plaintext, asked for TLS from the first byte, says what it is.</summary>
public sealed class PlainPortTests
{
    private static readonly ConnectionOptions s_options = new() { Timeout = TestConnections.Patience };

    [Theory]
    [InlineData("220 mail.example ESMTP Postfix\r\n", "Smtp")]
    [InlineData("220-mail.example ESMTP\r\n220 hi\r\n", "Smtp")]
    [InlineData("554 5.7.1 mail.example SMTP: no\r\n", "Smtp")]
    [InlineData("220 lists.example LMTP server ready\r\n", "Lmtp")]
    [InlineData("220 (vsFTPd 3.0.5)\r\n", "Ftp")]
    [InlineData("220 ready\r\n", "Smtp or -StartTls Ftp")]
    [InlineData("* OK [CAPABILITY IMAP4rev1] ready\r\n", "Imap")]
    [InlineData("* BYE busy\r\n", "Imap")]
    [InlineData("+OK Dovecot ready.\r\n", "Pop3")]
    [InlineData("\"IMPLEMENTATION\" \"x\"\r\n\"STARTTLS\"\r\nOK\r\n", "Sieve")]
    [InlineData("200 news.example ready\r\n", "Nntp")]
    [InlineData("\x30\0\0\0\x0a" + "8.0.1\0", "MySql")]
    [InlineData("\x17\0\0\0\xff\x10\x04Too many connections", "MySql")]
    [InlineData("<?xml version='1.0'?><stream:stream xmlns='jabber:client'>", "Xmpp")]
    [InlineData("<stream:stream xmlns='jabber:server'>", "XmppServer")]
    [InlineData("\x30\x0c\x02\x01\0\x78\x07\x0a\x01\x02\x04\0\x04\0", "Ldap")]
    public async Task What_greets_is_named(string greeting, string parameter)
    {
        await using ScriptedServer server = ScriptedServer.Start(async peer =>
        {
            await peer.SendAsync(greeting);
            await peer.StallAsync();
        });

        PinVerdict verdict = await TestConnections.CheckAsync(server.Port, s_options);

        Assert.Equal((Verdict.HandshakeFailed, VerdictReason.NotTls), (verdict.Verdict, verdict.Reason));
        Assert.Contains($"-StartTls {parameter}", verdict.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(verdict.Message, char.IsControl);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", "HTTP")]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n", "SSH")]
    public async Task What_has_no_upgrade_is_named_without_one(string greeting, string name)
    {
        await using ScriptedServer server = ScriptedServer.Start(async peer =>
        {
            await peer.SendAsync(greeting);
            await peer.StallAsync();
        });

        PinVerdict verdict = await TestConnections.CheckAsync(server.Port, s_options);

        Assert.Equal(VerdictReason.NotTls, verdict.Reason);
        Assert.Contains($"speaks {name}", verdict.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("-StartTls", verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_says_something_else_is_quoted()
    {
        await using ScriptedServer server = ScriptedServer.Start(async peer =>
        {
            await peer.SendAsync("hello \x1b[1mthere\r\n");
            await peer.StallAsync();
        });

        PinVerdict verdict = await TestConnections.CheckAsync(server.Port, s_options);

        Assert.Equal(VerdictReason.NotTls, verdict.Reason);
        Assert.Contains("'hello ?[1mthere'", verdict.Message, StringComparison.Ordinal);
        Assert.Contains("-StartTls", verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Through_a_proxy_it_is_named_as_well()
    {
        await using ScriptedServer server = ScriptedServer.Start(async peer =>
        {
            await peer.SendAsync("* OK ready\r\n");
            await peer.StallAsync();
        });
        await using ConnectProxy proxy = ConnectProxy.Start();

        PinVerdict verdict = await TestConnections.CheckAsync(
            server.Port, s_options with { Proxy = ProxySettings.Read(proxy.Uri.ToString(), null, false) });

        Assert.Equal(VerdictReason.NotTls, verdict.Reason);
        Assert.Contains("-StartTls Imap", verdict.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("220 ready\r\n", 21, StartTlsProtocol.Ftp)]
    [InlineData("220 ready\r\n", 587, StartTlsProtocol.Smtp)]
    [InlineData("400 closed\r\n", 119, StartTlsProtocol.Nntp)]
    [InlineData("E", 5432, StartTlsProtocol.Postgres)]
    [InlineData("", 389, StartTlsProtocol.Ldap)]
    [InlineData("\x04\x01", 1433, StartTlsProtocol.Tds)]
    public void What_does_not_say_enough_is_known_by_its_port(string said, int port, StartTlsProtocol known) =>
        Assert.Equal([known], PlainSpeech.Find(Encoding.Latin1.GetBytes(said), port));

    [Theory]
    [InlineData(389, StartTlsProtocol.None, "-StartTls Ldap")]
    [InlineData(5222, StartTlsProtocol.None, "-StartTls Xmpp")]
    [InlineData(443, StartTlsProtocol.None, null)]
    [InlineData(465, StartTlsProtocol.Smtp, "-StartTls None")]
    [InlineData(636, StartTlsProtocol.Ldap, "-StartTls None")]
    [InlineData(25, StartTlsProtocol.Smtp, null)]
    public void A_silent_port_is_told_by_what_it_is_known_for(int port, StartTlsProtocol asked, string? parameter)
    {
        string? advice = PlainSpeech.AdviceOfPort(TlsTarget.Parse("host.example", port, asked));

        if (parameter is null) Assert.Null(advice);
        else Assert.Contains(parameter, advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_agreed_and_does_not_begin_is_not_told_to_agree()
    {
        await using ScriptedServer server = ScriptedServer.Start(async peer =>
        {
            await peer.SendAsync("+OK ready\r\n");
            await peer.ReadLineAsync();
            await peer.SendAsync("+OK begin\r\n");
            await peer.ReadAsync(16);
            await peer.SendAsync("-ERR what was that?\r\n");
        });

        PinVerdict verdict = await TestConnections.CheckAsync(
            TlsTarget.Parse("localhost", server.Port, StartTlsProtocol.Pop3), s_options);

        Assert.Equal(VerdictReason.NotTls, verdict.Reason);
        Assert.Contains("agreed to TLS", verdict.Message, StringComparison.Ordinal);
        Assert.Contains("what was that?", verdict.Message, StringComparison.Ordinal);
    }
}

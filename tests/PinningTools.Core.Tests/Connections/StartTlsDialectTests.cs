using System;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.Connections;

/// <summary>What single protocols do in their own ways.</summary>
public sealed class StartTlsDialectTests
{
    [Fact]
    public async Task Smtp_whose_offer_was_struck_out_is_not_asked_to_upgrade()
    {
        PinVerdict verdict = await TalkAsync(StartTlsProtocol.Smtp, async peer =>
        {
            await peer.SendAsync("220 ready\r\n");
            await peer.ReadLineAsync();
            await peer.SendAsync("250-mail.example XSTARTTLS\r\n250-XXXXXXXA\r\n250 HELP\r\n");
        });

        Assert.Equal((Verdict.StartTlsFailed, VerdictReason.StartTlsNotOffered), (verdict.Verdict, verdict.Reason));
    }

    [Theory]
    [InlineData("421 busy\r\n", "421 busy")]
    [InlineData("554-no\r\n554 mail here\r\n", "554 mail here")]
    public async Task Smtp_that_does_not_greet_is_quoted(string greeting, string quoted)
    {
        PinVerdict verdict = await TalkAsync(StartTlsProtocol.Smtp, peer => peer.SendAsync(greeting));

        Assert.Equal((Verdict.StartTlsFailed, VerdictReason.StartTlsRefused), (verdict.Verdict, verdict.Reason));
        Assert.Contains(quoted, verdict.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("* PREAUTH welcome back\r\n")]
    [InlineData("* BYE too busy\r\n")]
    public async Task Imap_that_does_not_greet_with_ok_is_not_asked_to_upgrade(string greeting)
    {
        PinVerdict verdict = await TalkAsync(StartTlsProtocol.Imap, peer => peer.SendAsync(greeting));

        Assert.Equal((Verdict.StartTlsFailed, VerdictReason.StartTlsRefused), (verdict.Verdict, verdict.Reason));
    }

    [Theory]
    [InlineData("a1 OKAY\r\n", VerdictReason.StartTlsRefused)]
    [InlineData("a2 OK\r\n", VerdictReason.ProtocolViolation)]
    public async Task Imap_answers_under_our_tag_or_not_at_all(string answer, VerdictReason reason)
    {
        PinVerdict verdict = await TalkAsync(StartTlsProtocol.Imap, async peer =>
        {
            await peer.SendAsync("* OK ready\r\n");
            await peer.ReadLineAsync();
            await peer.SendAsync(answer);
        });

        Assert.Equal((Verdict.StartTlsFailed, reason), (verdict.Verdict, verdict.Reason));
    }

    [Fact]
    public async Task Sieve_without_the_capability_is_not_asked_to_upgrade()
    {
        PinVerdict verdict =
            await TalkAsync(StartTlsProtocol.Sieve, peer => peer.SendAsync("\"SIEVE\" \"fileinto\"\r\nOK\r\n"));

        Assert.Equal((Verdict.StartTlsFailed, VerdictReason.StartTlsNotOffered), (verdict.Verdict, verdict.Reason));
    }

    [Theory]
    [InlineData("<stream:features/>", VerdictReason.StartTlsNotOffered)]
    [InlineData("<stream:features><mechanisms/></stream:features>", VerdictReason.StartTlsNotOffered)]
    [InlineData(
        "<stream:error><host-unknown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>",
        VerdictReason.StartTlsRefused)]
    [InlineData("text > text", VerdictReason.ProtocolViolation)]
    [InlineData("<>", VerdictReason.ProtocolViolation)]
    public async Task Xmpp_without_the_feature_is_not_asked_to_upgrade(string features, VerdictReason reason)
    {
        PinVerdict verdict = await TalkAsync(StartTlsProtocol.Xmpp, async peer =>
        {
            await peer.ReadThroughAsync("version='1.0'>");
            await peer.SendAsync("<stream:stream version='1.0'>" + features);
        });

        Assert.Equal((Verdict.StartTlsFailed, reason), (verdict.Verdict, verdict.Reason));
    }

    [Theory]
    [InlineData("\x30\x80")]
    [InlineData("\x30\x85\0\0\0\0\x01")]
    [InlineData("\x30\x84\xff\xff\xff\xff")]
    [InlineData("\x30\x00")]
    [InlineData("\x30\x05\x02\x01\x01\x78\x00")]
    [InlineData("\x30\x07\x02\x01\x01\x78\x84\xff\xff")]
    [InlineData("\x30\x0b\x02\x01\x01\x78\x84\xff\xff\xff\xff\x0a\x01")]
    [InlineData("\x30\x0c\x02\x01\x01\x61\x07\x0a\x01\x00\x04\x00\x04\x00")]
    public async Task Ldap_that_is_no_ldap_is_refused(string answer)
    {
        PinVerdict verdict = await TalkAsync(StartTlsProtocol.Ldap, peer => peer.SendAsync(answer));

        Assert.Equal((Verdict.StartTlsFailed, VerdictReason.ProtocolViolation), (verdict.Verdict, verdict.Reason));
    }

    [Fact]
    public async Task Postgres_that_answers_with_an_error_refuses()
    {
        PinVerdict verdict = await TalkAsync(StartTlsProtocol.Postgres, peer => peer.SendAsync("E\0\0\0\x05\0"));

        Assert.Equal((Verdict.StartTlsFailed, VerdictReason.StartTlsRefused), (verdict.Verdict, verdict.Reason));
    }

    [Fact]
    public async Task MySql_that_knows_this_host_too_well_is_quoted()
    {
        PinVerdict verdict = await TalkAsync(
            StartTlsProtocol.MySql, peer => peer.SendAsync("\x1b\0\0\0\xff\x69\x04Host 'x' is \x1b[31mblocked"));

        Assert.Equal((Verdict.StartTlsFailed, VerdictReason.StartTlsRefused), (verdict.Verdict, verdict.Reason));
        Assert.Contains("Host 'x' is ?[31mblocked", verdict.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\x00\0\0\0")]
    [InlineData("\x04\0\0\0\x0a" + "10\0")]
    [InlineData("\x05\0\0\0\x09" + "3.2\0")]
    public async Task MySql_that_is_no_mysql_is_refused(string greeting)
    {
        PinVerdict verdict = await TalkAsync(StartTlsProtocol.MySql, peer => peer.SendAsync(greeting));

        Assert.Equal((Verdict.StartTlsFailed, VerdictReason.ProtocolViolation), (verdict.Verdict, verdict.Reason));
    }

    [Theory]
    [InlineData("\x04\x01\0\x08\0\0\x01\0")]
    [InlineData("\x04\x01\0\x07\0\0\x01\0")]
    [InlineData("\x04\x01\0\x0e\0\0\x01\0\x01\xff\xff\0\x01\xff")]
    [InlineData("\x12\x01\0\x08\0\0\x01\0")]
    public async Task Tds_that_is_no_tds_is_refused(string answer)
    {
        PinVerdict verdict = await TalkAsync(StartTlsProtocol.Tds, peer => peer.SendAsync(answer));

        Assert.Equal((Verdict.StartTlsFailed, VerdictReason.ProtocolViolation), (verdict.Verdict, verdict.Reason));
    }

    [Theory]
    [InlineData('\0')]
    [InlineData('\x01')]
    [InlineData('\x03')]
    public async Task Tds_hands_over_its_certificate_however_much_it_encrypts(char encryption)
    {
        Conversation talk = Conversation.All[StartTlsProtocol.Tds] with { Agree = Conversation.PreLogin(encryption) };

        PinVerdict verdict = await TalkAsync(StartTlsProtocol.Tds, peer => talk.ServeAsync(peer, TestConnections.Leaf));

        Assert.Equal(Verdict.Match, verdict.Verdict);
    }

    [Fact]
    public async Task Tds_that_does_not_wrap_the_handshake_fails_it()
    {
        Conversation talk = Conversation.All[StartTlsProtocol.Tds] with { Wrap = stream => stream };

        PinVerdict verdict = await TalkAsync(StartTlsProtocol.Tds, peer => talk.ServeAsync(peer, TestConnections.Leaf));

        Assert.Equal(Verdict.HandshakeFailed, verdict.Verdict);
    }

    [Theory]
    [InlineData("\x03\0\0\x0b\x06\xd0\0\0\x12\x34\0", VerdictReason.StartTlsNotOffered)]
    [InlineData("\x03\0\0\x13\x0e\xd0\0\0\x12\x34\0\x02\0\x08\0\0\0\0\0", VerdictReason.StartTlsNotOffered)]
    [InlineData("\x03\0\0\x04", VerdictReason.ProtocolViolation)]
    [InlineData("\x03\0\0\x0b\x06\x80\0\0\x12\x34\0", VerdictReason.ProtocolViolation)]
    [InlineData("\x03\0\0\x13\x0e\xd0\0\0\x12\x34\0\x09\0\x08\0\x01\0\0\0", VerdictReason.ProtocolViolation)]
    public async Task Remote_desktop_without_tls_is_not_taken_for_one_with(string answer, VerdictReason reason)
    {
        PinVerdict verdict = await TalkAsync(StartTlsProtocol.Rdp, async peer =>
        {
            await peer.ReadAsync(19);
            await peer.SendAsync(answer);
        });

        Assert.Equal((Verdict.StartTlsFailed, reason), (verdict.Verdict, verdict.Reason));
    }

    [Fact]
    public async Task A_server_that_agrees_and_speaks_no_tls_fails_the_handshake()
    {
        PinVerdict verdict = await TalkAsync(StartTlsProtocol.Pop3, async peer =>
        {
            await peer.SendAsync("+OK ready\r\n");
            await peer.ReadLineAsync();
            await peer.SendAsync("+OK begin\r\n");
            await peer.ReadAsync(16);
            await peer.SendAsync("-ERR what was that?\r\n");
        });

        Assert.Equal((Verdict.HandshakeFailed, VerdictReason.NotTls), (verdict.Verdict, verdict.Reason));
    }

    private static async Task<PinVerdict> TalkAsync(StartTlsProtocol protocol, Func<ScriptedPeer, Task> script)
    {
        await using ScriptedServer server = ScriptedServer.Start(script);
        return await TestConnections.CheckAsync(
            TlsTarget.Parse("localhost", server.Port, protocol), new ConnectionOptions { Timeout = TestConnections.Patience });
    }
}

using System;
using System.Text;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.Connections;

/// <summary>
/// What the grammar of each protocol allows in addition to the usual words, and what its refusals mean.
/// </summary>
public sealed class StartTlsGrammarTests
{
    private const string Oid = "1.3.6.1.4.1.1466.20037";
    private const string DisconnectionOid = "1.3.6.1.4.1.1466.20036";

    [Theory]
    [InlineData("234 begin\r\n")]
    [InlineData("334 begin\r\n")]
    [InlineData("334 ADAT=\r\n")]
    [InlineData("200 begin\r\n")]
    [InlineData("234\r\n")]
    [InlineData("234-begin\r\n234 now\r\n")]
    [InlineData("234-begin\r\n 234 is not the end\r\n200 neither\r\n234 now\r\n")]
    public Task Ftp_agrees_by_any_of_its_numbers(string agreement) => AgreeAsync(StartTlsProtocol.Ftp, async peer =>
    {
        await peer.SendAsync("220 ready\r\n");
        await peer.ExpectLineAsync("AUTH TLS");
        await peer.SendAsync(agreement);
    });

    [Theory]
    [InlineData("120 ready in 001 minutes\r\n")]
    [InlineData("120-soon\r\n120 really\r\n120 any time now\r\n")]
    public Task Ftp_may_be_ready_in_a_while(string first) => AgreeAsync(StartTlsProtocol.Ftp, async peer =>
    {
        await peer.SendAsync(first + "220 ready\r\n");
        await peer.ExpectLineAsync("AUTH TLS");
        await peer.SendAsync("234 begin\r\n");
    });

    [Theory]
    [InlineData("SSL", "504 unknown mechanism\r\n")]
    [InlineData("SSL", "500 AUTH TLS not understood\r\n")]
    [InlineData("SSL", "502 not that\r\n")]
    [InlineData("SSL", "534 policy\r\n")]
    [InlineData("TLS-C", "504 unknown mechanism\r\n")]
    [InlineData("TLS-P", "504-unknown\r\n504 mechanism\r\n")]
    public Task Ftp_may_know_the_mechanism_by_another_name(string mechanism, string refusal) =>
        AgreeAsync(StartTlsProtocol.Ftp, async peer =>
        {
            await peer.SendAsync("220 ready\r\n");
            while (await peer.ReadLineAsync() is var line && line != "AUTH " + mechanism)
            {
                Assert.StartsWith("AUTH ", line, StringComparison.Ordinal);
                await peer.SendAsync(refusal);
            }

            await peer.SendAsync("234 begin\r\n");
        });

    [Theory]
    [InlineData("504 no TLS\r\n", true)]
    [InlineData("504 no TLS\r\n", false)]
    [InlineData("530 no TLS\r\n", false)]
    [InlineData("431 no TLS\r\n", false)]
    [InlineData("202 no TLS\r\n", false)]
    public async Task Ftp_without_any_mechanism_is_told_by_its_first_answer(string refusal, bool closes)
    {
        PinVerdict verdict = await RefuseAsync(StartTlsProtocol.Ftp, async peer =>
        {
            await peer.SendAsync("220 ready\r\n");
            await peer.ReadLineAsync();
            await peer.SendAsync(refusal);
            if (!closes) await peer.StallAsync();
        });

        Assert.Equal(VerdictReason.StartTlsRefused, verdict.Reason);
        Assert.Contains(refusal.Trim(), verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plaintext_injected_behind_a_second_mechanism_is_refused()
    {
        PinVerdict verdict = await RefuseAsync(StartTlsProtocol.Ftp, async peer =>
        {
            await peer.SendAsync("220 ready\r\n");
            await peer.ReadLineAsync();
            await peer.SendAsync("504 unknown\r\n");
            await peer.ReadLineAsync();
            await peer.SendAsync("334 begin\r\n230 logged in\r\n");
            await peer.StallAsync();
        });

        Assert.Equal(VerdictReason.InjectedPlaintext, verdict.Reason);
    }

    [Theory]
    [InlineData("250-mail.example\r\n250-STARTTLS\r\n250 HELP\r\n", "220 2.0.0 go\r\n")]
    [InlineData("250-mail.example\r\n250-SIZE 1\r\n250 starttls\r\n", "220\r\n")]
    [InlineData("250-mail.example\r\n250-StartTLS\r\n250\r\n", "220-go\r\n220 go\r\n")]
    public Task Smtp_offers_in_any_case_and_any_line(string offer, string agreement) =>
        AgreeAsync(StartTlsProtocol.Smtp, async peer =>
        {
            await peer.SendAsync("220-mail.example ESMTP\r\n220-patience\r\n220 ready\r\n");
            await peer.ReadLineAsync();
            await peer.SendAsync(offer);
            await peer.ExpectLineAsync("STARTTLS");
            await peer.SendAsync(agreement);
        });

    [Theory]
    [InlineData("250-mail.example\r\n550 changed my mind\r\n")]
    [InlineData("250-mail.example\r\nSTARTTLS\r\n250 HELP\r\n")]
    public async Task Smtp_whose_lines_disagree_is_not_waited_for(string offer)
    {
        PinVerdict verdict = await RefuseAsync(StartTlsProtocol.Smtp, async peer =>
        {
            await peer.SendAsync("220 ready\r\n");
            await peer.ReadLineAsync();
            await peer.SendAsync(offer);
            await peer.StallAsync();
        });

        Assert.Equal(VerdictReason.ProtocolViolation, verdict.Reason);
    }

    [Theory]
    [InlineData(StartTlsProtocol.Smtp, "EHLO", "504 5.5.2 need fully-qualified hostname\r\n", true)]
    [InlineData(StartTlsProtocol.Smtp, "EHLO", "550 invalid HELO name\r\n", true)]
    [InlineData(StartTlsProtocol.Lmtp, "LHLO", "501-who\r\n501 are you\r\n", true)]
    [InlineData(StartTlsProtocol.Smtp, "EHLO", "502 not implemented\r\n", false)]
    [InlineData(StartTlsProtocol.Smtp, "EHLO", "421 busy\r\n", false)]
    public async Task Smtp_that_takes_no_name_is_told_with_the_way_out(
        StartTlsProtocol protocol, string hello, string answer, bool nameAtFault)
    {
        string said = "";
        PinVerdict verdict = await RefuseAsync(protocol, async peer =>
        {
            await peer.SendAsync("220 ready\r\n");
            said = await peer.ReadLineAsync();
            await peer.SendAsync(answer);
            await peer.StallAsync();
        });

        Assert.Equal(VerdictReason.StartTlsRefused, verdict.Reason);
        Assert.StartsWith(hello + " ", said, StringComparison.Ordinal);
        Assert.Contains($"'{said}'", verdict.Message, StringComparison.Ordinal);
        Assert.Equal(nameAtFault, verdict.Message.Contains("-EhloName", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("* OK ready\r\n", "* LIST () NIL {3}\r\na1 \r\na1 OK begin\r\n")]
    [InlineData("* OK ready {5}\r\n", "* OK {9}\r\na1 OK begin {7}\r\n")]
    [InlineData("* ok\r\n", "* 1 FETCH (X {2}\r\na1{4}\r\na1 O)\r\n* NO later\r\na1 ok\r\n")]
    [InlineData("* OK [CAPABILITY IMAP4rev1] ready\r\n", "a1 OK begin\r\n")]
    [InlineData("* OK ready\r\n", "* CAPABILITY IMAP4rev1\r\n* BAD what\r\na1 OK [CAPABILITY IMAP4rev1] begin\r\n")]
    public Task Imap_may_say_more_than_its_answer(string greeting, string answer) =>
        AgreeAsync(StartTlsProtocol.Imap, async peer =>
        {
            await peer.SendAsync(greeting);
            await peer.ExpectLineAsync("a1 STARTTLS");
            await peer.SendAsync(answer);
        });

    [Theory]
    [InlineData("* OK ready\r\n", "* BYE going down\r\n", VerdictReason.StartTlsRefused, "* BYE going down")]
    [InlineData("* OK ready\r\n", "a1 NO not now\r\n", VerdictReason.StartTlsRefused, "a1 NO not now")]
    [InlineData("* OK ready\r\n", "\r\n", VerdictReason.ProtocolViolation, "nothing")]
    [InlineData("* \r\n", "", VerdictReason.StartTlsRefused, "'*'")]
    [InlineData("* OK ready\r\n", "+ go on\r\n", VerdictReason.ProtocolViolation, "+ go on")]
    [InlineData(
        "* OK [CAPABILITY IMAP4rev1 LOGIN] hi\r\n", "a1 BAD what\r\n", VerdictReason.StartTlsNotOffered, "not offer")]
    [InlineData(
        "* OK hi\r\n", "* CAPABILITY IMAP4rev1\r\na1 BAD what\r\n", VerdictReason.StartTlsNotOffered, "not offer")]
    [InlineData("* OK ready\r\n", "* LIST {99999}\r\n", VerdictReason.ProtocolViolation, "more than")]
    public async Task Imap_that_does_not_agree_is_told_at_once(
        string greeting, string answer, VerdictReason reason, string words)
    {
        PinVerdict verdict = await RefuseAsync(StartTlsProtocol.Imap, async peer =>
        {
            await peer.SendAsync(greeting);
            await peer.ReadLineAsync();
            await peer.SendAsync(answer);
            await peer.StallAsync();
        });

        Assert.Equal(reason, verdict.Reason);
        Assert.Contains(words, verdict.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{8}\r\nSTARTTLS\r\nOK\r\n", "OK {5}\r\nbegin\r\n")]
    [InlineData("\"IMPLEMENTATION\" {3}\r\nOK \r\n\"StartTLS\"\r\nok (TAG {2}\r\nxx) \"hi\"\r\n", "OK(X)\r\n")]
    [InlineData("\"SIEVE\" {0}\r\n\r\n\"STARTTLS\"\r\nOK \"hi\"\r\n", "OK \"begin {9}\"\r\n")]
    public Task Sieve_may_write_any_string_as_a_literal(string greeting, string agreement) =>
        AgreeAsync(StartTlsProtocol.Sieve, async peer =>
        {
            await peer.SendAsync(greeting);
            await peer.ExpectLineAsync("STARTTLS");
            await peer.SendAsync(agreement);
        });

    [Theory]
    [InlineData("BYE (REFERRAL \"sieve://other.example\") \"go there\"\r\n", "sieve://other.example")]
    [InlineData("NO {7}\r\nnot now\r\n", "not now")]
    [InlineData("NO 7}\r\n", "NO 7}")]
    [InlineData("NO {7\r\n", "NO {7")]
    [InlineData("NO {}\r\n", "NO {}")]
    public async Task Sieve_that_refuses_is_quoted(string greeting, string words)
    {
        PinVerdict verdict = await RefuseAsync(StartTlsProtocol.Sieve, async peer =>
        {
            await peer.SendAsync(greeting);
            await peer.StallAsync();
        });

        Assert.Equal(VerdictReason.StartTlsRefused, verdict.Reason);
        Assert.Contains(words, verdict.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("400 maintenance\r\n", null, VerdictReason.StartTlsRefused)]
    [InlineData("502 not for you\r\n", null, VerdictReason.StartTlsRefused)]
    [InlineData("200-welcome\r\n", null, VerdictReason.ProtocolViolation)]
    [InlineData("201\r\n", "502 not twice\r\n", VerdictReason.StartTlsRefused)]
    [InlineData("200 ready\r\n", "580 no key\r\n", VerdictReason.StartTlsRefused)]
    [InlineData("200 ready\r\n", "500 what\r\n", VerdictReason.StartTlsRefused)]
    public async Task News_that_refuse_are_told_at_once(string greeting, string? answer, VerdictReason reason)
    {
        PinVerdict verdict = await RefuseAsync(StartTlsProtocol.Nntp, async peer =>
        {
            await peer.SendAsync(greeting);
            if (answer is not null)
            {
                await peer.ExpectLineAsync("STARTTLS");
                await peer.SendAsync(answer);
            }

            await peer.StallAsync();
        });

        Assert.Equal(reason, verdict.Reason);
        Assert.Contains((answer ?? greeting).Trim(), verdict.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> LdapAgreements { get; } = new(
        // Nothing optional; the value before the name; a referral with success; controls; a notice first.
        Ldap(1, 0, "", ""),
        Ldap(1, 0, "", Element(0x8b, "") + Element(0x8a, Oid)),
        Ldap(1, 0, "", Element(0x8a, Oid) + Element(0xa3, Element(0x04, "ldap://x"))),
        Ldap(1, 0, "fine", Element(0x8a, Oid), Element(0xa0, Element(0x30, Element(0x04, "1.2.3")))),
        Ldap(0, 0, "", Element(0x8a, "1.2.3.4")) + Ldap(1, 0, "", ""));

    [Theory]
    [MemberData(nameof(LdapAgreements))]
    public Task Ldap_agrees_with_or_without_what_is_optional(string response) =>
        AgreeAsync(StartTlsProtocol.Ldap, async peer =>
        {
            await peer.ReadAsync(31);
            await peer.SendAsync(response);
        });

    public static TheoryData<string, string> LdapRefusals { get; } = new()
    {
        { Ldap(1, 52, "", ""), "unavailable (52)" },
        { Ldap(1, 51, "later", ""), "busy (51): 'later'" },
        { Ldap(1, 2, "what?", ""), "protocolError (2): 'what?'" },
        { Ldap(1, 1, "not now\0", ""), "operationsError (1): 'not now'" },
        { Ldap(1, 90, "", ""), "result 90" },
        {
            Ldap(1, 10, "", Element(0xa3, Element(0x04, "ldap://a.example") + Element(0x04, "ldap://b.example/"))),
            "referral (10) to 'ldap://a.example', 'ldap://b.example/'"
        },
        { Ldap(0, 52, "", Element(0x8a, DisconnectionOid)), "notice of disconnection, unavailable (52)" },
        { Ldap(0, 8, "go away", Element(0x8a, DisconnectionOid)), "strongerAuthRequired (8): 'go away'" },
    };

    [Theory]
    [MemberData(nameof(LdapRefusals))]
    public async Task Ldap_refuses_by_the_names_of_its_results(string response, string words)
    {
        PinVerdict verdict = await RefuseAsync(StartTlsProtocol.Ldap, async peer =>
        {
            await peer.ReadAsync(31);
            await peer.SendAsync(response);
            await peer.StallAsync();
        });

        Assert.Equal(VerdictReason.StartTlsRefused, verdict.Reason);
        Assert.Contains(words, verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ldap_that_answers_another_message_is_refused()
    {
        PinVerdict verdict = await RefuseAsync(StartTlsProtocol.Ldap, async peer =>
        {
            await peer.ReadAsync(31);
            await peer.SendAsync(Ldap(2, 0, "", ""));
            await peer.StallAsync();
        });

        Assert.Equal(VerdictReason.ProtocolViolation, verdict.Reason);
    }

    [Theory]
    [InlineData("\x17\0\0\0\xff\x10\x04Too many connections", "error 1040: 'Too many connections'")]
    [InlineData("\x1d\0\0\0\xff\x10\x04#08004Too many connections", "error 1040 (08004): 'Too many connections'")]
    [InlineData("\x03\0\0\0\xff\x6a\x04", "error 1130.")]
    [InlineData("\x09\0\0\0\xff\x6a\x04#\x1b[1mX", "error 1130: '#?[1mX'")]
    public async Task MySql_refuses_by_number_and_state(string error, string words)
    {
        PinVerdict verdict = await RefuseAsync(StartTlsProtocol.MySql, peer => peer.SendAsync(error));

        Assert.Equal(VerdictReason.StartTlsRefused, verdict.Reason);
        Assert.Contains(words, verdict.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "E\0\0\0\x2cSFATAL\0VFATAL\0C53300\0Mtoo many clients\0\0", "'FATAL 53300 too many clients'")]
    [InlineData("Ecould not fork new process\n\0", "'could not fork new process'")]
    [InlineData("Ecould not fork", "'could not fork'")]
    [InlineData("Eno", "with an error.")]
    [InlineData("E\0\0\0\x01", "with an error.")]
    public async Task Postgres_that_answers_with_an_error_is_quoted(string answer, string words)
    {
        PinVerdict verdict = await RefuseAsync(StartTlsProtocol.Postgres, async peer =>
        {
            await peer.ReadAsync(8);
            await peer.SendAsync(answer);
        });

        Assert.Equal(VerdictReason.StartTlsRefused, verdict.Reason);
        Assert.Contains(words, verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Postgres_whose_error_is_endless_is_given_up()
    {
        PinVerdict verdict = await RefuseAsync(StartTlsProtocol.Postgres, async peer =>
        {
            await peer.SendAsync("E\0\xff\xff\xff");
            await peer.StallAsync();
        });

        Assert.Equal(VerdictReason.ProtocolViolation, verdict.Reason);
    }

    [Theory]
    [InlineData(1, "SSL_REQUIRED_BY_SERVER (1)")]
    [InlineData(2, "SSL_NOT_ALLOWED_BY_SERVER (2)")]
    [InlineData(3, "SSL_CERT_NOT_ON_SERVER (3)")]
    [InlineData(4, "INCONSISTENT_FLAGS (4)")]
    [InlineData(5, "HYBRID_REQUIRED_BY_SERVER (5)")]
    [InlineData(6, "SSL_WITH_USER_AUTH_REQUIRED_BY_SERVER (6)")]
    [InlineData(77, "failure 77")]
    public async Task Remote_desktop_refuses_by_name_and_number(int code, string words)
    {
        PinVerdict verdict = await RefuseAsync(StartTlsProtocol.Rdp, async peer =>
        {
            await peer.ReadAsync(19);
            await peer.SendAsync("\x03\0\0\x13\x0e\xd0\0\0\x12\x34\0\x03\0\x08\0" + (char)code + "\0\0\0");
        });

        Assert.Equal(VerdictReason.StartTlsRefused, verdict.Reason);
        Assert.Contains(words, verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tds_that_answers_with_an_error_is_quoted()
    {
        string text = Encoding.Latin1.GetString(Encoding.Unicode.GetBytes("No"));
        PinVerdict verdict = await RefuseAsync(
            StartTlsProtocol.Tds,
            peer => peer.SendAsync("\x04\x01\0\x17\0\0\x01\0\xaa\x0c\0\xc7\x42\0\0\x01\x0e\x02\0" + text));

        Assert.Equal(VerdictReason.StartTlsRefused, verdict.Reason);
        Assert.Contains("error 17095: 'No'", verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tds_may_answer_in_several_packets()
    {
        string whole = Conversation.PreLogin('\x03').Substring(8);
        Conversation talk = Conversation.All[StartTlsProtocol.Tds] with
        {
            Agree = "\x04\0\0\x0c\0\0\x01\0" + whole.Substring(0, 4)
                + "\x04\x01\0" + (char)(whole.Length + 4) + "\0\0\x02\0" + whole.Substring(4),
        };
        await using ScriptedServer server = ScriptedServer.Start(peer => talk.ServeAsync(peer, TestConnections.Leaf));

        Assert.Equal(Verdict.Match, (await CheckAsync(server, StartTlsProtocol.Tds)).Verdict);
    }

    private static string Ldap(char id, char code, string words, string optional, string controls = "") =>
        Element(0x30,
            Element(0x02, id.ToString())
            + Element(0x78, Element(0x0a, code.ToString()) + Element(0x04, "") + Element(0x04, words) + optional)
            + controls);

    private static string Ldap(int id, int code, string words, string optional, string controls = "") =>
        Ldap((char)id, (char)code, words, optional, controls);

    private static string Element(int tag, string content) => $"{(char)tag}{(char)content.Length}{content}";

    private static async Task AgreeAsync(StartTlsProtocol protocol, Func<ScriptedPeer, Task> script)
    {
        await using ScriptedServer server = ScriptedServer.Start(async peer =>
        {
            await script(peer);
            await peer.ServeTlsAsync(TestConnections.Leaf);
        });

        PinVerdict verdict = await CheckAsync(server, protocol);

        Assert.True(verdict.Passed, $"{verdict.Message} {server.Error}");
    }

    private static async Task<PinVerdict> RefuseAsync(StartTlsProtocol protocol, Func<ScriptedPeer, Task> script)
    {
        await using ScriptedServer server = ScriptedServer.Start(script);
        PinVerdict verdict = await CheckAsync(server, protocol);
        Assert.Equal(Verdict.StartTlsFailed, verdict.Verdict);
        return verdict;
    }

    private static Task<PinVerdict> CheckAsync(ScriptedServer server, StartTlsProtocol protocol) => TestConnections.CheckAsync(
        TlsTarget.Parse("localhost", server.Port, protocol), new ConnectionOptions { Timeout = TestConnections.Patience });
}

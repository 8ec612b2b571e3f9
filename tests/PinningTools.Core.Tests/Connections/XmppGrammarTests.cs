using System;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.Connections;

/// <summary>XMPP is recognized by its namespaces: RFC 6120 sections 4.8.5 and 5.4.</summary>
public sealed class XmppGrammarTests
{
    private const string Streams = "http://etherx.jabber.org/streams";
    private const string Tls = "urn:ietf:params:xml:ns:xmpp-tls";
    private const string StreamErrors = "urn:ietf:params:xml:ns:xmpp-streams";

    private const string Opening =
        $"<?xml version='1.0'?><stream:stream version='1.0' xmlns='jabber:client' xmlns:stream='{Streams}'>";

    private const string Features = $"<stream:features><starttls xmlns='{Tls}'/></stream:features>";

    [Theory]
    [InlineData(Opening, Features, $"<tls:proceed xmlns:tls='{Tls}'/>")]
    [InlineData(
        Opening, $"<stream:features xmlns:t=\"{Tls}\"><t:starttls><t:required/></t:starttls></stream:features>",
        $"<proceed xmlns='{Tls}'></proceed>")]
    [InlineData(
        $"<s:stream xmlns:s='{Streams}' version='1.0' xmlns='jabber:client'>",
        $"<s:features><starttls xmlns='{Tls}'/></s:features>", $"<proceed xmlns='{Tls}'/>")]
    [InlineData(
        $"<stream xmlns='{Streams}' version='1.0' xmlns:c='jabber:client' xmlns:t='{Tls}'>",
        "<features><t:starttls/></features>", "<t:proceed ></t:proceed >")]
    [InlineData(
        Opening, $"<stream:features>\r\n <starttls\txmlns = '{Tls}' a='x>y'>text</starttls>\n</stream:features>",
        $"\n<proceed xmlns='{Tls}' > <x><y/></x> </proceed>")]
    [InlineData(
        " \r\n" + Opening,
        $"<f:features xmlns:f='{Streams}'><!-- &gt; --><a/><b><c/></b><starttls xmlns='{Tls}'/><d/></f:features>",
        $"<proceed xmlns='urn:ietf:params:xml:ns&#58;xmpp-tls'/>")]
    [InlineData("<stream:stream version='1.0'>", Features, $"<proceed xmlns='{Tls}'/>")]
    public async Task Any_prefixes_do(string opening, string features, string answer)
    {
        await using ScriptedServer server = ScriptedServer.Start(async peer =>
        {
            await peer.ReadThroughAsync("version='1.0'>");
            await peer.SendAsync(opening + features);
            await peer.ReadThroughAsync($"<starttls xmlns='{Tls}'/>");
            await peer.SendAsync(answer);
            await peer.ServeTlsAsync(TestConnections.Leaf);
        });

        PinVerdict verdict = await CheckAsync(server);

        Assert.True(verdict.Passed, $"{verdict.Message} {server.Error}");
    }

    [Theory]
    [InlineData("<stream:stream xmlns:stream='urn:other' version='1.0'>", VerdictReason.ProtocolViolation)]
    [InlineData("<stream:stream xmlns:stream='http://etherx.jabber.org/streams'>", VerdictReason.StartTlsNotOffered)]
    [InlineData(
        "<stream:stream xmlns:stream='http://etherx.jabber.org/streams' version='0.9'>",
        VerdictReason.StartTlsNotOffered)]
    [InlineData("220 mail.example ESMTP\r\n", VerdictReason.ProtocolViolation)]
    [InlineData("* OK ready\r\n", VerdictReason.ProtocolViolation)]
    [InlineData("<!DOCTYPE x [<!ENTITY a 'b'>]><x/>", VerdictReason.ProtocolViolation)]
    [InlineData("<html>", VerdictReason.ProtocolViolation)]
    [InlineData(Opening + "text", VerdictReason.ProtocolViolation)]
    [InlineData(Opening + "<message/>", VerdictReason.ProtocolViolation)]
    [InlineData(Opening + "<>", VerdictReason.ProtocolViolation)]
    [InlineData(Opening + "</stream:stream>", VerdictReason.StartTlsRefused)]
    [InlineData(Opening + "<stream:features><starttls/></stream:features>", VerdictReason.StartTlsNotOffered)]
    [InlineData(
        Opening + "<stream:features><starttls xmlns='urn:x'/></stream:features>", VerdictReason.StartTlsNotOffered)]
    [InlineData(
        Opening + $"<stream:features><x><starttls xmlns='{Tls}'/></x></stream:features>",
        VerdictReason.StartTlsNotOffered)]
    [InlineData(Opening + "<stream:features><a></b></stream:features>", VerdictReason.ProtocolViolation)]
    [InlineData(Opening + "<stream:features>&bomb;</stream:features>", VerdictReason.ProtocolViolation)]
    [InlineData(Opening + "<u:features/>", VerdictReason.ProtocolViolation)]
    public async Task What_is_no_offer_is_told_at_once(string said, VerdictReason reason)
    {
        PinVerdict verdict = await RefuseAsync(async peer =>
        {
            await peer.ReadThroughAsync("version='1.0'>");
            await peer.SendAsync(said);
            await peer.StallAsync();
        });

        Assert.Equal(reason, verdict.Reason);
    }

    [Theory]
    [InlineData($"<failure xmlns='{Tls}'/></stream:stream>", VerdictReason.StartTlsRefused, "failure")]
    [InlineData($"<f:failure xmlns:f='{Tls}'/>", VerdictReason.StartTlsRefused, "failure")]
    [InlineData("<proceed/>", VerdictReason.ProtocolViolation, "<proceed>")]
    [InlineData("</stream:stream>", VerdictReason.StartTlsRefused, "end of the stream")]
    [InlineData($"<proceed xmlns='{Tls}'/> ", VerdictReason.InjectedPlaintext, "1 bytes")]
    [InlineData($"<proceed xmlns='{Tls}'></proceed><x/>", VerdictReason.InjectedPlaintext, "4 bytes")]
    [InlineData(
        $"<e:error xmlns:e='{Streams}'><policy-violation xmlns='{StreamErrors}'/></e:error>",
        VerdictReason.StartTlsRefused, "policy-violation")]
    public async Task What_is_no_agreement_is_told_at_once(string answer, VerdictReason reason, string words)
    {
        PinVerdict verdict = await RefuseAsync(async peer =>
        {
            await peer.ReadThroughAsync("version='1.0'>");
            await peer.SendAsync(Opening + Features);
            await peer.ReadThroughAsync($"<starttls xmlns='{Tls}'/>");
            await peer.SendAsync(answer);
            await peer.StallAsync();
        });

        Assert.Equal(reason, verdict.Reason);
        Assert.Contains(words, verdict.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        $"<e:error xmlns:e='{Streams}' xmlns='{StreamErrors}'><host-unknown/><text>no sûch</text></e:error>",
        "'host-unknown': 'no sûch'", true)]
    [InlineData(
        $"<stream:error><s:see-other-host xmlns:s='{StreamErrors}'>b.example:5222</s:see-other-host></stream:error>",
        "'see-other-host': 'b.example:5222'", false)]
    [InlineData("<stream:error/>", "stream error", false)]
    public async Task A_stream_error_is_told_by_its_condition_and_text(string error, string words, bool nameAtFault)
    {
        PinVerdict verdict = await RefuseAsync(async peer =>
        {
            await peer.ReadThroughAsync("version='1.0'>");
            await peer.SendAsync(System.Text.Encoding.UTF8.GetBytes(Opening + error));
            await peer.StallAsync();
        });

        Assert.Equal(VerdictReason.StartTlsRefused, verdict.Reason);
        Assert.Contains(words, verdict.Message, StringComparison.Ordinal);
        Assert.Equal(nameAtFault, verdict.Message.Contains("-ServerName", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Elements_within_elements_without_end_are_given_up()
    {
        PinVerdict verdict = await RefuseAsync(async peer =>
        {
            await peer.SendAsync(Opening + "<stream:features>");
            while (true) await peer.SendAsync("<a>");
        });

        Assert.Equal(VerdictReason.ProtocolViolation, verdict.Reason);
    }

    private static async Task<PinVerdict> RefuseAsync(Func<ScriptedPeer, Task> script)
    {
        await using ScriptedServer server = ScriptedServer.Start(script);
        PinVerdict verdict = await CheckAsync(server);
        Assert.Equal(Verdict.StartTlsFailed, verdict.Verdict);
        return verdict;
    }

    private static Task<PinVerdict> CheckAsync(ScriptedServer server) => TestConnections.CheckAsync(
        TlsTarget.Parse("localhost", server.Port, StartTlsProtocol.Xmpp),
        new ConnectionOptions { Timeout = TestConnections.Patience });
}

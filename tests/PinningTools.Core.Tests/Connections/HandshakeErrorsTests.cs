using System;
using System.ComponentModel;
using System.IO;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Connections;

/// <summary>
/// The shapes in which runtimes that no test here can reach report a failed handshake: their words differ, by platform
/// and by language, and what went over the wire does not.
/// </summary>
public sealed class HandshakeErrorsTests
{
    private static readonly byte[] s_hello = [22, 3, 1, 0, 4, 1, 0, 0, 0];

    private static readonly TlsTarget s_target = TlsTarget.Parse("host.example");

    /// <summary>What is thrown, what was sent and received, and what it means.</summary>
    public static TheoryData<Exception, byte[], byte[], VerdictReason> Shapes => new()
    {
        // Schannel has one code and one text for six alerts, in the language of the machine.
        { Schannel(unchecked((int)0x80090326)), s_hello, Alert(40), VerdictReason.ProtocolRefused },
        { Schannel(unchecked((int)0x80090326)), s_hello, Alert(10), VerdictReason.ProtocolRefused },
        { Schannel(unchecked((int)0x80090326)), s_hello, Alert(80), VerdictReason.ProtocolRefused },
        { Schannel(unchecked((int)0x80090326)), s_hello, Alert(112), VerdictReason.ServerNameRefused },
        { Schannel(unchecked((int)0x80090326)), s_hello, Alert(112, level: 1), VerdictReason.ServerNameRefused },
        { Schannel(unchecked((int)0x80090331)), s_hello, Alert(70), VerdictReason.ProtocolRefused },
        { Schannel(unchecked((int)0x80090326)), s_hello, Alert(51), VerdictReason.HandshakeCauseUnknown },
        // After version and suite were agreed on, they are not the reason.
        {
            Schannel(unchecked((int)0x80090326)), s_hello,
            [22, 3, 3, 0, 6, 2, 0, 0, 2, 3, 3, .. Alert(40)], VerdictReason.HandshakeCauseUnknown
        },
        // What is not TLS, whatever the platform says of it.
        { Schannel(unchecked((int)0x80090326)), s_hello, Encoding.ASCII.GetBytes("220 smtp"), VerdictReason.NotTls },
        { new IOException("Handshakefehler."), s_hello, Encoding.ASCII.GetBytes("HTTP/1.1 400"), VerdictReason.NotTls },
        { Schannel(unchecked((int)0x80090326)), s_hello, [22, 3, 3, 0, 1, 2, 99, 99], VerdictReason.ProtocolViolation },
        // This machine broke off.
        {
            Schannel(unchecked((int)0x8009030F)), [.. s_hello, .. Alert(51)], [],
            VerdictReason.HandshakeSignatureInvalid
        },
        { Schannel(unchecked((int)0x80090326)), [.. s_hello, .. Alert(47)], [], VerdictReason.PlatformRefused },
        {
            Schannel(unchecked((int)0x80090331)), [.. s_hello, .. Alert(70)], [22, 3, 1, 0, 6, 2, 0, 0, 38, 3, 1],
            VerdictReason.ProtocolRefused
        },
        { Schannel(unchecked((int)0x80090331)), [], [], VerdictReason.PlatformRefused },
        { Said("no protocols available"), Alert(80), [], VerdictReason.PlatformRefused },
        // In words that once decided, and prove nothing.
        { Said("wrong version number"), s_hello, [22, 3, 3, 0, 1], VerdictReason.HandshakeCauseUnknown },
        { Said("excessive message size"), s_hello, [22, 3, 3, 0, 1], VerdictReason.HandshakeCauseUnknown },
        { Said("sslv3 alert handshake failure"), s_hello, [22, 3, 3, 0, 1], VerdictReason.HandshakeCauseUnknown },
        // A peer that is gone.
        { new IOException("Der Remotehost ist weg."), s_hello, [], VerdictReason.ConnectionClosed },
        {
            new IOException("Lesen unmöglich.", new SocketException((int)SocketError.ConnectionReset)), s_hello, [],
            VerdictReason.ConnectionClosed
        },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_failed_handshake_has_the_reason_that_the_wire_tells(
        Exception error, byte[] sent, byte[] received, VerdictReason reason)
    {
        ConnectionFailure failure = Explain(error, sent, received);

        Assert.Equal((Verdict.HandshakeFailed, reason), (failure.Verdict, failure.Reason));
        Assert.Same(error, failure.InnerException);
    }

    [Fact]
    public void An_alert_is_told_by_its_name_and_number()
    {
        ConnectionFailure failure = Explain(Said("Fehler"), s_hello, Alert(40));

        Assert.Contains("the alert handshake_failure (40)", failure.Fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Fehler", failure.Fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(71)]
    public void A_refusal_of_the_suites_of_one_kind_of_key_does_not_say_that_there_is_no_such_certificate(int alert)
    {
        ConnectionFailure failure = Explain(Said(""), s_hello, Alert((byte)alert), ServerKeyAlgorithm.Rsa);

        Assert.Equal(
            (VerdictReason.KeyAlgorithmNotOffered, "KeyAlgorithmRefused"), (failure.Reason, failure.Fault.Id));
        Assert.Contains("it has none, or it refuses every version, cipher suite", failure.Fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(71)]
    public void A_policy_of_this_machine_is_no_lack_of_the_servers(int alert)
    {
        byte[] sent = alert == 0 ? [] : [.. s_hello, .. Alert((byte)alert)];

        ConnectionFailure failure = Explain(Said("no cipher match"), sent, [], ServerKeyAlgorithm.Rsa);

        Assert.Equal((VerdictReason.PlatformRefused, "PlatformRefused"), (failure.Reason, failure.Fault.Id));
        Assert.Contains("this machine's TLS", failure.Fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("host.example", "the name 'host.example'")]
    [InlineData("192.0.2.1", "clients that send no server name")]
    public void A_name_that_the_server_does_not_serve_is_told_with_the_way_out(string host, string said)
    {
        ConnectionFailure failure = HandshakeErrors.Explain(
            Said(""), TlsTarget.Parse(host), null, default, Records(s_hello, Alert(112)));

        Assert.Equal("ServerNameRefused", failure.Fault.Id);
        Assert.Contains(said, failure.Fault.Message, StringComparison.Ordinal);
        Assert.Contains("-ServerName", failure.Fault.Advice, StringComparison.Ordinal);
    }

    /// <summary>A server with many names that receives none has no more specific alert.</summary>
    [Theory]
    [InlineData("192.0.2.1", 40, true)]
    [InlineData("192.0.2.1", 80, true)]
    [InlineData("192.0.2.1", 70, false)]
    [InlineData("host.example", 40, false)]
    public void An_address_may_be_the_reason_for_a_refusal(string host, int alert, bool isHinted)
    {
        ConnectionFailure failure = HandshakeErrors.Explain(
            Said(""), TlsTarget.Parse(host), null, default, Records(s_hello, Alert((byte)alert)));

        Assert.Equal(isHinted, failure.Fault.Message.IndexOf("-ServerName", StringComparison.Ordinal) >= 0);
    }

    [Fact]
    public void A_signature_that_does_not_verify_is_no_matter_of_a_client_certificate()
    {
        TlsRecordStream records = Records([.. s_hello, .. Alert(51)], []);

        Assert.False(HandshakeErrors.MayConcernClientCertificate(Said(""), records));
        Assert.True(HandshakeErrors.MayConcernClientCertificate(Said(""), Records(s_hello, Alert(40))));
    }

    internal static TlsRecordStream Records(byte[] sent, byte[] received)
    {
        var records = new TlsRecordStream(Stream.Null);
        records.Sent.Add(sent, 0, sent.Length);
        records.Received.Add(received, 0, received.Length);
        return records;
    }

    private static ConnectionFailure Explain(
        Exception error, byte[] sent, byte[] received, ServerKeyAlgorithm algorithm = default) =>
        HandshakeErrors.Explain(error, s_target, "192.0.2.1", algorithm, Records(sent, received));

    private static byte[] Alert(byte number, byte level = 2) => [21, 3, 3, 0, 2, level, number];

    private static AuthenticationException Schannel(int code) => new(
        "Fehler bei SSPI-Aufruf, siehe interne Ausnahme.",
        new Win32Exception(code, "Die empfangene Nachricht hatte ein unerwartetes Format."));

    private static AuthenticationException Said(string words) => new("", new InvalidOperationException(words));
}

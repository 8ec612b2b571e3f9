using System;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Tests.Connections;
using Xunit;

namespace PinningTools.Tests.Inspection;

/// <summary>The table of InspectionRule: what the wire proves decides, on every platform in the same way.</summary>
public sealed class InspectionRuleTests
{
    private static readonly byte[] s_hello = [22, 3, 1, 0, 4, 1, 0, 0, 0];
    private static readonly byte[] s_answer = [22, 3, 1, 0, 10, 2, 0, 0, 6, 3, 1, 0, 0, 0, 0];
    private static readonly byte[] s_certificate = [22, 3, 1, 0, 4, 11, 0, 0, 0];
    private static readonly byte[] s_keyExchange = [22, 3, 1, 0, 4, 12, 0, 0, 0];
    private static readonly byte[] s_request = [22, 3, 1, 0, 4, 13, 0, 0, 0];
    private static readonly byte[] s_change = [20, 3, 1, 0, 1, 1];
    private static readonly byte[] s_encrypted = [23, 3, 3, 0, 2, 9, 9];

    /// <summary>What both sides sent, how the failure was explained, and whether an inspection follows.</summary>
    public static TheoryData<string, byte[], byte[], VerdictReason, bool> Rows => new()
    {
        { "nothing to offer", [], [], VerdictReason.PlatformRefused, true },
        { "no memory", [], [], VerdictReason.MachineLimit, false },
        { "no memory later", s_hello, Alert(40), VerdictReason.MachineLimit, false },
        { "our protocol_version", [.. s_hello, .. Alert(70)], s_answer, VerdictReason.ProtocolRefused, true },
        { "our insufficient_security", [.. s_hello, .. Alert(71)], s_answer, VerdictReason.PlatformRefused, true },
        { "our handshake_failure", [.. s_hello, .. Alert(40)], [.. s_answer, .. s_certificate], VerdictReason.PlatformRefused, true },
        { "our decrypt_error", [.. s_hello, .. Alert(51)], [.. s_answer, .. s_keyExchange], VerdictReason.HandshakeSignatureInvalid, false },
        { "our decrypt_error, misread", [.. s_hello, .. Alert(51)], s_answer, VerdictReason.PlatformRefused, false },
        { "our bad_record_mac", [.. s_hello, .. Alert(20)], s_answer, VerdictReason.PlatformRefused, false },
        { "our decode_error", [.. s_hello, .. Alert(50)], s_answer, VerdictReason.PlatformRefused, false },
        { "our illegal_parameter", [.. s_hello, .. Alert(47)], s_answer, VerdictReason.PlatformRefused, false },
        { "our unexpected_message", [.. s_hello, .. Alert(10)], s_answer, VerdictReason.PlatformRefused, false },
        { "our bad_certificate", [.. s_hello, .. Alert(42)], s_answer, VerdictReason.PlatformRefused, false },
        { "our internal_error", [.. s_hello, .. Alert(80)], s_answer, VerdictReason.PlatformRefused, false },
        { "their handshake_failure", s_hello, Alert(40), VerdictReason.ProtocolRefused, true },
        { "their protocol_version", s_hello, Alert(70), VerdictReason.ProtocolRefused, true },
        { "their internal_error", s_hello, Alert(80), VerdictReason.ProtocolRefused, true },
        { "their unrecognized_name", s_hello, Alert(112), VerdictReason.ServerNameRefused, false },
        { "no such key by these suites", s_hello, Alert(40), VerdictReason.KeyAlgorithmNotOffered, true },
        { "no such key after the hello", s_hello, [.. s_answer, .. Alert(40)], VerdictReason.KeyAlgorithmNotOffered, false },
        { "their alert after the hello", s_hello, [.. s_answer, .. Alert(40)], VerdictReason.HandshakeCauseUnknown, false },
        { "the same, misread", s_hello, [.. s_answer, .. Alert(40)], VerdictReason.ProtocolRefused, false },
        { "their decrypt_error", s_hello, Alert(51), VerdictReason.HandshakeCauseUnknown, false },
        { "not TLS", s_hello, [72, 84, 84, 80, 47, 49], VerdictReason.NotTls, false },
        { "not TLS in the middle", s_hello, [.. s_answer, 99, 99], VerdictReason.ProtocolViolation, false },
        { "no cause", s_hello, s_answer, VerdictReason.HandshakeCauseUnknown, false },
        { "large certificates", [.. s_hello, .. Alert(47)], s_answer, VerdictReason.ChainTooLong, false },
        { "no certificate", s_hello, s_answer, VerdictReason.NoCertificate, false },
        { "refused certificate", s_hello, [.. s_answer, .. s_request, .. Alert(42)], VerdictReason.ClientCertificateRefused, false },
        { "wanted certificate", s_hello, [.. s_answer, .. s_request, .. Alert(40)], VerdictReason.ClientCertificateRequired, true },
        { "the same, and a Finished", s_hello, [.. s_answer, .. s_request, .. s_change, .. Alert(40)], VerdictReason.ClientCertificateRequired, false },
        { "the same, encrypted", s_hello, [.. s_answer, .. s_request, .. s_encrypted, .. Alert(40)], VerdictReason.ClientCertificateRequired, false },
        { "wanted, and nothing that ends it", s_hello, [.. s_answer, .. s_request], VerdictReason.ClientCertificateRequired, false },
        { "wanted, and our decrypt_error", [.. s_hello, .. Alert(51)], [.. s_answer, .. s_request, .. Alert(40)], VerdictReason.ClientCertificateRequired, false },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_wire_decides_what_an_inspection_follows(
        string what, byte[] sent, byte[] received, VerdictReason reason, bool isFollowed)
    {
        TlsRecordStream records = HandshakeErrorsTests.Records(sent, received);

        Assert.True(
            isFollowed == InspectionRule.IsFollowed(reason, new AuthenticationException(), records, namesBadSignatures: true),
            what);
    }

    /// <summary>
    /// A platform that does not tell a bad signature from one that its policy refuses may have seen either, once a
    /// signature arrived.
    /// </summary>
    [Fact]
    public void Where_a_bad_signature_has_no_name_none_may_have_arrived()
    {
        byte[] sent = [.. s_hello, .. Alert(40)];
        bool IsFollowed(byte[] received, bool names) => InspectionRule.IsFollowed(
            VerdictReason.PlatformRefused, new AuthenticationException(), HandshakeErrorsTests.Records(sent, received), names);

        Assert.True(IsFollowed([.. s_answer, .. s_certificate], names: false));
        Assert.False(IsFollowed([.. s_answer, .. s_certificate, .. s_keyExchange], names: false));
        Assert.True(IsFollowed([.. s_answer, .. s_certificate, .. s_keyExchange], names: true));
        Assert.False(IsFollowed([.. s_answer, .. s_encrypted], names: false));
    }

    [Fact]
    public async Task An_end_in_place_of_the_hello_is_a_refusal_and_a_later_one_is_not()
    {
        TlsRecordStream ended = HandshakeErrorsTests.Records(s_hello, []);
        TlsRecordStream later = HandshakeErrorsTests.Records(s_hello, s_answer);
        foreach (TlsRecordStream one in new[] { ended, later }) _ = await one.ReadAsync(new byte[1], 0, 1);
        bool IsFollowed(TlsRecordStream records, Exception error) =>
            InspectionRule.IsFollowed(VerdictReason.ConnectionClosed, error, records, true);

        Assert.True(IsFollowed(ended, new IOException()));
        Assert.False(IsFollowed(later, new IOException()));
        TlsRecordStream open = HandshakeErrorsTests.Records(s_hello, []);
        Assert.False(IsFollowed(open, new IOException("the network is gone")));
        Assert.True(IsFollowed(open, new IOException("", new SocketException((int)SocketError.ConnectionReset))));
    }

    /// <summary>Nothing but a handshake that failed for what the wire proves is ever followed.</summary>
    [Fact]
    public void What_is_not_in_the_table_is_not_followed()
    {
        VerdictReason[] listed =
        [
            VerdictReason.ProtocolRefused, VerdictReason.KeyAlgorithmNotOffered, VerdictReason.ConnectionClosed,
            VerdictReason.ClientCertificateRequired,
        ];
        TlsRecordStream refused = HandshakeErrorsTests.Records(s_hello, Alert(40));
        foreach (VerdictReason reason in Enum.GetValues<VerdictReason>().Except(listed))
            Assert.False(InspectionRule.IsFollowed(reason, new AuthenticationException(), refused, true), reason.ToString());
        Assert.False(new ConnectionFailure(
            Verdict.ConnectFailed, VerdictReason.HostNotFound, Faults.HostNotFound("x")).MayInspect);
    }

    private static byte[] Alert(byte number) => [21, 3, 3, 0, 2, 2, number];
}

using System;
using System.ComponentModel;
using System.IO;
using System.Net.Sockets;
using System.Security.Authentication;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Connections;

/// <summary>The shapes in which runtimes that no test here can reach report a failed handshake.</summary>
public sealed class HandshakeErrorsTests
{
    private const string Sspi = "A call to SSPI failed, see inner exception.";

    private static readonly TlsTarget s_target = TlsTarget.Parse("host.example");

    public static TheoryData<Exception, VerdictReason> Shapes => new()
    {
        // .NET Framework's SslStream: what is no TLS frame, a peer that is gone, and what Schannel says of an alert.
        { new IOException("The handshake failed due to an unexpected packet format."), VerdictReason.NotTls },
        {
            new IOException("Authentication failed because the remote party has closed the transport stream."),
            VerdictReason.ConnectionClosed
        },
        {
            new IOException("Unable to read data from the transport connection.", new SocketException(
                (int)SocketError.ConnectionReset)),
            VerdictReason.ConnectionClosed
        },
        {
            new AuthenticationException(
                Sspi, new Win32Exception("The message received was unexpected or badly formatted")),
            VerdictReason.NotTls
        },
        {
            new AuthenticationException(Sspi, new Win32Exception("The client and server cannot communicate")),
            VerdictReason.ProtocolRefused
        },
    };

    [Fact]
    public void An_alert_is_told_in_the_servers_words()
    {
        var error = new AuthenticationException(
            Sspi, new InvalidOperationException("error:0A000410:SSL routines::sslv3 alert handshake failure"));

        var failure = Assert.IsType<ConnectionFailure>(HandshakeErrors.Explain(error, s_target, null, default));

        Assert.Equal(VerdictReason.ProtocolRefused, failure.Reason);
        Assert.Contains("the alert 'handshake failure'", failure.Fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void An_error_of_a_handshake_has_a_reason(Exception error, VerdictReason reason)
    {
        var failure = Assert.IsType<ConnectionFailure>(HandshakeErrors.Explain(error, s_target, "192.0.2.1", default));

        Assert.Equal((Verdict.HandshakeFailed, reason), (failure.Verdict, failure.Reason));
        Assert.Same(error, failure.InnerException);
    }
}

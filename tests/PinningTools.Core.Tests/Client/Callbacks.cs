using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using static PinningTools.Tests.Verification.Loopback;

namespace PinningTools.Tests.Client;

/// <summary>Callbacks bound to localhost, and clients that use them.</summary>
internal static class Callbacks
{
    /// <summary>What an impostor has who got a certificate for the name from a trusted authority.</summary>
    internal static TestCertificate Impostor { get; } = Intermediate.Issue("localhost");

    internal static PinCallback Of(params TestCertificate[] pinned) => Verifier(pinned).CreateCallback("localhost");

    internal static PinVerifier Verifier(params TestCertificate[] pinned) => new()
    {
        Pins = [.. pinned.Select(one => SpkiPin.Parse(one.Pin))], TrustAnchors = [Root.Certificate],
    };

    internal static PinVerifier KeyOnly(TestCertificate pinned) =>
        new() { Pins = [SpkiPin.Parse(pinned.Pin)], PinOnly = true };

    internal static PinCallback ReportOnly(PinPolicy policy) => new(
        new OverriddenPolicies(new EveryHost(policy)) { ReportOnly = true }, TlsTarget.Parse("localhost"),
        TimeSpan.FromSeconds(15));

    /// <summary>A chain as the platform passes it: what was sent is in its store.</summary>
    internal static X509Chain ChainOf(params IEnumerable<TestCertificate> sent)
    {
        var chain = new X509Chain();
        chain.ChainPolicy.ExtraStore.AddRange(
            sent.Select(one => new X509Certificate2(one.Der)).ToArray());
        return chain;
    }

    /// <summary>A handshake by SslStream with nothing but the callback, as a client of old makes it.</summary>
    internal static async Task<Exception?> ConnectAsync(
        int port, RemoteCertificateValidationCallback callback, string host = "localhost")
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", port);
        using var stream = new SslStream(socket.GetStream(), leaveInnerStreamOpen: false, callback);
        return await Xunit.Record.ExceptionAsync(() => stream.AuthenticateAsClientAsync(host));
    }
}

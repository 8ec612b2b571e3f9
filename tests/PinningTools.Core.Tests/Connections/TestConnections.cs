using System;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;

namespace PinningTools.Tests.Connections;

/// <summary>Checks of a server on this machine, as short as the tests need them.</summary>
internal static class TestConnections
{
    internal static TestCertificate Root { get; } = TestCertificate.Root("Test Root");

    internal static TestCertificate Leaf { get; } = Root.Issue("localhost");

    /// <summary>Long enough for a slow machine, short enough that a hanging test fails.</summary>
    internal static TimeSpan Patience { get; } = TimeSpan.FromSeconds(20);

    internal static PinPolicy Policy(TestCertificate leaf) => new()
    {
        Pins = [SpkiPin.Parse(leaf.Pin)],
        Trust = TrustSettings.FromAnchors([DerCertificate.Parse(Root.Der)]),
    };

    internal static TlsTarget Target(int port) => TlsTarget.Parse("localhost", port);

    internal static Task<PinVerdict> CheckAsync(int port, ConnectionOptions options) =>
        CheckAsync(Target(port), options);

    internal static Task<PinVerdict> CheckAsync(
        TlsTarget target, ConnectionOptions options, CancellationToken cancel = default) =>
        PinChecker.CheckAsync(new PinCheck(target, Policy(Leaf), options), cancel);
}

using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;

namespace PinningTools.Tests.Verification;

/// <summary>A chain of three for localhost, and checks of servers on this machine under any anchor and pins.</summary>
internal static class Loopback
{
    internal static TestCertificate Root { get; } = TestCertificate.Root("Test Root");

    internal static TestCertificate Intermediate { get; } = Root.IssueAuthority("Test Intermediate");

    internal static TestCertificate Leaf { get; } = Intermediate.Issue("localhost");

    /// <param name="anchor">What replaces the platform's roots; null leaves them.</param>
    /// <param name="pins">The pins.</param>
    internal static PinPolicy Policy(TestCertificate? anchor, params string[] pins) => Policy(
        anchor is null ? TrustSettings.System : TrustSettings.FromAnchors([DerCertificate.Parse(anchor.Der)]), pins);

    internal static PinPolicy PinOnly(params string[] pins) => Policy(TrustSettings.PinOnly, pins);

    internal static Task<PinVerdict> CheckAsync(
        RecordingTlsServer server, PinPolicy policy, string host = "localhost") =>
        PinChecker.CheckAsync(
            new PinCheck(TlsTarget.Parse(host, server.Port), policy, new ConnectionOptions()), CancellationToken.None);

    private static PinPolicy Policy(TrustSettings trust, string[] pins) =>
        new() { Pins = [.. pins.Select(SpkiPin.Parse)], Trust = trust };
}

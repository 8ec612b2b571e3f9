using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.Drill;

/// <summary>This module's own client in the drill: its verdict proves that it was stopped by the pins.</summary>
public sealed class OwnClientDrillTests
{
    private static readonly TestCertificate s_real = TestCertificate.Root("Real Root").Issue("api.example");

    private static readonly PinPolicy s_pinned = new() { Pins = [SpkiPin.Parse(s_real.Pin)] };

    [Fact]
    public async Task Its_pins_are_enforced_in_every_mode()
    {
        PinEnforcement result = await RunAsync(s_pinned);

        Assert.True(result.Passed, result.Message);
        Assert.Equal(
        [
            (DrillMode.BogusChain, EnforcementResult.Enforced, Verdict.PinMismatch),
            (DrillMode.PinnedCertificateAppended, EnforcementResult.Enforced, Verdict.PinMismatch),
            (DrillMode.SelfSigned, EnforcementResult.Validated, Verdict.UntrustedChain),
            (DrillMode.WrongHost, EnforcementResult.Validated, Verdict.NameMismatch),
            (DrillMode.RedirectToInterceptor, EnforcementResult.Enforced, Verdict.PinMismatch),
        ], result.Modes.Select(mode => (mode.Mode, mode.Result, mode.Verdict!.Verdict)));
        Assert.Equal(VerdictReason.OnlyInPresentedChain, result.Modes[1].Verdict!.Reason);
        Assert.Equal("StartTlsStripped", Assert.Single(result.NotRun).Split(':')[0]);
        Assert.Empty(result.Leaks);
    }

    [Fact]
    public async Task Key_only_trust_is_proven_by_every_certificate()
    {
        PinEnforcement result = await RunAsync(
            s_pinned with { Trust = TrustSettings.PinOnly },
            DrillMode.BogusChain, DrillMode.PinnedCertificateAppended, DrillMode.SelfSigned, DrillMode.WrongHost);

        Assert.Equal(4, result.Modes.Length);
        Assert.All(result.Modes, mode => Assert.Equal(EnforcementResult.Enforced, mode.Result));
    }

    [Fact]
    public async Task A_policy_that_only_reports_is_intercepted()
    {
        PinEnforcement result = await RunAsync(
            s_pinned with { Mode = PinSetMode.ReportOnly }, DrillMode.BogusChain);

        Assert.Equal(EnforcementResult.Intercepted, result.Result);
        Assert.Equal("GET / HTTP/1.1", Assert.Single(result.Leaks).Request);
    }

    [Fact]
    public async Task A_host_without_pins_proves_nothing()
    {
        PinEnforcement result = await RunAsync(PinPolicy.NotPinned(TrustSettings.System), DrillMode.BogusChain);

        Assert.Equal((EnforcementResult.NotProven, EnforcementReason.NotPinned), (result.Result, result.Reason));
    }

    /// <summary>The drill's own certificate would pass a pin of the drill's key, if there were one.</summary>
    [Fact]
    public async Task A_pin_of_the_impostors_authority_is_intercepted()
    {
        PinEnforcement result = await PinDrill.RunAsync(
            Plan(s_pinned, DrillMode.BogusChain) with
            {
                Client = authority => new OwnClient(
                    new PinCheck(Target(), new PinPolicy { Pins = [authority.Pin] }, new ConnectionOptions()), authority),
            },
            default);

        Assert.Equal(EnforcementResult.Intercepted, result.Result);
    }

    public static IEnumerable<object[]> Protocols() => Enum.GetValues<StartTlsProtocol>()
        .Where(StartTlsServer.Speaks).Select(protocol => new object[] { protocol });

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_connection_that_is_upgraded_is_drilled_too(StartTlsProtocol protocol)
    {
        TlsTarget target = TlsTarget.Parse("mail.example", null, protocol);
        PinEnforcement result = await PinDrill.RunAsync(
            new DrillPlan
            {
                Target = target,
                Client = authority =>
                    new OwnClient(new PinCheck(target, s_pinned, new ConnectionOptions()), authority),
                Timeout = TimeSpan.FromMinutes(2),
            },
            default);

        Assert.Equal(
        [
            (DrillMode.BogusChain, EnforcementResult.Enforced), (DrillMode.SelfSigned, EnforcementResult.Validated),
            (DrillMode.WrongHost, EnforcementResult.Validated),
            (DrillMode.StartTlsStripped, EnforcementResult.Validated),
        ], result.Modes.Select(mode => (mode.Mode, mode.Result)));
        Assert.Equal(Verdict.StartTlsFailed, result.Modes[3].Verdict!.Verdict);
    }

    private static Task<PinEnforcement> RunAsync(PinPolicy policy, params DrillMode[] modes) =>
        PinDrill.RunAsync(Plan(policy, modes), default);

    private static DrillPlan Plan(PinPolicy policy, params DrillMode[] modes) => new()
    {
        Target = Target(),
        Client = authority => new OwnClient(new PinCheck(Target(), policy, new ConnectionOptions()), authority),
        Modes = modes,
        Pinned = [s_real.Der],
        Timeout = TimeSpan.FromMinutes(2),
    };

    private static TlsTarget Target() => TlsTarget.Parse("api.example");
}

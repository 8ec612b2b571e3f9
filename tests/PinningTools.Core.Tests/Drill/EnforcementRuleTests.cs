using System;
using System.Collections.Generic;
using System.Linq;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Drill;

/// <summary>The rule of what a drill proves, in all combinations of what can be seen.</summary>
public sealed class EnforcementRuleTests
{
    private static readonly RunTrace s_through = new() { IsRouted = true, IsCertificateShown = true, IsThrough = true };

    private static readonly RunTrace s_stopped = new() { IsRouted = true, IsCertificateShown = true };

    private static readonly RunTrace s_refusing = s_stopped with { IsCertificateRefused = true };

    [Theory]
    [InlineData(DrillMode.BogusChain, EnforcementResult.Enforced)]
    [InlineData(DrillMode.PinnedCertificateAppended, EnforcementResult.Enforced)]
    [InlineData(DrillMode.RedirectToInterceptor, EnforcementResult.Enforced)]
    [InlineData(DrillMode.SelfSigned, EnforcementResult.Validated)]
    [InlineData(DrillMode.WrongHost, EnforcementResult.Validated)]
    [InlineData(DrillMode.StartTlsStripped, EnforcementResult.Validated)]
    public void Stopped_while_a_control_passes_is_what_the_mode_can_prove(DrillMode mode, EnforcementResult expected) =>
        Assert.Equal(expected, EnforcementRule.Decide(mode, s_stopped, s_through, s_stopped).Result);

    [Fact]
    public void Stopped_by_the_certificate_that_a_control_accepts_is_by_the_pins()
    {
        Assert.Equal(
            EnforcementResult.Enforced,
            EnforcementRule.Decide(DrillMode.SelfSigned, s_stopped, s_through, s_through).Result);
        Assert.Equal(
            EnforcementResult.Validated,
            EnforcementRule.Decide(DrillMode.StartTlsStripped, s_stopped, s_through, s_through).Result);
    }

    [Fact]
    public void What_was_not_seen_has_its_reason()
    {
        var timedOut = new ClientExit { IsTimedOut = true };

        Assert.Equal(EnforcementReason.NotRouted, Reason(new RunTrace(), s_through));
        Assert.Equal(EnforcementReason.CertificateNotSeen, Reason(new RunTrace { IsRouted = true }, s_through));
        Assert.Equal(EnforcementReason.TimedOut, Reason(s_stopped with { Exit = timedOut }, s_through));
        Assert.Equal(EnforcementReason.AuthorityNotTrusted, Reason(s_stopped, s_refusing));
        Assert.Equal(EnforcementReason.ControlFailed, Reason(s_stopped, s_stopped));
        Assert.Equal(EnforcementReason.ControlFailed, Reason(s_stopped, s_refusing with { Exit = timedOut }));
        Assert.Equal(EnforcementReason.ControlFailed, Reason(s_stopped, new RunTrace()));
        Assert.Equal(EnforcementReason.ControlFailed, Reason(s_stopped, null));
    }

    [Theory]
    [InlineData(Verdict.PinMismatch, DrillMode.BogusChain, EnforcementResult.Enforced, EnforcementReason.None)]
    [InlineData(Verdict.VetoedPin, DrillMode.BogusChain, EnforcementResult.Enforced, EnforcementReason.None)]
    [InlineData(Verdict.UntrustedChain, DrillMode.BogusChain, EnforcementResult.NotProven, EnforcementReason.AuthorityNotTrusted)]
    [InlineData(Verdict.UntrustedChain, DrillMode.SelfSigned, EnforcementResult.Validated, EnforcementReason.None)]
    [InlineData(Verdict.NameMismatch, DrillMode.WrongHost, EnforcementResult.Validated, EnforcementReason.None)]
    [InlineData(Verdict.NotPinned, DrillMode.BogusChain, EnforcementResult.NotProven, EnforcementReason.NotPinned)]
    [InlineData(Verdict.TimedOut, DrillMode.BogusChain, EnforcementResult.NotProven, EnforcementReason.TimedOut)]
    [InlineData(Verdict.PinSetExpired, DrillMode.BogusChain, EnforcementResult.NotProven, EnforcementReason.OtherVerdict)]
    [InlineData(Verdict.HandshakeFailed, DrillMode.SelfSigned, EnforcementResult.NotProven, EnforcementReason.OtherVerdict)]
    [InlineData(Verdict.Unknown, DrillMode.BogusChain, EnforcementResult.NotProven, EnforcementReason.OtherVerdict)]
    public void The_own_client_proves_by_its_verdict(
        Verdict verdict, DrillMode mode, EnforcementResult result, EnforcementReason reason)
    {
        RunTrace client = s_stopped with
        {
            Exit = new ClientExit { IsOwn = true, Verdict = new PinVerdict { Verdict = verdict } },
        };

        Enforcement decided = EnforcementRule.Decide(mode, client, null, null);

        Assert.Equal((result, reason), (decided.Result, decided.Reason));
        Assert.False(EnforcementRule.NeedsControl(mode, client));
    }

    /// <summary>A control of another kind must not stand in for the verdict that is missing.</summary>
    [Fact]
    public void The_own_client_without_a_verdict_proves_nothing()
    {
        RunTrace client = s_stopped with { Exit = new ClientExit { IsOwn = true } };

        Assert.Equal(
            EnforcementReason.OtherVerdict,
            EnforcementRule.Decide(DrillMode.BogusChain, client, s_through, s_through).Reason);
    }

    [Fact]
    public void A_policy_that_only_reports_is_no_defence()
    {
        var verdict = new PinVerdict { Verdict = Verdict.PinMismatch, Allowed = true };
        RunTrace client = s_stopped with { Exit = new ClientExit { IsOwn = true, Verdict = verdict } };

        Assert.Equal(
            EnforcementResult.Intercepted, EnforcementRule.Decide(DrillMode.BogusChain, client, null, null).Result);
    }

    /// <summary>Every combination: the one way to Enforced, and what arrived outweighs all else.</summary>
    [Fact]
    public void Nothing_but_a_stopped_client_and_a_control_that_passed_is_enforced()
    {
        RunTrace[] traces = [.. Traces()];
        foreach (DrillMode mode in Enum.GetValues<DrillMode>())
        foreach (RunTrace client in traces)
        foreach (RunTrace? authority in traces.Cast<RunTrace?>().Append(null))
        foreach (RunTrace? sameMode in traces.Cast<RunTrace?>().Append(null))
        {
            EnforcementResult result = EnforcementRule.Decide(mode, client, authority, sameMode).Result;
            bool isStopped = client is { IsThrough: false, IsRouted: true, IsCertificateShown: true }
                && !client.Exit.IsTimedOut;
            bool hasControl = mode switch
            {
                DrillMode.StartTlsStripped => false,
                DrillMode.SelfSigned or DrillMode.WrongHost => sameMode is { IsThrough: true },
                _ => authority is { IsThrough: true } || sameMode is { IsThrough: true },
            };

            Assert.Equal(client.IsThrough, result == EnforcementResult.Intercepted);
            Assert.Equal(isStopped && hasControl, result == EnforcementResult.Enforced);
        }
    }

    [Fact]
    public void The_worst_mode_counts_and_validation_takes_nothing_from_a_proof()
    {
        Assert.Equal(EnforcementResult.Enforced, Worst(EnforcementResult.Validated, EnforcementResult.Enforced));
        Assert.Equal(EnforcementResult.Validated, Worst(EnforcementResult.Validated));
        Assert.Equal(EnforcementResult.NotProven, Worst(EnforcementResult.Enforced, EnforcementResult.NotProven));
        Assert.Equal(
            EnforcementResult.Intercepted,
            Worst(EnforcementResult.Enforced, EnforcementResult.NotProven, EnforcementResult.Intercepted));
        Assert.Equal(EnforcementReason.NothingRun, EnforcementRule.Worst([]).Reason);
        Assert.Equal(default, new PinEnforcement().Result);
        Assert.False(new PinEnforcement().Passed);
    }

    private static EnforcementReason Reason(RunTrace client, RunTrace? authority)
    {
        Enforcement decided = EnforcementRule.Decide(DrillMode.BogusChain, client, authority, null);
        Assert.Equal(EnforcementResult.NotProven, decided.Result);
        return decided.Reason;
    }

    private static EnforcementResult Worst(params EnforcementResult[] results) =>
        EnforcementRule.Worst([.. results.Select(one => new PinEnforcementMode { Result = one })]).Result;

    private static IEnumerable<RunTrace> Traces()
    {
        for (int bits = 0; bits < 32; bits++)
            yield return new RunTrace
            {
                IsRouted = (bits & 1) != 0,
                IsCertificateShown = (bits & 2) != 0,
                IsThrough = (bits & 4) != 0,
                IsCertificateRefused = (bits & 8) != 0,
                Exit = new ClientExit { IsTimedOut = (bits & 16) != 0 },
            };
    }
}

using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// The whole rule of what a drill proves. A client that distrusts the authority and one that pins leave the same trace:
/// therefore a client that was stopped has proven nothing by it. In this order:
/// <list type="number">
/// <item>Something of the request arrived: Intercepted, whatever else is known.</item>
/// <item>The module's own client was stopped: its verdict says why.</item>
/// <item>The client had not ended, did not come to the interceptor, or did not see the certificate: NotProven.</item>
/// <item>A control request passed with the very certificate that stopped the client: Enforced.</item>
/// <item>No control request passed with a certificate of the drill's authority: NotProven.</item>
/// <item>Ordinary validation stops this mode, or STARTTLS was stripped: Validated. Else Enforced.</item>
/// </list>
/// </summary>
internal static class EnforcementRule
{
    /// <summary>Whether the client was stopped, so that it depends on controls what that proves.</summary>
    internal static bool NeedsControl(DrillMode mode, RunTrace client) =>
        client is { IsThrough: false, Exit: { IsTimedOut: false, IsOwn: false } } && IsRouted(mode, client);

    /// <summary>Whether a client without pins is stopped too, if it validates as clients do.</summary>
    internal static bool IsStoppedByValidation(DrillMode mode) =>
        mode is DrillMode.SelfSigned or DrillMode.WrongHost or DrillMode.StartTlsStripped;

    /// <param name="mode">How the client was attacked.</param>
    /// <param name="client">What it did.</param>
    /// <param name="authority">A control request with a valid chain of the drill's authority; null if none was needed.</param>
    /// <param name="sameMode">A control request with the certificate of the mode; null if that was not needed.</param>
    internal static Enforcement Decide(DrillMode mode, RunTrace client, RunTrace? authority, RunTrace? sameMode)
    {
        DrillControls controls = (IsRouted(mode, client) ? DrillControls.Routed : 0)
            | (authority is { IsThrough: true } ? DrillControls.Authority : 0)
            | (sameMode is { IsThrough: true } ? DrillControls.SameMode : 0)
            | (client.Exit.Verdict is not null ? DrillControls.Verdict : 0);
        (EnforcementResult result, EnforcementReason reason) = Decide(mode, client, authority, sameMode, controls);
        return new Enforcement(result, reason, controls);
    }

    /// <summary>The result of all modes: the worst one.</summary>
    internal static Enforcement Worst(IReadOnlyList<PinEnforcementMode> modes)
    {
        if (modes.Count == 0) return NotProven(EnforcementReason.NothingRun, DrillControls.None);
        PinEnforcementMode worst = modes.OrderBy(Rank).First();
        return new Enforcement(worst.Result, worst.Reason, worst.Controls);
    }

    private static (EnforcementResult, EnforcementReason) Decide(
        DrillMode mode, RunTrace client, RunTrace? authority, RunTrace? sameMode, DrillControls controls)
    {
        if (client.IsThrough) return (EnforcementResult.Intercepted, EnforcementReason.None);
        if (client.Exit.IsOwn) return DecideOwn(mode, client);
        if (client.Exit.IsTimedOut) return NotProven(EnforcementReason.TimedOut);
        if (!client.IsRouted) return NotProven(EnforcementReason.NotRouted);
        if (!IsRouted(mode, client)) return NotProven(EnforcementReason.CertificateNotSeen);
        bool isByPins = mode != DrillMode.StartTlsStripped && (controls & DrillControls.SameMode) != 0;
        if (isByPins) return (EnforcementResult.Enforced, EnforcementReason.None);
        if (authority is not { IsThrough: true })
            return NotProven(authority is { IsCertificateRefused: true, Exit.IsTimedOut: false }
                ? EnforcementReason.AuthorityNotTrusted
                : EnforcementReason.ControlFailed);
        return (IsStoppedByValidation(mode) ? EnforcementResult.Validated : EnforcementResult.Enforced, EnforcementReason.None);
    }

    /// <summary>Without a verdict nothing is proven, whatever stopped it.</summary>
    private static (EnforcementResult, EnforcementReason) DecideOwn(DrillMode mode, RunTrace client)
    {
        Verdict verdict = client.Exit.Verdict?.Verdict ?? Verdict.Unknown;
        if (client.Exit.IsTimedOut || verdict == Verdict.TimedOut) return NotProven(EnforcementReason.TimedOut);
        if (client.Exit.IsUnpinned || verdict == Verdict.NotPinned) return NotProven(EnforcementReason.NotPinned);
        if (!client.IsRouted) return NotProven(EnforcementReason.NotRouted);
        // A policy that only reports lets through what it says is wrong.
        if (client.Exit.Verdict is { Allowed: true }) return (EnforcementResult.Intercepted, EnforcementReason.None);
        if (verdict == Verdict.StartTlsFailed && mode == DrillMode.StartTlsStripped)
            return (EnforcementResult.Validated, EnforcementReason.None);
        if (!client.IsCertificateShown) return NotProven(EnforcementReason.CertificateNotSeen);
        return verdict switch
        {
            Verdict.PinMismatch or Verdict.VetoedPin => (EnforcementResult.Enforced, EnforcementReason.None),
            Verdict.UntrustedChain or Verdict.NameMismatch or Verdict.CertificateExpired =>
                IsStoppedByValidation(mode)
                    ? (EnforcementResult.Validated, EnforcementReason.None)
                    : NotProven(EnforcementReason.AuthorityNotTrusted),
            _ => NotProven(EnforcementReason.OtherVerdict),
        };
    }

    /// <summary>Whether the client saw the impostor; without TLS that has no certificate to show.</summary>
    private static bool IsRouted(DrillMode mode, RunTrace client) =>
        client.IsCertificateShown || (client.IsRouted && mode == DrillMode.StartTlsStripped);

    private static (EnforcementResult, EnforcementReason) NotProven(EnforcementReason reason) =>
        (EnforcementResult.NotProven, reason);

    private static Enforcement NotProven(EnforcementReason reason, DrillControls controls) =>
        new(EnforcementResult.NotProven, reason, controls);

    /// <summary>
    /// The worst first. A mode that ordinary validation stops cannot come to more than Validated, which takes nothing
    /// from what the others proved.
    /// </summary>
    private static int Rank(PinEnforcementMode mode) => mode.Result switch
    {
        EnforcementResult.Intercepted => 0,
        EnforcementResult.NotProven => 1,
        EnforcementResult.Enforced => 2,
        _ => 3,
    };
}

/// <summary>What was decided.</summary>
internal sealed record Enforcement(EnforcementResult Result, EnforcementReason Reason, DrillControls Controls);

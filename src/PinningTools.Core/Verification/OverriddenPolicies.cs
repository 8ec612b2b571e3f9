using System;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>Policies whose trust and mode a command overrides.</summary>
/// <param name="Policies">Where the policies come from.</param>
internal sealed record OverriddenPolicies(IPolicySource Policies)
{
    /// <summary>
    /// The trust that replaces that of a policy and is used for hosts without one; null if the command does not give
    /// one.
    /// </summary>
    internal TrustSettings? Trust { get; init; }

    internal bool ReportOnly { get; init; }

    internal bool CheckRevocation { get; init; }

    /// <summary>Whether the command consents to inspected servers; the consent of a policy stays.</summary>
    internal bool AllowInspected { get; init; }

    /// <summary>The time for which to evaluate, if it is not the present time.</summary>
    internal DateTime? At { get; init; }

    /// <summary>
    /// The endpoint of a target and its policy; for a host without a policy ordinary validation, which is never a
    /// success.
    /// </summary>
    /// <exception cref="PinningException">The policy must not be used, or nothing would be checked.</exception>
    internal (TlsTarget Target, PinPolicy Policy) FindEndpoint(TlsTarget target)
    {
        (TlsTarget asked, PinPolicy? policy) = EndpointPolicy.Find(Policies, target);
        return (asked.AsPortSpeaks(), Apply(policy ?? PinPolicy.NotPinned(TrustSettings.System)));
    }

    /// <summary>Whether the key alone decides about a host.</summary>
    /// <exception cref="PinningException">The policy must not be used, or nothing would be checked.</exception>
    internal bool IsKeyAlone(TlsTarget target) =>
        Policies.Find(target) is { IsPinned: true } found && Apply(found).Trust.Mode == TrustMode.PinOnly;

    /// <summary>A policy with the overrides of the command.</summary>
    /// <exception cref="PinningException">Nothing would be checked.</exception>
    internal PinPolicy Apply(PinPolicy policy)
    {
        TrustSettings trust = Trust ?? policy.Trust;
        policy = policy with
        {
            Trust = CheckRevocation ? trust.WithRevocation() : trust,
            At = At ?? policy.At,
            Mode = ReportOnly ? PinSetMode.ReportOnly : policy.Mode,
            AllowInspected = AllowInspected || policy.AllowInspected,
        };
        if (policy.Trust.Mode != TrustMode.PinOnly) return policy;
        if (policy.Mode == PinSetMode.ReportOnly)
            throw new PinningException(Faults.PinOnlyChecksNothing(policy.Set?.Pattern, "report-only mode"));
        if (policy.Set is { OnExpired: not ExpiredAction.Fail } set)
            throw new PinningException(Faults.PinOnlyChecksNothing(set.Pattern, $"OnExpired {set.OnExpired}"));
        return policy;
    }

    /// <summary>
    /// Only ordinary validation, with the vetoes and the trust of a pin set that has expired. Key-only trust is not
    /// ordinary validation, so it is never used for a host without pins.
    /// </summary>
    internal PinPolicy Ordinary(PinPolicy? expired)
    {
        TrustSettings?[] ordinary = [Trust, expired?.Trust, TrustSettings.System];
        return (this with { Trust = ordinary.First(one => one is { Mode: not TrustMode.PinOnly }) }).Apply(new PinPolicy
        {
            Pins = [],
            Vetoes = expired?.Vetoes ?? [],
            Mode = expired?.Mode ?? PinSetMode.Enforce,
            Set = expired?.Set,
        });
    }
}

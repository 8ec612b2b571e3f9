using System;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>Policies, and what a command says in place of what they say about trust and mode.</summary>
/// <param name="Policies">Where the policies come from.</param>
internal sealed record OverriddenPolicies(IPolicySource Policies)
{
    /// <summary>The trust in place of a policy's own, and for hosts that have none; null where the command has no say.</summary>
    internal TrustSettings? Trust { get; init; }

    internal bool ReportOnly { get; init; }

    internal bool CheckRevocation { get; init; }

    /// <summary>The time to judge at, where it is not now.</summary>
    internal DateTime? At { get; init; }

    /// <summary>
    /// The endpoint that a target means, and the policy there: for a host without one ordinary validation, which is
    /// never success.
    /// </summary>
    /// <exception cref="PinningException">The policy is one that must not be used, or nothing would be checked.</exception>
    internal (TlsTarget Target, PinPolicy Policy) FindEndpoint(TlsTarget target)
    {
        (TlsTarget asked, PinPolicy? policy) = EndpointPolicy.Find(Policies, target);
        return (asked.AsPortSpeaks(), Apply(policy ?? PinPolicy.NotPinned(TrustSettings.System)));
    }

    /// <summary>A policy as the command wants it.</summary>
    /// <exception cref="PinningException">Nothing would be checked.</exception>
    internal PinPolicy Apply(PinPolicy policy)
    {
        TrustSettings trust = Trust ?? policy.Trust;
        policy = policy with
        {
            Trust = CheckRevocation ? trust.WithRevocation() : trust,
            At = At ?? policy.At,
            Mode = ReportOnly ? PinSetMode.ReportOnly : policy.Mode,
        };
        if (policy.Trust.Mode != TrustMode.PinOnly) return policy;
        if (policy.Mode == PinSetMode.ReportOnly)
            throw new PinningException(Faults.PinOnlyChecksNothing(policy.Set?.Pattern, "report-only mode"));
        if (policy.Set is { OnExpired: not ExpiredAction.Fail } set)
            throw new PinningException(Faults.PinOnlyChecksNothing(set.Pattern, $"OnExpired {set.OnExpired}"));
        return policy;
    }

    /// <summary>
    /// Ordinary validation alone, with what a pin set that has expired still forbids and trusts. Key-only trust is no
    /// ordinary validation, so it never carries over to a host without pins.
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

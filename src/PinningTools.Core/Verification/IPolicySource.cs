namespace PinningTools.Internal;

/// <summary>The policies of hosts: given pins, pin sets or a store. Thread-safe.</summary>
internal interface IPolicySource
{
    /// <summary>The policy for the checked name and its port; null if there is none.</summary>
    /// <exception cref="PinningException">The policy must not be used.</exception>
    PinPolicy? Find(TlsTarget target);
}

/// <summary>
/// Pins given with the request: they cover its own host and port. Sets that are given in addition apply to all other
/// hosts, and their vetoes also to the request's own.
/// </summary>
/// <param name="covered">The target of the request.</param>
/// <param name="policy">The policy with the pins.</param>
/// <param name="others">The sets that are given in addition, or null.</param>
internal sealed class InlinePins(TlsTarget covered, PinPolicy policy, IPolicySource? others = null) : IPolicySource
{
    public PinPolicy? Find(TlsTarget target)
    {
        PinPolicy? other = others?.Find(target);
        bool isCovered = target.Port == covered.Port && target.Host.IsSame(covered.Host);
        if (!isCovered) return other;
        return other is null ? policy : policy with { Vetoes = other.Vetoes };
    }
}

/// <summary>Pins that apply to every host, because the caller chooses the hosts.</summary>
/// <param name="policy">The policy with the pins.</param>
/// <param name="others">Sets whose vetoes apply in addition, or null.</param>
internal sealed class EveryHost(PinPolicy policy, IPolicySource? others = null) : IPolicySource
{
    public PinPolicy? Find(TlsTarget target) =>
        others?.Find(target) is { } other ? policy with { Vetoes = other.Vetoes } : policy;
}

/// <summary>The policies of a store.</summary>
internal sealed class StorePolicies(PinStore store) : IPolicySource
{
    public PinPolicy? Find(TlsTarget target) =>
        store.Find(target.JudgedName, target.Port) is { } set ? PinPolicy.From(set) : null;
}

/// <summary>
/// Determines the endpoint of a target under its policies, and the policy for exactly that endpoint. A pin set can name
/// the protocol before TLS, and with it the port; then only the set for that port applies.
/// </summary>
internal static class EndpointPolicy
{
    /// <param name="policies">Where policies come from.</param>
    /// <param name="target">What the user named.</param>
    /// <returns>Where to connect, and the policy there; null if there is none.</returns>
    /// <exception cref="PinningException">The policy must not be used.</exception>
    internal static (TlsTarget Target, PinPolicy? Policy) Find(IPolicySource policies, TlsTarget target)
    {
        if (policies.Find(target) is not { } first) return (target, null);
        TlsTarget asked = first.Apply(target);
        if (asked.Port == target.Port) return (asked, first);
        PinPolicy there = policies.Find(asked) ?? first;
        // If the narrower set names a protocol for its port, that takes precedence.
        return (there.Set?.StartTls is null ? asked : there.Apply(target.AtPort(asked.Port)), there);
    }
}

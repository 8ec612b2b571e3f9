namespace PinningTools.Internal;

/// <summary>Which policy a host has: given pins, pin sets or a store. Safe to ask from several threads.</summary>
internal interface IPolicySource
{
    /// <summary>The policy for the name that is judged and its port; null where there is none.</summary>
    /// <exception cref="PinningException">The policy is one that must not be used.</exception>
    PinPolicy? Find(TlsTarget target);
}

/// <summary>Pins given with the request: they cover its own host and port and nothing that it redirects to.</summary>
internal sealed class InlinePins(TlsTarget covered, PinPolicy policy) : IPolicySource
{
    public PinPolicy? Find(TlsTarget target) =>
        target.Port == covered.Port && target.Host.IsSame(covered.Host) ? policy : null;
}

/// <summary>The policies that a store of pin sets stands for.</summary>
internal sealed class StorePolicies(PinStore store) : IPolicySource
{
    public PinPolicy? Find(TlsTarget target) =>
        store.Find(target.JudgedName, target.Port) is { } set ? PinPolicy.From(set) : null;
}

/// <summary>
/// The endpoint that a target means under its policies, and the policy of that very endpoint. A pin set may say what
/// comes before TLS, and with it the port; the set that counts is then the one for that port, and it alone.
/// </summary>
internal static class EndpointPolicy
{
    /// <param name="policies">Where policies come from.</param>
    /// <param name="target">What the user named.</param>
    /// <returns>Where to connect, and the policy there; null where there is none.</returns>
    /// <exception cref="PinningException">The policy is one that must not be used.</exception>
    internal static (TlsTarget Target, PinPolicy? Policy) Find(IPolicySource policies, TlsTarget target)
    {
        if (policies.Find(target) is not { } first) return (target, null);
        TlsTarget asked = first.Apply(target);
        if (asked.Port == target.Port) return (asked, first);
        PinPolicy there = policies.Find(asked) ?? first;
        // The narrower set knows better what its port speaks, where it says anything of it.
        return (there.Set?.StartTls is null ? asked : there.Apply(target.AtPort(asked.Port)), there);
    }
}

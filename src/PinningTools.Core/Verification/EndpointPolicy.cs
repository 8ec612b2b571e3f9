namespace PinningTools.Internal;

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

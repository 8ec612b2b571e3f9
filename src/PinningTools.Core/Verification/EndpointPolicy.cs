namespace PinningTools.Internal;

/// <summary>
/// The endpoint that a target means under its policies, and the policy of that very endpoint. A pin set may say what
/// comes before TLS, and with it the port; the set that counts is then the one for that port, and it alone.
/// </summary>
internal static class EndpointPolicy
{
    /// <param name="policies">Where policies come from.</param>
    /// <param name="target">What the user named.</param>
    /// <returns>Where to connect, and the policy there; null if there is none.</returns>
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

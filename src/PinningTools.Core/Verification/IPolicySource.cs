namespace PinningTools.Internal;

/// <summary>Which policy a host has: given pins, pin sets or a store. Safe to ask from several threads.</summary>
internal interface IPolicySource
{
    /// <summary>The policy for the name that is judged and its port; null if there is none.</summary>
    /// <exception cref="PinningException">The policy is one that must not be used.</exception>
    PinPolicy? Find(TlsTarget target);
}

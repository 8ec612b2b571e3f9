namespace PinningTools.Internal;

/// <summary>The policies of hosts: given pins, pin sets or a store. Thread-safe.</summary>
internal interface IPolicySource
{
    /// <summary>The policy for the checked name and its port; null if there is none.</summary>
    /// <exception cref="PinningException">The policy must not be used.</exception>
    PinPolicy? Find(TlsTarget target);
}

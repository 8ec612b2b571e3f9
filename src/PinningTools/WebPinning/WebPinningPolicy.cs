using System;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>
/// The policy of a session with pins. It is fixed when it is set: the objects that were given are copied or immutable,
/// and a store is named by its full path, so that neither a new location nor a changed environment variable replaces it.
/// </summary>
internal sealed record WebPinningPolicy
{
    /// <summary>Given pin sets or pins; null if the policy is a store.</summary>
    internal IPolicySource? Given { get; init; }

    /// <summary>The full path of the store; null if sets or pins were given.</summary>
    internal string? StorePath { get; init; }

    /// <summary>Whether a store that does not exist is an empty one: a session that only reports can begin without.</summary>
    internal bool IsStoreOptional { get; init; }

    internal UnpinnedHostAction UnpinnedHost { get; init; }

    internal bool ReportOnly { get; init; }

    /// <summary>The trust that replaces that of the sets; null for theirs.</summary>
    internal TrustSettings? Trust { get; init; }

    /// <summary>Where the policy comes from, for people.</summary>
    internal required string Description { get; init; }

    internal DateTime Since { get; } = UtcDate.Now;

    /// <summary>The policies as they are now: a store is read again after it has changed.</summary>
    /// <exception cref="PinningException">The store cannot be read: then nothing may be sent.</exception>
    internal OverriddenPolicies Read(PSCmdlet cmdlet, CmdletPump pump, TimeSpan timeout) =>
        new(Given ?? ReadStore(cmdlet, pump, timeout)) { Trust = Trust };

    private StorePolicies ReadStore(PSCmdlet cmdlet, CmdletPump pump, TimeSpan timeout) =>
        new(IsStoreOptional && !Presence.Exists(StorePath!)
            ? new PinStore()
            : StoreArgument.ReadWhole(cmdlet, pump, StorePath, timeout).All);
}

using System;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>Reads the policies of a command and the values with which the command overrides them.</summary>
internal static class PolicyReader
{
    /// <summary>Whether the command names sets or a store instead of using the default store.</summary>
    internal static bool IsStoreGiven(IPolicyParameters given) =>
        given.PinSet.Length > 0 || given.PinStore is not null;

    /// <summary>The command's sets, else its store, else the default store.</summary>
    /// <param name="cmdlet">The command.</param>
    /// <param name="pump">The pump of the command.</param>
    /// <param name="given">The parameters.</param>
    /// <param name="timeout">
    /// The command's time-out for a host, which also applies to the store's source; zero for no limit.
    /// </param>
    /// <exception cref="PinningException">A pattern has two sets, or the store cannot be read.</exception>
    internal static IPolicySource Read(PSCmdlet cmdlet, CmdletPump pump, IPolicyParameters given, TimeSpan timeout) =>
        new StorePolicies(given.PinSet.Length > 0
            ? new PinStore(PinSetArgument.Sets(given.PinSet))
            : StoreArgument.ReadWhole(cmdlet, pump, given.PinStore, timeout).All);

    /// <summary>The trust and mode that the command gives, with no policies yet.</summary>
    /// <exception cref="PinningException">
    /// An anchor cannot be read, or the parameters cannot be used together.
    /// </exception>
    internal static OverriddenPolicies Overriding(PSCmdlet cmdlet, IPolicyParameters given) =>
        new(new StorePolicies(new PinStore()))
        {
            Trust = TrustAnchors.ReadIfGiven(cmdlet, given.TrustAnchor, given.PinOnly),
            ReportOnly = given.ReportOnly,
            CheckRevocation = given.CheckRevocation,
        };

    /// <summary>
    /// The policies of a command that makes something to check connections with: those of its pins, else those of its sets or
    /// its store.
    /// </summary>
    /// <param name="cmdlet">The command.</param>
    /// <param name="pump">The pump of the command.</param>
    /// <param name="given">The parameters.</param>
    /// <param name="covered">The host that the pins are for; null if they are for each host.</param>
    /// <param name="timeout">The time-out of the store's source.</param>
    /// <exception cref="PinningException">A value cannot be read, or two values conflict.</exception>
    internal static OverriddenPolicies ReadFor(
        PSCmdlet cmdlet, CmdletPump pump, IPolicyParameters given, TlsTarget? covered, TimeSpan timeout)
    {
        OverriddenPolicies policies = Overriding(cmdlet, given);
        bool isPinGiven = cmdlet.FirstGiven(nameof(given.Pin)) is not null;
        IPolicySource? stored = isPinGiven && !IsStoreGiven(given) ? null : Read(cmdlet, pump, given, timeout);
        if (!isPinGiven) return policies with { Policies = stored! };
        if (given.Pin.Length == 0) throw new PinningException(Faults.PinsMissing(covered?.ToString() ?? "-Pin"));
        PinArgumentReader.WarnOfUnproven(given.Pin, cmdlet.Warn);
        var pinned = new PinPolicy { Pins = PinArgumentReader.Values(given.Pin) };
        return policies with
        {
            Policies = covered is null ? new EveryHost(pinned, stored) : new InlinePins(covered, pinned, stored),
        };
    }
}

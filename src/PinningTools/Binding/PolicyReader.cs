using System;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>Where the policies of a command come from, and what it says in place of what they say.</summary>
internal static class PolicyReader
{
    /// <summary>Whether the sets or the store are named, and not the default store is meant.</summary>
    internal static bool IsStoreGiven(IPolicyParameters given) =>
        given.PinSet.Length > 0 || given.PinStore is not null;

    /// <summary>The command's sets, else its store, else the default store.</summary>
    /// <param name="cmdlet">The command.</param>
    /// <param name="pump">The command's.</param>
    /// <param name="given">What it is told.</param>
    /// <param name="timeout">
    /// How long the command lets a host take, and the store's source is one; zero for no limit.
    /// </param>
    /// <exception cref="PinningException">A pattern has two sets, or the store cannot be read.</exception>
    internal static IPolicySource Read(PSCmdlet cmdlet, CmdletPump pump, IPolicyParameters given, TimeSpan timeout) =>
        given.PinSet.Length > 0
            ? new PinStore(given.PinSet)
            : PinStores.ReadWhole(cmdlet, pump, given.PinStore, timeout).All;

    /// <summary>What the command says of trust and mode, over no policies yet.</summary>
    /// <exception cref="PinningException">An anchor cannot be read, or the parameters exclude each other.</exception>
    internal static OverriddenPolicies Overriding(PSCmdlet cmdlet, IPolicyParameters given) => new(new PinStore())
    {
        Trust = TrustAnchors.ReadIfGiven(cmdlet, given.TrustAnchor, given.PinOnly),
        ReportOnly = given.ReportOnly,
        CheckRevocation = given.CheckRevocation,
    };
}

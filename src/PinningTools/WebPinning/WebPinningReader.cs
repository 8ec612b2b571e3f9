using System;
using System.Linq;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>The parameters of Enable-WebPinning.</summary>
internal interface IWebPinningParameters
{
    string? PinStore { get; }

    PinSetArgument[] PinSet { get; }

    PinArgument[] Pin { get; }

    SwitchParameter PinOnly { get; }

    object[] TrustAnchor { get; }

    UnpinnedHostAction UnpinnedHost { get; }

    SwitchParameter ReportOnly { get; }
}

/// <summary>Reads the policy of a session, with all that can be wrong with it: later it stands in the way of scripts.</summary>
internal static class WebPinningReader
{
    private const int MaxNames = 5;

    /// <exception cref="PinningException">The store cannot be read, or the policy must not be used.</exception>
    internal static WebPinningPolicy Read(PSCmdlet cmdlet, CmdletPump pump, IWebPinningParameters given)
    {
        if (given.PinOnly && given.ReportOnly)
            throw new PinningException(Faults.PinOnlyChecksNothing(null, "report-only mode"));
        WebPinningPolicy policy = given.Pin.Length > 0 ? OfPins(cmdlet, given)
            : given.PinSet.Length > 0 ? OfSets(given)
            : OfStore(cmdlet, given);
        policy = policy with { UnpinnedHost = given.UnpinnedHost, ReportOnly = given.ReportOnly };
        policy.Read(cmdlet, pump, TimeSpan.Zero);
        return policy;
    }

    private static WebPinningPolicy OfPins(PSCmdlet cmdlet, IWebPinningParameters given)
    {
        var pins = PinArgumentReader.Values(given.Pin);
        return new WebPinningPolicy
        {
            Given = new EveryHost(new PinPolicy { Pins = pins }),
            Trust = TrustAnchors.ReadIfGiven(cmdlet, given.TrustAnchor, given.PinOnly),
            Description = $"{pins.Count} {(pins.Count == 1 ? "pin" : "pins")} for every host",
        };
    }

    private static WebPinningPolicy OfSets(IWebPinningParameters given)
    {
        PinSet[] sets = PinSetArgument.Sets(given.PinSet);
        string names = string.Join(", ", sets.Take(MaxNames).Select(set => set.Pattern));
        return new WebPinningPolicy
        {
            Given = new StorePolicies(new PinStore(sets)),
            Description = $"pin sets for {names}{(sets.Length > MaxNames ? $" and {sets.Length - MaxNames} more" : "")}",
        };
    }

    private static WebPinningPolicy OfStore(PSCmdlet cmdlet, IWebPinningParameters given)
    {
        // A session that learns may begin without a store; one that was named must exist all the same.
        bool isOptional = given.ReportOnly && given.PinStore is null;
        string path = isOptional ? StoreArgument.PathOf(cmdlet, null) : StoreArgument.ExistingPath(cmdlet, given.PinStore);
        return new WebPinningPolicy { StorePath = path, IsStoreOptional = isOptional, Description = TerminalText.Printable(path) };
    }
}

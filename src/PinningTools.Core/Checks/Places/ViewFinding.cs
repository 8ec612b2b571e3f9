using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>What the views of one endpoint mean together.</summary>
internal enum ViewOutcome
{
    /// <summary>Fewer than two machines saw a key, or all of them saw the same.</summary>
    Agree,

    /// <summary>A pin matches everywhere, but the keys differ.</summary>
    DifferentKeys,

    /// <summary>All machines saw the same key, but did not come to the same verdict.</summary>
    OtherVerdict,

    /// <summary>The machines agree at each address, but the addresses differ.</summary>
    ByAddress,

    /// <summary>No machine saw a key that a pin matches.</summary>
    NoMatch,

    /// <summary>A pin matches from one machine but not from another.</summary>
    Differ,
}

/// <summary>The result of a comparison of views.</summary>
/// <param name="Outcome">What the views mean.</param>
/// <param name="Text">The sentences that explain it; empty if there is nothing to say.</param>
/// <param name="Wrong">The views with a key that no pin matches, if another view has a match.</param>
internal sealed record ViewFinding(ViewOutcome Outcome, string Text, IReadOnlyList<PinCheckView> Wrong)
{
    /// <summary>The kind of the change, and the reason of the alert.</summary>
    internal const string Kind = "ViewsDiffer";

    internal bool Differs => Outcome == ViewOutcome.Differ;
}

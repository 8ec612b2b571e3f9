using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>What came of a look at a live chain.</summary>
/// <param name="Findings">What is wrong with it.</param>
/// <param name="Shown">The keys of the chain; null if none was shown.</param>
internal sealed record OnlineLook(IReadOnlyList<PinSetFinding> Findings, HashSet<SpkiPin>? Shown);

using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>The result of checking a live chain.</summary>
/// <param name="Findings">What is wrong with it.</param>
/// <param name="Shown">The keys of the chain; null if there was none.</param>
internal sealed record OnlineLook(IReadOnlyList<PinSetFinding> Findings, HashSet<SpkiPin>? Shown);

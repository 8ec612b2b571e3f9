using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>The result of an import: a complete text or, with an exception, nothing.</summary>
/// <param name="sets">The pin sets in the order of the text.</param>
/// <param name="losses">A sentence for each part of the text that a pin set cannot express.</param>
internal sealed class FormatReading(IReadOnlyList<PinSet> sets, IReadOnlyList<string> losses)
{
    internal IReadOnlyList<PinSet> Sets { get; } = sets;

    internal IReadOnlyList<string> Losses { get; } = losses;
}

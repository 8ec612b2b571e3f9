using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>What an export gave.</summary>
/// <param name="content">The text.</param>
/// <param name="losses">A sentence for each thing of the pin sets that the format cannot express.</param>
internal sealed class FormatWriting(string content, IReadOnlyList<string> losses)
{
    internal string Content { get; } = content;

    internal IReadOnlyList<string> Losses { get; } = losses;
}

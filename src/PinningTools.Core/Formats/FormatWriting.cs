using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>The result of an export.</summary>
/// <param name="content">The text.</param>
/// <param name="losses">A sentence for each part of the pin sets that the format cannot express.</param>
internal sealed class FormatWriting(string content, IReadOnlyList<string> losses)
{
    internal string Content { get; } = content;

    internal IReadOnlyList<string> Losses { get; } = losses;

    /// <summary>
    /// The extension of the second file that the format needs beside the first, and its text; null for most.
    /// </summary>
    internal (string Extension, string Content)? Companion { get; init; }
}

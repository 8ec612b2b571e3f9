namespace PinningTools.Internal;

/// <summary>A text that may hold pins in some format.</summary>
/// <param name="source">What messages call it: its path.</param>
/// <param name="content">The whole text, at most <see cref="JsonReader.MaxLength"/> characters.</param>
internal sealed class FormatText(string source, string content)
{
    internal string Source { get; } = source;

    internal string Content { get; } = content;

    /// <summary>The hosts the pins are for, in the formats that name none; null where nobody said.</summary>
    internal HostPattern? Hosts { get; init; }
}

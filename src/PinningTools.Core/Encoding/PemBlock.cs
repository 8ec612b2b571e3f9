namespace PinningTools.Internal;

/// <summary>One armoured block of a PEM text (RFC 7468): its label and bytes, or why it could not be read.</summary>
internal sealed class PemBlock
{
    internal required string Label { get; init; }

    /// <summary>The line of its BEGIN, from 1.</summary>
    internal required int Line { get; init; }

    /// <summary>Whether it stands in a file of p11-kit, where lines before it say what it is trusted for.</summary>
    internal bool IsP11KitObject { get; init; }

    internal byte[] Data { get; init; } = [];

    internal Fault? Fault { get; init; }
}

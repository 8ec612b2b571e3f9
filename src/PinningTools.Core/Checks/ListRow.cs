using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>A row of a list before it is interpreted, from any source.</summary>
/// <param name="Cells">The cells in order.</param>
internal sealed record ListRow(IReadOnlyList<ListCell> Cells)
{
    /// <summary>Whether the row has no content: null in JSON or in the pipeline.</summary>
    internal bool IsNull { get; init; }

    /// <summary>Whether the row is an object of a type that is not meant for rows.</summary>
    internal bool IsObject { get; init; }

    /// <summary>The same object for rows with the same columns; null if not known.</summary>
    internal string? Columns { get; init; }

    internal static ListRow Null { get; } = new([]) { IsNull = true };
}

/// <summary>A cell.</summary>
/// <param name="Name">The name of its column in the list.</param>
/// <param name="Texts">Its texts, trimmed, without empty ones; several for an array.</param>
/// <param name="Value">The original value, for the details.</param>
internal readonly record struct ListCell(string Name, IReadOnlyList<string> Texts, object? Value);

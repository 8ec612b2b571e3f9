using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>A row of a list before anything is made of it, wherever it comes from.</summary>
/// <param name="Cells">Its cells in their order.</param>
internal sealed record ListRow(IReadOnlyList<ListCell> Cells)
{
    /// <summary>Whether there is a row and nothing in it: null in JSON or in the pipeline.</summary>
    internal bool IsNull { get; init; }

    /// <summary>Whether it is an object of a type that was not made for rows.</summary>
    internal bool IsObject { get; init; }

    /// <summary>The same object for rows that have the same columns; null where that is not known.</summary>
    internal string? Columns { get; init; }

    internal static ListRow Null { get; } = new([]) { IsNull = true };
}

/// <summary>A cell.</summary>
/// <param name="Name">The name of its column, as the list has it.</param>
/// <param name="Texts">Its texts, trimmed and without empty ones; several for an array.</param>
/// <param name="Value">The value as it came, for the details.</param>
internal readonly record struct ListCell(string Name, IReadOnlyList<string> Texts, object? Value);

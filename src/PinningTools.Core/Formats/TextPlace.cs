namespace PinningTools.Internal;

/// <summary>
/// A position in a text: a line and column from a reader that counts them, or an index that is converted only for a
/// fault.
/// </summary>
internal readonly struct TextPlace
{
    private TextPlace(int index, int line, int column)
    {
        Index = index;
        Line = line;
        Column = column;
    }

    /// <summary>Counted from 0; -1 if line and column are known.</summary>
    internal int Index { get; }

    internal int Line { get; }

    internal int Column { get; }

    internal static TextPlace At(int index) => new(index, 0, 0);

    internal static TextPlace At(int line, int column) => new(-1, line, column);

    internal static TextPlace Of(JsonValue value) => At(value.Line, value.Column);
}

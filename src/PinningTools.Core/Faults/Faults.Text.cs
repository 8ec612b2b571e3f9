namespace PinningTools.Internal;

internal static partial class Faults
{
    internal static Fault JsonMalformed(string source, int line, int column, string what) => new(
        "JsonMalformed", FaultKind.InvalidData, source,
        $"'{source}', line {line}, column {column}: {what}.",
        "Correct the JSON at this position. Nothing was read from the file.");

    internal static Fault JsonUnexpected(string source, int line, int column, string what) => new(
        "JsonUnexpected", FaultKind.InvalidData, source,
        $"{Place(source, line, column)}: {what}.",
        "docs/pin-store.schema.json describes what is allowed there. Nothing was read from the file.");

    /// <summary>The fault of a value, with the position of the value.</summary>
    internal static Fault At(string source, int line, int column, Fault cause) => new(
        cause.Id, FaultKind.InvalidData, source, $"{Place(source, line, column)}: {cause.Message}", cause.Advice);

    /// <summary>A value that was not read from a text has no line.</summary>
    private static string Place(string source, int line, int column) =>
        line > 0 ? $"'{source}', line {line}, column {column}" : $"'{source}'";
}

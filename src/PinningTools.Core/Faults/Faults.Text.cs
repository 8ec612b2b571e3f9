namespace PinningTools.Internal;

internal static partial class Faults
{
    internal static Fault JsonMalformed(string source, int line, int column, string what) => new(
        "JsonMalformed", FaultKind.InvalidData, source,
        $"'{source}', line {line}, column {column}: {what}.",
        "Correct the JSON there; nothing of the file was taken.");

    internal static Fault JsonUnexpected(string source, int line, int column, string what) => new(
        "JsonUnexpected", FaultKind.InvalidData, source,
        $"{Place(source, line, column)}: {what}.",
        "docs/pin-store.schema.json says what may stand there; nothing of the file was taken.");

    internal static Fault TextTooLarge(string source, int limit) => new(
        "TextTooLarge", FaultKind.InvalidData, source,
        $"'{source}' is larger than the {limit} that are read.",
        "Check that it is the file you mean.");

    internal static Fault TextNotUnicode(string source) => new(
        "TextNotUnicode", FaultKind.InvalidData, source,
        $"'{source}' is neither UTF-8 nor UTF-16.",
        "Save it as UTF-8.");

    /// <summary>A fault of a value, with the place where the value stands.</summary>
    internal static Fault At(string source, int line, int column, Fault cause) => new(
        cause.Id, FaultKind.InvalidData, source, $"{Place(source, line, column)}: {cause.Message}", cause.Advice);

    /// <summary>What was not read from a text has no line.</summary>
    private static string Place(string source, int line, int column) =>
        line > 0 ? $"'{source}', line {line}, column {column}" : $"'{source}'";

    internal static Fault FileUnwritable(string path, string reason) => new(
        "FileUnwritable", FaultKind.Permission, path,
        $"The file '{path}' cannot be written: {reason}",
        "Check that the folder exists, its permissions, and that no other program holds the file.");

    internal static Fault FileExists(string path) => new(
        "FileExists", FaultKind.InvalidArgument, path,
        $"The file '{path}' exists, and -NoClobber forbids overwriting it.",
        "Give another path, or -Append.");

    internal static Fault StoreLocked(string path, System.TimeSpan waited) => new(
        "StoreLocked", FaultKind.Timeout, path,
        $"Another process has held '{path}' for {waited.TotalSeconds:0.##} seconds.",
        "Try again when it has finished its update.");
}

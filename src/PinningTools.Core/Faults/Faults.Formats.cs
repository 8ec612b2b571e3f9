namespace PinningTools.Internal;

internal static partial class Faults
{
    internal static Fault FormatUnknown(string name, string known) => new(
        "FormatUnknown", FaultKind.InvalidArgument, name,
        $"'{name}' is no pin format.",
        $"Give one of {known}.");

    internal static Fault FormatNotReadable(string name) => new(
        "FormatNotReadable", FaultKind.NotSupported, name,
        $"{name} can be written, not read.",
        "Import the form it was made from.");

    internal static Fault FormatNotWritable(string name) => new(
        "FormatNotWritable", FaultKind.NotSupported, name,
        $"{name} can be read, not written.",
        "Export to another format.");

    internal static Fault FormatLoses(string source, System.Collections.Generic.IReadOnlyList<string> losses) => new(
        "FormatLoses", FaultKind.NotSupported, source,
        $"{source}: {string.Join(" ", losses)}",
        "Leave out -Strict to go on with warnings.");

    internal static Fault FormatNotDetected(string source, string readable) => new(
        "FormatNotDetected", FaultKind.InvalidData, source,
        $"'{source}' is in no pin format that is known here.",
        $"Give -Format with one of {readable}.");
}

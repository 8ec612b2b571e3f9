namespace PinningTools.Internal;

internal static partial class Faults
{
    internal static Fault FormatUnknown(string name, string known) => new(
        "FormatUnknown", FaultKind.InvalidArgument, name,
        $"'{name}' is no pin format.",
        $"Give one of {known}.");

    internal static Fault FormatNotDetected(string source, string readable) => new(
        "FormatNotDetected", FaultKind.InvalidData, source,
        $"'{source}' is in no pin format that is known here.",
        $"Give -Format with one of {readable}.");
}

namespace PinningTools.Internal;

internal static partial class Faults
{
    internal static Fault PinCheckSummaryUnreadable(string source, int line, int column, string what) => new(
        "PinCheckSummaryUnreadable", FaultKind.InvalidData, source,
        $"{Place(source, line, column)}: {what}.",
        "Give the JSON that Export-PinReport wrote, or that ToJson of a summary returned.");

    internal static Fault PinCheckFromLater(string source, long version) => new(
        "PinCheckFromLater", FaultKind.NotSupported, source,
        $"'{source}' has version {version}, which this version of PinningTools does not read.",
        "Update PinningTools on this machine.");
}

namespace PinningTools.Internal;

internal static partial class Faults
{
    internal static Fault ReportFormatUnknown(string name, string known) => new(
        "ReportFormatUnknown", FaultKind.InvalidArgument, name,
        $"'{name}' is not a format of reports.",
        $"Give one of {known}.");

    internal static Fault ReportFormatNotTold(string path, string endings, string known) => new(
        "ReportFormatNotTold", FaultKind.InvalidArgument, path,
        $"The ending of '{path}' does not say which format the report has.",
        $"Give a file that ends in one of {endings}, or -Format with one of {known}.");

    internal static Fault ReportEmpty(string target) => new(
        "ReportEmpty", FaultKind.InvalidData, target,
        "There is nothing to report: no result of a check came.",
        "Pipe the output of Invoke-PinCheck into the command, or files that Export-PinReport wrote as JSON or HTML.");

    internal static Fault ReportOwnerUnknown(string owner, string known) => new(
        "ReportOwnerUnknown", FaultKind.NotFound, owner,
        $"No endpoint belongs to '{owner}'.",
        known.Length > 0
            ? $"Owners of these endpoints are: {known}."
            : "No endpoint has an owner: name it in the column Owner of the list, or in the pin set.");

    internal static Fault ReportPassThruNeedsPath() => new(
        "ReportPassThruNeedsPath", FaultKind.InvalidArgument, "PassThru",
        "-PassThru without -Path would mix the report's text with the results.",
        "Give -Path as well.");

    internal static Fault ReportHasNoAddress(string format) => new(
        "ReportHasNoAddress", FaultKind.InvalidArgument, format,
        $"A report in the format {format} has neither sender nor receiver.",
        "Give -From and -To for mails only: a file that ends in .eml, or -Format Mail.");

    internal static Fault ReportAddressInvalid(string address) => new(
        "ReportAddressInvalid", FaultKind.InvalidArgument, address,
        $"'{address}' is not an address of mail that a header can hold.",
        "Give an address such as ops@example.com or 'Operations <ops@example.com>', in ASCII.");

    internal static Fault ReportNotReadable(string source, string why) => new(
        "ReportNotReadable", FaultKind.InvalidData, source,
        $"There is no result of a check in '{source}': {why}.",
        "Give what Invoke-PinCheck returned, or a file that Export-PinReport wrote as JSON or HTML.");
}

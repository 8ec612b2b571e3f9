namespace PinningTools.Internal;

internal static partial class Faults
{
    internal static Fault ReportFormatUnknown(string name, string known) => new(
        "ReportFormatUnknown", FaultKind.InvalidArgument, name,
        $"'{name}' is not a format for reports.",
        $"Give one of {known}.");

    internal static Fault ReportFormatNotTold(string path, string endings, string known) => new(
        "ReportFormatNotTold", FaultKind.InvalidArgument, path,
        path.Length == 0 ? "The format of the report is unknown: neither -Format nor -Path was given."
            : $"The format of the report cannot be determined from the extension of '{path}'.",
        $"Give a file name that ends in one of {endings}, or give -Format with one of {known}.");

    internal static Fault ReportEmpty(string target) => new(
        "ReportEmpty", FaultKind.InvalidData, target,
        "There is nothing to report: the pipeline contained no result of a check.",
        "Pipe in the output of Invoke-PinCheck, or files that Export-PinReport wrote as JSON or HTML.");

    internal static Fault ReportOwnerUnknown(string owner, string known) => new(
        "ReportOwnerUnknown", FaultKind.NotFound, owner,
        $"No endpoint belongs to '{owner}'.",
        known.Length > 0
            ? $"The owners of the endpoints are: {known}."
            : "No endpoint has an owner: give one in the column Owner of the list, or in the pin set.");

    internal static Fault ReportPassThruNeedsPath() => new(
        "ReportPassThruNeedsPath", FaultKind.InvalidArgument, "PassThru",
        "-PassThru without -Path would mix the report's text with the results.",
        "Give -Path as well.");

    internal static Fault ReportHasNoAddress(string format) => new(
        "ReportHasNoAddress", FaultKind.InvalidArgument, format,
        $"A report in the format {format} has neither a sender nor recipients.",
        "Use -From and -To only for mail: a file that ends in .eml, or -Format Mail.");

    internal static Fault ReportAddressInvalid(string address) => new(
        "ReportAddressInvalid", FaultKind.InvalidArgument, address,
        $"'{address}' is not an email address that can be used in a header.",
        "Give an address such as ops@example.com or 'Operations <ops@example.com>', in ASCII.");

    internal static Fault ReportNotReadable(string source, string why) => new(
        "ReportNotReadable", FaultKind.InvalidData, source,
        $"There is no result of a check in '{source}': {why}.",
        "Give what Invoke-PinCheck returned, or a file that Export-PinReport wrote as JSON or HTML.");
}

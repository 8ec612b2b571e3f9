using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

internal static partial class Faults
{
    internal static Fault FormatUnknown(string name, string known) => new(
        "FormatUnknown", FaultKind.InvalidArgument, name,
        $"'{name}' is not a pin format.",
        $"Give one of: {known}.");

    internal static Fault FormatNotReadable(string name) => new(
        "FormatNotReadable", FaultKind.NotSupported, name,
        $"{name} can only be written, not read.",
        "Import the original that it was made from.");

    internal static Fault FormatNotWritable(string name) => new(
        "FormatNotWritable", FaultKind.NotSupported, name,
        $"{name} can only be read, not written.",
        "Export to another format.");

    internal static Fault FormatHasNoValidUntil(string format) => new(
        "FormatHasNoValidUntil", FaultKind.InvalidArgument, format,
        $"The format {format} has no date until which it is valid; only pin stores have one.",
        "Omit -ValidUntil, or export a pin store.");

    internal static Fault FormatHasNoMaxAge(string name) => new(
        "FormatHasNoMaxAge", FaultKind.InvalidArgument, name,
        $"The format {name} does not say how long clients remember the pins.",
        "Give -MaxAgeDays with -Format Hpkp only.");

    internal static Fault FormatLoses(string source, IReadOnlyList<string> losses) => new(
        "FormatLoses", FaultKind.NotSupported, source,
        $"{source}: {string.Join(" ", losses)}",
        "Omit -Strict to continue with warnings.");

    internal static Fault FormatNotDetected(string source, string readable) => new(
        "FormatNotDetected", FaultKind.InvalidData, source,
        $"'{source}' is in no known pin format.",
        $"Give -Format with one of: {readable}.");

    internal static Fault FormatMalformed(string source, int line, int column, string what) => new(
        "FormatMalformed", FaultKind.InvalidData, source,
        $"{Place(source, line, column)}: {what}.",
        "Correct the text at this position. Nothing of it was read.");

    internal static Fault HostsMissing(string source, string format) => new(
        "HostsMissing", FaultKind.InvalidArgument, source,
        $"'{source}' does not say which hosts its pins are for; {format} never does.",
        "Give -Pattern.");

    internal static Fault NoPins(string source, string format, IReadOnlyList<string> losses) => new(
        "NoPins", FaultKind.InvalidData, source,
        $"There is no pin set in '{source}', which was read as "
            + $"{format}.{(losses.Count > 0 ? " " + string.Join(" ", losses) : "")}",
        "Check that it is the file you mean. -Format gives the format to read it in.");

    internal static Fault OneSetOnly(string format, int count) => new(
        "OneSetOnly", FaultKind.InvalidArgument, format,
        $"{format} can hold the pins of only one pin set, and {count} were given.",
        "Export the sets one by one.");

    internal static Fault NothingToExport(string path) => new(
        "NothingToExport", FaultKind.InvalidArgument, path,
        $"The pipeline delivered no pin set to write to '{path}'.",
        "Find out why there is none. -Force writes a store without pin sets.");

    internal static Fault PinSetsWouldBeLost(string path, IReadOnlyList<string> patterns) => new(
        "PinSetsWouldBeLost", FaultKind.InvalidArgument, path,
        $"'{path}' has pin sets that are not among those to be written and would be lost: "
            + $"{string.Join(", ", patterns.Take(5).Select(pattern => $"'{pattern}'"))}"
            + $"{(patterns.Count > 5 ? $" and {patterns.Count - 5} more" : "")}.",
        "Give -Append to keep them, or -Force to discard them.");

    internal static Fault FileHoldsOther(string path, string format, string why) => new(
        "FileHoldsOther", FaultKind.InvalidArgument, path,
        $"'{path}' already exists and cannot be read as {format}: {why}",
        "Give another path, or -Force to overwrite it.");

    internal static Fault NothingToWrite(string format, IReadOnlyList<string> losses) => new(
        "NothingToWrite", FaultKind.InvalidArgument, format,
        "No part of the pin sets can be written as "
            + $"{format}.{(losses.Count > 0 ? " " + string.Join(" ", losses) : "")}",
        "Give other pin sets, or another format.");

    internal static Fault CertificateHashFormat(string source, int line, int column, string what) => new(
        "CertificateHashFormat", FaultKind.InvalidData, source,
        $"{Place(source, line, column)}: {what} is the hash of a whole certificate. It is not a pin: it changes at "
            + "every renewal.",
        "Get the pin of the certificate itself with Get-SpkiPin.");
}

namespace PinningTools.Internal;

internal static partial class Faults
{
    internal static Fault LateLibraryUnusable(string name, string reason) => new(
        "LateLibraryUnusable", FaultKind.NotSupported, name,
        $"The library '{name}', which this needs, cannot be loaded: {reason}",
        "Install the module again. Its files must stay together, and a new session must not mix two versions.");

    internal static Fault FileNotFound(string path) => new(
        "FileNotFound", FaultKind.NotFound, path,
        $"The file '{path}' does not exist.",
        "Check the path. A relative path starts at the current location.");

    internal static Fault NotAFile(string path) => new(
        "NotAFile", FaultKind.InvalidArgument, path,
        $"'{path}' is neither in the file system nor a certificate.",
        "Give the path of a file, or of a certificate on the Cert: drive.");

    internal static Fault PathIsFolder(string path) => new(
        "PathIsFolder", FaultKind.InvalidArgument, path,
        $"'{path}' is a folder.",
        "Add -Recurse to read the files in it, or name them with a wildcard.");

    internal static Fault FileUnreadable(string path, string reason, string? advice = null) => new(
        "FileUnreadable", FaultKind.Permission, path,
        $"The file '{path}' cannot be read: {reason}",
        advice ?? "Check the permissions, and that no other program holds the file open.");

    internal static Fault FileUnwritable(string path, string reason) => new(
        "FileUnwritable", FaultKind.Permission, path,
        $"The file '{path}' cannot be written: {reason}",
        "Check that the folder exists, check its permissions, and check that no other program holds the file open.");

    internal static Fault FileExists(string path) => new(
        "FileExists", FaultKind.InvalidArgument, path,
        $"The file '{path}' exists, and -NoClobber forbids overwriting it.",
        "Give another path, or -Append.");

    internal static Fault FileEmpty(string path) => new(
        "FileEmpty", FaultKind.InvalidData, path,
        $"The file '{path}' is empty.",
        "Give a certificate, request or key in PEM or DER.");

    internal static Fault FileTooLarge(string path, int limit) => new(
        "FileTooLarge", FaultKind.InvalidData, path,
        $"'{path}' exceeds the limit of {limit} bytes for a file that is not PEM.",
        "Give a certificate file. Use PEM to put many certificates into one file.");

    internal static Fault TextTooLarge(string source, int limit) => new(
        "TextTooLarge", FaultKind.InvalidData, source,
        $"'{source}' exceeds the size limit of {limit}.",
        "Check that it is the file you mean.");

    internal static Fault TextNotUnicode(string source) => new(
        "TextNotUnicode", FaultKind.InvalidData, source,
        $"'{source}' is neither UTF-8 nor UTF-16.",
        "Save it as UTF-8.");

    internal static Fault StoreLocked(string path, System.TimeSpan waited) => new(
        "StoreLocked", FaultKind.Timeout, path,
        $"Another process has held '{path}' for {waited.TotalSeconds:0.##} seconds.",
        "Try again when it has finished its update.");
}

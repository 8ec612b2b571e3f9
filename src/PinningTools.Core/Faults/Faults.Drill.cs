namespace PinningTools.Internal;

internal static partial class Faults
{
    internal static Fault DrillClientUnusable(string program, string why) => new(
        "DrillClientUnusable", FaultKind.InvalidArgument, program,
        $"The client '{program}' cannot be started: {why}",
        "Give the path of a program, or a name that PATH leads to, as -FilePath.");

    internal static Fault DrillProtocolUnknown(string protocol) => new(
        "DrillProtocolUnknown", FaultKind.NotSupported, protocol,
        $"The interceptor does not speak {protocol}.",
        "A drill can upgrade connections of Smtp, Lmtp, Imap, Pop3, Sieve, Nntp, Ftp and Postgres.");

    internal static Fault DrillControlIsPinned(string host) => new(
        "DrillControlIsPinned", FaultKind.InvalidArgument, host,
        $"The control request must not ask for the pinned host '{host}' itself.",
        "Give a host that no pin covers as -ControlHostName, or omit the parameter.");
}

namespace PinningTools.Internal;

internal static partial class Faults
{
    internal static Fault RotationAmbiguous() => new(
        "RotationAmbiguous", FaultKind.InvalidArgument, null,
        "There are several servers' keys, and which of them is to go into service cannot be told.",
        "Give one certificate with its chain, one request or one key.");

    internal static Fault RotationKeyForeign(string subject) => new(
        "RotationKeyForeign", FaultKind.InvalidArgument, subject,
        $"The private key beside the certificate '{subject}' is not its key.",
        "Give the key that the certificate was issued for, or the certificate with its chain alone.");

    internal static Fault RotationEmpty() => new(
        "RotationEmpty", FaultKind.InvalidArgument, null,
        "There is no certificate, request or key to rehearse with.",
        "Give -Path or -Certificate.");

    internal static Fault RotationNeedsChain() => new(
        "RotationNeedsChain", FaultKind.InvalidArgument, null,
        "That the authority changes its intermediate can be rehearsed with a certificate only.",
        "Give the certificate in service with its chain.");

    internal static Fault NoPinSetConcerned(string names) => new(
        "NoPinSetConcerned", FaultKind.InvalidArgument, names,
        $"No pin set is for {names}.",
        "Check the names, or give -HostName; without a pin set its clients are not pinned.");
}

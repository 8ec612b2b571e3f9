namespace PinningTools.Internal;

internal static partial class Faults
{
    internal static Fault RotationAmbiguous() => new(
        "RotationAmbiguous", FaultKind.InvalidArgument, null,
        "There are keys of several servers, so it is not known which one is to go into service.",
        "Give one certificate with its chain, one request or one key.");

    internal static Fault RotationKeyForeign(string subject) => new(
        "RotationKeyForeign", FaultKind.InvalidArgument, subject,
        $"The private key given with the certificate '{subject}' does not belong to it.",
        "Give the key for which the certificate was issued, or only the certificate with its chain.");

    internal static Fault RotationEmpty() => new(
        "RotationEmpty", FaultKind.InvalidArgument, null,
        "There is no certificate, request or key to rehearse with.",
        "Give -Path or -Certificate.");

    internal static Fault RotationNeedsChain() => new(
        "RotationNeedsChain", FaultKind.InvalidArgument, null,
        "A change of the authority's intermediate can only be rehearsed with a certificate.",
        "Give the certificate in service with its chain.");

    internal static Fault NoPinSetConcerned(string names) => new(
        "NoPinSetConcerned", FaultKind.InvalidArgument, names,
        $"No pin set covers {names}.",
        "Check the names, or give -HostName. Clients without a pin set are not pinned.");
}

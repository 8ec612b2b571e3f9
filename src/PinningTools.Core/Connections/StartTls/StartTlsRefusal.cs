namespace PinningTools.Internal;

/// <summary>The ways a server does not go on in TLS.</summary>
internal static class StartTlsRefusal
{
    /// <summary>The server knows no upgrade, or somebody took the offer out of what it said.</summary>
    internal static PreludeException NotOffered() => new(
        VerdictReason.StartTlsNotOffered, "it does not offer TLS here, or somebody in between strikes the offer out.");

    internal static PreludeException Refused(string words) => new(
        VerdictReason.StartTlsRefused, $"it answered {PreludeException.Quote(words)}.");

    internal static PreludeException Violation(string protocol) => new(
        VerdictReason.ProtocolViolation, $"it does not speak {protocol}.");
}

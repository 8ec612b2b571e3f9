namespace PinningTools.Internal;

/// <summary>The ways in which a server does not start TLS.</summary>
internal static class StartTlsRefusal
{
    /// <summary>The server does not offer the upgrade, or someone removed the offer.</summary>
    internal static PreludeException NotOffered() => new(
        VerdictReason.StartTlsNotOffered, "it does not offer TLS here, or an attacker in between removes the offer.");

    /// <summary>The server declined in its own words.</summary>
    internal static PreludeException Refused(string words, string? advice = null) => new(
        VerdictReason.StartTlsRefused, $"it responded {PreludeException.Quote(words)}.", advice);

    /// <summary>The server declined with a name or number of its protocol, and possibly in its own words.</summary>
    internal static PreludeException Refused(string meaning, string words, string? advice) => new(
        VerdictReason.StartTlsRefused,
        words.Trim(' ', '\0').Length == 0
            ? $"it responded {meaning}."
            : $"it responded {meaning}: {PreludeException.Quote(words.TrimEnd('\0'))}.",
        advice);

    internal static PreludeException Violation(string protocol) => new(
        VerdictReason.ProtocolViolation, $"it does not speak {protocol}.");

    internal static PreludeException Violation(string protocol, string line) => new(
        VerdictReason.ProtocolViolation,
        $"it does not speak {protocol}: it sent {PreludeException.Quote(line)}.");
}

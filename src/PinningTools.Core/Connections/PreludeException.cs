using System;

namespace PinningTools.Internal;

/// <summary>The exchange before TLS failed: the peer declined, or violated the protocol.</summary>
internal sealed class PreludeException(VerdictReason reason, string message, string? advice = null)
    : Exception(message)
{
    private const int MaxQuoted = 200;

    internal VerdictReason Reason { get; } = reason;

    /// <summary>Specific advice, or null for the general one.</summary>
    internal string? Advice { get; } = advice;

    /// <summary>Text from a peer, made safe to show: on one line, shortened, and without control characters.</summary>
    internal static string Quote(string words)
    {
        string trimmed = words.Trim();
        string plain = TerminalText.Printable(trimmed.Substring(0, Math.Min(trimmed.Length, MaxQuoted)));
        return plain.Length == 0 ? "nothing" : $"'{plain}'";
    }
}

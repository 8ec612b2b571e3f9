using System;

namespace PinningTools.Internal;

/// <summary>The conversation before TLS went wrong: the peer declined, or said what no one may say there.</summary>
internal sealed class PreludeException(VerdictReason reason, string message, string? advice = null)
    : Exception(message)
{
    private const int MaxQuoted = 200;

    internal VerdictReason Reason { get; } = reason;

    /// <summary>What to do about it, if that is known better than in general.</summary>
    internal string? Advice { get; } = advice;

    /// <summary>
    /// A peer's words, made safe to show: on one line, shortened, without what could steer a terminal.
    /// </summary>
    internal static string Quote(string words)
    {
        string trimmed = words.Trim();
        string plain = TerminalText.Printable(trimmed.Substring(0, Math.Min(trimmed.Length, MaxQuoted)));
        return plain.Length == 0 ? "nothing" : $"'{plain}'";
    }
}

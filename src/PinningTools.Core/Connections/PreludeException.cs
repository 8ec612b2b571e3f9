using System;

namespace PinningTools.Internal;

/// <summary>The conversation before TLS went wrong: the peer declined, or said what nobody may say there.</summary>
internal sealed class PreludeException(VerdictReason reason, string message) : Exception(message)
{
    private const int MaxQuoted = 200;

    internal VerdictReason Reason { get; } = reason;

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

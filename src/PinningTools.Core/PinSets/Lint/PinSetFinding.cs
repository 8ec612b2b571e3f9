using PinningTools.Internal;

namespace PinningTools;

/// <summary>Something a pin set should not have, why, and what to do about it.</summary>
/// <remarks>Made by Test-PinSet.</remarks>
public sealed class PinSetFinding
{
    internal PinSetFinding(string id, FindingSeverity severity, PinSet set, string reason, string fix)
        : this(id, severity, set.Pattern, reason, fix)
    {
    }

    internal PinSetFinding(string id, FindingSeverity severity, string subject, string reason, string fix)
    {
        Id = id;
        Severity = severity;
        Pattern = subject;
        Reason = TerminalText.Printable(reason);
        Fix = TerminalText.Printable(fix);
    }

    /// <summary>The rule, in PascalCase, stable for scripts.</summary>
    public string Id { get; }

    /// <summary>How much it matters.</summary>
    public FindingSeverity Severity { get; }

    /// <summary>The pin set, or the file where it is about the whole store.</summary>
    public string Pattern { get; }

    /// <summary>The pin, where it is about one.</summary>
    public string? Pin { get; internal init; }

    /// <summary>What is found and why that is bad.</summary>
    public string Reason { get; }

    /// <summary>What to do.</summary>
    public string Fix { get; }

    /// <summary>Severity, rule, pattern and reason.</summary>
    public override string ToString() => $"{Severity} {Id} {TerminalText.Printable(Pattern)}: {Reason}";
}

using PinningTools.Internal;

namespace PinningTools;

/// <summary>Something that a pin set should not have, why, and what to do about it.</summary>
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

    /// <summary>The name of the rule, in PascalCase; it is stable, so that scripts can use it.</summary>
    public string Id { get; }

    /// <summary>The severity of the finding.</summary>
    public FindingSeverity Severity { get; }

    /// <summary>The pattern of the pin set, or the file if the finding is about the whole store.</summary>
    public string Pattern { get; }

    /// <summary>The pin, if the finding is about one.</summary>
    public string? Pin { get; internal init; }

    /// <summary>What was found, and why that is bad.</summary>
    public string Reason { get; }

    /// <summary>What to do.</summary>
    public string Fix { get; }

    /// <summary>Severity, rule, pattern and reason.</summary>
    public override string ToString() => $"{Severity} {Id} {TerminalText.Printable(Pattern)}: {Reason}";
}

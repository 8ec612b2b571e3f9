using PinningTools.Internal;

namespace PinningTools;

/// <summary>An error as plain data. It becomes an ErrorRecord only at the edge of a cmdlet.</summary>
public sealed class Fault
{
    /// <param name="id">The stable name.</param>
    /// <param name="kind">The sort of fault.</param>
    /// <param name="target">The thing the user named.</param>
    /// <param name="message">What happened; peers, files and platforms are quoted in it.</param>
    /// <param name="advice">The way out.</param>
    /// <param name="hasLines">
    /// Whether the message has lines of its own, as a verdict's has, and its quoted words are printable already.
    /// </param>
    internal Fault(
        string id, FaultKind kind, object? target, string message, string advice, bool hasLines = false)
    {
        Id = id;
        Kind = kind;
        Target = target;
        Message = hasLines ? TerminalText.Message(message) : TerminalText.Printable(message);
        Advice = TerminalText.Printable(advice);
    }

    /// <summary>A stable name in PascalCase that a script can switch on, such as <c>PinMismatch</c>.</summary>
    public string Id { get; }

    /// <summary>The sort of fault.</summary>
    public FaultKind Kind { get; }

    /// <summary>The thing the user named: a host, a path, a pin.</summary>
    public object? Target { get; }

    /// <summary>What happened, in a sentence that names the input.</summary>
    public string Message { get; }

    /// <summary>The way out, in a sentence.</summary>
    public string Advice { get; }

    /// <summary>The message followed by the advice.</summary>
    public override string ToString() =>
        Message.EndsWith(".", System.StringComparison.Ordinal) ? $"{Message} {Advice}" : $"{Message}. {Advice}";
}

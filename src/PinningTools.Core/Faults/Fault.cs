// The room Faults: the catalogue of errors. Every error that a user can see is one method of Faults.
// - A fault is data: a stable id for scripts, a kind, the input that the user named, what happened, and the way out.
// - The methods take plain values, no types of other rooms, because all rooms use this one.
// - Text of peers and files is made safe to show when the fault is made, so callers pass it on as it came.
// - A PinningException carries a fault to the cmdlet, which alone makes an ErrorRecord of it.
// - A test reads these files: every fault is thrown somewhere, and every fault is provoked by a test.

using PinningTools.Internal;

namespace PinningTools;

/// <summary>An error as plain data. Only a cmdlet turns it into an ErrorRecord.</summary>
public sealed class Fault
{
    /// <param name="id">The stable name.</param>
    /// <param name="kind">The kind of fault.</param>
    /// <param name="target">The thing the user named.</param>
    /// <param name="message">What happened; it can contain text from peers, files and platforms.</param>
    /// <param name="advice">The way out.</param>
    /// <param name="hasLines">
    /// Whether the message has several lines, like that of a verdict, and its quoted text is already printable.
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

    /// <summary>The kind of fault.</summary>
    public FaultKind Kind { get; }

    /// <summary>The thing the user named: a host, a path, a pin.</summary>
    public object? Target { get; }

    /// <summary>What happened, in a sentence that names the input.</summary>
    public string Message { get; }

    /// <summary>The way out, in a sentence.</summary>
    public string Advice { get; }

    /// <summary>The same fault with one more sentence in its message.</summary>
    internal Fault WithMore(string more) =>
        new(Id, Kind, Target, $"{Message.TrimEnd('.')}. {more}", Advice, hasLines: Message.IndexOf('\n') >= 0);

    /// <summary>The message followed by the advice.</summary>
    public override string ToString() =>
        Message.EndsWith(".", System.StringComparison.Ordinal) ? $"{Message} {Advice}" : $"{Message}. {Advice}";
}

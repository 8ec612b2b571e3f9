namespace PinningTools.Help;

/// <summary>A piece of a page with its line; the text of a fenced block is as written, any other is one line.</summary>
internal sealed record Block(BlockKind Kind, string Text, int Line);

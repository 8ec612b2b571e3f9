namespace PinningTools.Help;

/// <summary>A link of a page; the address is empty for a command or an about topic.</summary>
internal sealed record Link(string Text, string Uri);

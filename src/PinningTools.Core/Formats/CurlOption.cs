namespace PinningTools.Internal;

/// <summary>An option of curl, in a command or in a configuration file.</summary>
/// <param name="Name">Its long name without hyphens, or its letter.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Value">Its value; empty if it takes none.</param>
/// <param name="Start">Where the value begins.</param>
internal sealed record CurlOption(string Name, TextPlace Place, string Value, int Start);

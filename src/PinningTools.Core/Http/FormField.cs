using System.IO;

namespace PinningTools.Internal;

/// <summary>A field of a form: text, or a file.</summary>
internal sealed record FormField(string Name, string Text, FileInfo? File = null);

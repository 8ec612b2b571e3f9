using System.Collections.Generic;

namespace PinningTools.Help;

/// <summary>An example of a page.</summary>
internal sealed record Example(string Title, string Code, IReadOnlyList<string> Remarks);

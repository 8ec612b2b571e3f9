using System.Collections.Generic;

namespace PinningTools.Help;

/// <summary>What the page of a cmdlet says, as paragraphs of plain text.</summary>
internal sealed record Page(
    string Name,
    string File,
    IReadOnlyList<string> Synopsis,
    IReadOnlyList<string> Description,
    IReadOnlyList<Example> Examples,
    IReadOnlyList<string> Notes,
    IReadOnlyList<Link> Links);

namespace PinningTools.Help;

/// <summary>What a piece of a page is.</summary>
internal enum BlockKind
{
    /// <summary>A <c># heading</c>.</summary>
    Title,

    /// <summary>A <c>## heading</c>.</summary>
    Section,

    /// <summary>A <c>### heading</c>.</summary>
    Subsection,

    /// <summary>A fenced block.</summary>
    Code,

    /// <summary>A list item, its marker included.</summary>
    Item,

    /// <summary>A paragraph.</summary>
    Paragraph,
}

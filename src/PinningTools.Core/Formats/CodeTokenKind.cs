namespace PinningTools.Internal;

/// <summary>What a piece of source code is.</summary>
internal enum CodeTokenKind
{
    End,

    /// <summary>A name, a keyword or a number.</summary>
    Word,

    /// <summary>A literal text, without its quotation marks and escapes.</summary>
    Text,

    /// <summary>Any other single character.</summary>
    Sign,
}

namespace PinningTools.Internal;

/// <summary>The kind of a token of source code.</summary>
internal enum CodeTokenKind
{
    End,

    /// <summary>A name, a keyword or a number.</summary>
    Word,

    /// <summary>A string literal, without its quotation marks and escape sequences.</summary>
    Text,

    /// <summary>Any other single character.</summary>
    Sign,
}

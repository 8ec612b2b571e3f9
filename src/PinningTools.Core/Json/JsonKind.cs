namespace PinningTools.Internal;

/// <summary>The kinds of JSON values (RFC 8259 section 3), with true and false as one.</summary>
internal enum JsonKind
{
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
}

namespace PinningTools.Internal;

/// <summary>The six things a JSON value can be (RFC 8259 section 3), the two truths taken as one.</summary>
internal enum JsonKind
{
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
}

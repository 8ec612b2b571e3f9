namespace PinningTools.Internal;

/// <summary>The kinds of host patterns, the most specific first.</summary>
internal enum HostPatternKind
{
    /// <summary>One host.</summary>
    Exact,

    /// <summary><c>*.</c>: exactly one label below, not the name itself.</summary>
    OneLabel,

    /// <summary><c>**.</c>: any depth below, and the name itself.</summary>
    AnyDepth,
}

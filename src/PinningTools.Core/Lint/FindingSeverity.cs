namespace PinningTools;

/// <summary>How severe a finding is.</summary>
/// <remarks>The severity of what Test-PinSet finds.</remarks>
public enum FindingSeverity
{
    /// <summary>A remark.</summary>
    Information = 0,

    /// <summary>A problem for the future.</summary>
    Warning,

    /// <summary>A present problem: it locks clients out, or protects less than it appears to.</summary>
    Error,
}

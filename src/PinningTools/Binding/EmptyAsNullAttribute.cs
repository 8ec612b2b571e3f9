using System;
using System.Management.Automation;

namespace PinningTools;

/// <summary>An empty cell of a CSV counts as not given.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EmptyAsNullAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? plain = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return plain is string text && string.IsNullOrWhiteSpace(text) ? null : inputData;
    }

    /// <inheritdoc/>
    public override bool TransformNullOptionalParameters => false;
}

using System;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>Lets a parameter that refuses empty values accept the lines of a PEM file, including blank ones.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PemLinesAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is object[] lines
            ? PemLines.WithoutBlanks(lines)
            : inputData;
}

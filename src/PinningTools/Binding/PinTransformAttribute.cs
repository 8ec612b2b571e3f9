using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace PinningTools;

/// <summary>Turns whatever was given as a pin into pin arguments; empty cells of a CSV count as not given.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PinTransformAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object data = inputData is PSObject { BaseObject: IEnumerable list and not string } ? list : inputData;
        return data is IEnumerable many and not string
            ? many.Cast<object?>().SelectMany(PinArgument.From).ToArray()
            : PinArgument.From(inputData).ToArray();
    }
}

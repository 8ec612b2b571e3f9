using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>Converts values to pin arguments; empty cells of a CSV count as not given.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PinTransformAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object data = inputData is PSObject { BaseObject: IEnumerable list and not string } ? list : inputData;
        var pins = new List<PinArgument>();
        if (data is IEnumerable many and not string)
            foreach (object? one in many) PinArgument.AddTo(pins, one);
        else
            PinArgument.AddTo(pins, inputData);
        return pins.ToArray();
    }
}

using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;
using PinningTools.Internal;

namespace PinningTools;

/// <summary>Takes pin sets, also ones that went through a job or a file and are only their properties now.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PinSetTransformAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object data = inputData is PSObject { BaseObject: IEnumerable list and not string } ? list : inputData;
        try
        {
            return data is IEnumerable many and not (string or IDictionary)
                ? many.Cast<object>().Select(PinSetArgument.Read).ToArray()
                : new[] { PinSetArgument.Read(data) };
        }
        catch (PinningException error)
        {
            throw new ArgumentTransformationMetadataException(error.Fault.ToString(), error);
        }
    }
}

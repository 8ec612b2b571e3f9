using System;
using System.Collections;
using System.IO;
using System.Linq;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>Accepts pin sets, also those that went through a job or a file and have only their properties.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PinSetTransformAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether files through the pipeline are for another parameter of the command.</summary>
    public bool LeavesFiles { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object data = inputData is PSObject { BaseObject: IEnumerable list and not string } ? list : inputData;
        // To the engine an impossible cast means no more than that the object is not for this parameter.
        if (LeavesFiles && inputData is (FileSystemInfo or PSObject { BaseObject: FileSystemInfo }))
            throw new ArgumentTransformationMetadataException(
                $"'{inputData}' is a file.", new PSInvalidCastException($"'{inputData}' is a file."));
        try
        {
            // A list of nothing is an error like nothing itself: the sets that were meant would not apply.
            object?[] all = data is IEnumerable many and not (string or IDictionary) ? [.. many] : [data];
            object?[] some = [.. all.Where(one => PlainValue.Of(one) is not null)];
            return Array.ConvertAll(some.Length > 0 ? some : all, PinSetArgument.From);
        }
        catch (PinningException error)
        {
            throw new ArgumentTransformationMetadataException(error.Fault.ToString(), error);
        }
    }
}

using System;
using System.Collections;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>
/// Refuses objects whose text is only the name of their type: it would be looked up in DNS, and so disclosed. All other
/// values are left unchanged.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HostTransformAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object plain = PlainValue.Of(inputData)!;
        // The engine unrolls everything that can be enumerated, such as the elements of a chain.
        if (plain is IEnumerable many and not (string or IDictionary or IEnumerator))
            foreach (object? one in many) Check(one);
        else Check(inputData);
        return inputData;
    }

    /// <inheritdoc/>
    public override bool TransformNullOptionalParameters => false;

    private static void Check(object? value)
    {
        if (value is null or string or PSObject { BaseObject: string }) return;
        PSObject shell = PSObject.AsPSObject(value);
        string text = shell.ToString();
        bool isTypeName = text == shell.BaseObject.GetType().ToString()
            || shell.TypeNames.Contains(text) || shell.TypeNames.Contains("Deserialized." + text);
        if (!isTypeName) return;
        string refusal = $"An object of type {text} does not name a host. Give a host name or a certificate object.";
        // The cast's exception inside tells the engine to try the object's properties before it gives up.
        throw new ArgumentTransformationMetadataException(refusal, new PSInvalidCastException(refusal));
    }
}

using System;
using System.Globalization;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>Converts a number to a version: 2 and 2.0 both mean 2.0.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class VersionTransformAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? plain = PlainValue.Of(inputData);
        if (plain is null or Version) return plain;
        string text = Convert.ToString(plain, CultureInfo.InvariantCulture) ?? "";
        return text.IndexOf('.') < 0 ? text + ".0" : text;
    }
}

using System;
using System.Globalization;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>
/// Treats an empty cell of a CSV as not given. A value that the parameter cannot accept is an error for its row: by
/// default the engine drops it, and the row would be checked with a default that no one requested.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class EmptyAsNullAttribute(Type type) : ArgumentTransformationAttribute
{
    /// <summary>The type that the text of a cell is converted to.</summary>
    public Type Type { get; } = type;

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? plain = PlainValue.Of(inputData);
        if (plain is not string text) return inputData;
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (Type == typeof(string)) return inputData;
        if (Type == typeof(int))
            return int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                ? number
                : throw new ArgumentTransformationMetadataException($"'{text}' is not a whole number.");
        return LanguagePrimitives.TryConvertTo(text.Trim(), Type, CultureInfo.InvariantCulture, out object value)
            ? value
            : throw new ArgumentTransformationMetadataException(
                $"'{text}' is none of {string.Join(", ", Enum.GetNames(Type))}.");
    }

    /// <inheritdoc/>
    public override bool TransformNullOptionalParameters => false;
}

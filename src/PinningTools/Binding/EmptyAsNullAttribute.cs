using System;
using System.Globalization;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>
/// An empty cell of a CSV counts as not given. What is there but cannot be the parameter's value is an error of its
/// row: left to itself the engine drops it, and the row would be checked by a default that nobody asked for.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class EmptyAsNullAttribute(Type type) : ArgumentTransformationAttribute
{
    /// <summary>What the text of a cell is read as.</summary>
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

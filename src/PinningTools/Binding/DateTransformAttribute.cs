using System;
using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace PinningTools.Internal;

/// <summary>
/// Reads text that begins with the year as an ISO 8601 date in every culture. PowerShell uses the calendar of the
/// culture: in Thailand 2027-01-31 would be a day of the year 1484, and the pin set would have expired long ago.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DateTransformAttribute : ArgumentTransformationAttribute
{
    /// <summary>The advice if there is no date; empty if null is allowed.</summary>
    public string WithoutDate { get; set; } = "";

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        // A date that could not be read anywhere else would otherwise be now, and no one would notice.
        if (inputData is null && WithoutDate.Length > 0)
            throw new ArgumentTransformationMetadataException($"The date is null. {WithoutDate}");
        return Read(inputData!);
    }

    /// <inheritdoc/>
    public override bool TransformNullOptionalParameters => WithoutDate.Length > 0;

    private static object Read(object inputData) =>
        PlainValue.Of(inputData) is string text
        && Regex.IsMatch(text, "^[0-9]{4}-[0-9]{2}-[0-9]{2}")
        && DateTime.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTime date)
            ? date
            : inputData;
}

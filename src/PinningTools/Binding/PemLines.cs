using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>
/// Joins what Get-Content split: the lines of a PEM file without -Raw, and the bytes of a DER file. Other values are
/// left unchanged.
/// </summary>
internal static class PemLines
{
    /// <param name="given">The values of a parameter.</param>
    /// <param name="isFile">Returns whether there is a file with that name.</param>
    internal static IEnumerable<object> Join(IEnumerable<object?> given, Func<string, bool> isFile)
    {
        object?[] values = [.. Flatten(given)];
        return values.Length > 1 && values.All(value => value is byte)
            ? [values.Cast<byte>().ToArray()]
            : JoinText(values, isFile);
    }

    /// <summary>
    /// Removes the blank lines between the blocks of a file: the parameter does not accept empty strings.
    /// </summary>
    internal static object?[] WithoutBlanks(object?[] lines) => IsByLine(lines.Select(PlainValue.OrProperties))
        ? [.. lines.Where(line => PlainValue.OrProperties(line) is not string text || !string.IsNullOrWhiteSpace(text))]
        : lines;

    /// <summary>Get-Content with -ReadCount returns several lines at a time.</summary>
    private static IEnumerable<object?> Flatten(IEnumerable<object?> given) =>
        given.Select(PlainValue.OrProperties).SelectMany(
        value => value is object[] nested && !IsBytes(nested) ? Flatten(nested)
            : value is object[] bytes ? [bytes.Select(PlainValue.OrProperties).Cast<byte>().ToArray()]
            : (IEnumerable<object?>)[value]);

    private static bool IsBytes(object?[] values) =>
        values.Length > 0 && values.All(value => PlainValue.Of(value) is byte);

    private static IEnumerable<object> JoinText(object?[] values, Func<string, bool> isFile)
    {
        // In the lines of a file, a line between blocks that is not the name of a file is a comment.
        bool isByLine = IsByLine(values);
        var text = new CertificateText();
        foreach (object? value in values)
        {
            if (value is string line && (text.IsOpen || IsOpened(line)))
            {
                if (text.TryTake(line, out string? whole) && whole is not null) yield return whole;
            }
            else if (value is not null && !(isByLine && value is string remark && !isFile(remark)))
            {
                yield return value;
            }
        }

        // An incomplete block is reported by the reader of its text.
        if (text.IsOpen) yield return text.Flush();
    }

    private static bool IsByLine(IEnumerable<object?> values) =>
        values.Any(value => value is string text && IsOpened(text));

    /// <summary>Whether a block begins in a line that does not end it.</summary>
    private static bool IsOpened(string line) =>
        line.Contains("-----BEGIN ") && !line.Contains("-----END ");
}

/// <summary>Lets a parameter that refuses empty values accept the lines of a PEM file, including blank ones.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PemLinesAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        PlainValue.Of(inputData) is object[] lines
            ? PemLines.WithoutBlanks(lines)
            : inputData;
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>
/// Puts together what Get-Content took apart: the lines of a PEM file, where -Raw was not given, and the bytes of a DER
/// file. What else was given stays as it is.
/// </summary>
internal static class PemLines
{
    /// <param name="given">The values of a parameter.</param>
    /// <param name="isFile">Whether there is a file of that name.</param>
    internal static IEnumerable<object> Join(IEnumerable<object?> given, Func<string, bool> isFile)
    {
        object?[] values = [.. given.Select(Unwrap)];
        if (values.Length > 1 && values.All(value => value is byte))
            return [values.Cast<byte>().ToArray()];
        // Between the blocks of a file whose lines these are, whatever is no file's name is a remark.
        bool isByLine = values.Any(value => value is string text && IsOpened(text));
        return JoinText(values, isByLine, isFile);
    }

    private static IEnumerable<object> JoinText(
        object?[] values, bool isByLine, Func<string, bool> isFile)
    {
        var text = new CertificateText();
        foreach (object? value in values)
        {
            if (value is string line && (text.IsOpen || IsOpened(line)))
            {
                if (text.TryTake(line, out string? whole) && whole is not null) yield return whole;
            }
            else if (value is object[] nested)
            {
                foreach (object inner in Join(nested, isFile)) yield return inner;
            }
            else if (value is not null && !(isByLine && value is string remark && !isFile(remark)))
            {
                yield return value;
            }
        }

        // A block that does not end is told by the reader of its text.
        if (text.IsOpen) yield return text.Flush();
    }

    /// <summary>Whether a block begins in a line that does not end it.</summary>
    private static bool IsOpened(string line) =>
        line.Contains("-----BEGIN ") && !line.Contains("-----END ");

    private static object? Unwrap(object? value) =>
        value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
}

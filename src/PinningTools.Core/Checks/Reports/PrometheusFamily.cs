using System;
using System.Globalization;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// The series of one metric, in text that the parsers of format 0.0.4 and of OpenMetrics both read: only gauges, no
/// time stamps (node_exporter's textfile collector skips files that have them), and help texts that never change,
/// because it is an error if they differ between two files.
/// </summary>
internal sealed class PrometheusFamily(string name, string help, bool isSeconds = false)
{
    private readonly StringBuilder _samples = new();

    internal int Count { get; private set; }

    internal PrometheusFamily Add(string labels, double value)
    {
        Count++;
        _samples.Append(name).Append('{').Append(labels).Append("} ")
            .Append(Math.Round(value, 3).ToString("0.###", CultureInfo.InvariantCulture)).Append('\n');
        return this;
    }

    internal void Add(string labels, bool value) => Add(labels, value ? 1 : 0);

    /// <summary>In seconds since 1970; nothing if there is no date.</summary>
    internal void Add(string labels, DateTime? date)
    {
        if (date is { } given && given != default)
            Add(labels, new DateTimeOffset(UtcDate.Truncate(given)).ToUnixTimeSeconds());
    }

    /// <summary>
    /// Appends a label. Characters that could end the value or the line are escaped for both parsers.
    /// </summary>
    internal static string Label(string name, string value) =>
        $"{name}=\"{EscapedText.Line(value).Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";

    internal void AppendTo(StringBuilder text)
    {
        if (Count == 0) return;
        text.Append("# TYPE ").Append(name).Append(" gauge\n");
        if (isSeconds) text.Append("# UNIT ").Append(name).Append(" seconds\n");
        text.Append("# HELP ").Append(name).Append(' ').Append(help).Append('\n').Append(_samples);
    }
}

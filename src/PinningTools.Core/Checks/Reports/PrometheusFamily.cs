using System;
using System.Globalization;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// The series of one metric, in the text that both the parser of version 0.0.4 and that of OpenMetrics read: gauges
/// alone, no time stamps (node_exporter's textfile collector skips files that have them), and help texts that never
/// change, for two files that differ in them are an error.
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

    /// <summary>In seconds since 1970; nothing where there is no date.</summary>
    internal void Add(string labels, DateTime? date)
    {
        if (date is { } given && given != default)
            Add(labels, new DateTimeOffset(UtcDate.Truncate(given)).ToUnixTimeSeconds());
    }

    /// <summary>One label. What could end the value or the line is written as both parsers read it.</summary>
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

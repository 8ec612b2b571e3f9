using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace PinningTools.Internal;

/// <summary>
/// Reads a list in CSV as Excel, other programs and people write it: with a sep= line or comments at the beginning,
/// with commas,
/// semicolons or tabs, and with or without a header.
/// </summary>
internal static class CsvList
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);
    private static readonly Regex s_separator =
        new("^\"?sep=(?<sign>.)\"?[,;\\t]*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, s_limit);
    private static readonly Regex s_digits = new("^[0-9]{1,5}$", RegexOptions.CultureInvariant, s_limit);
    private static readonly Regex s_host = new(@"^[\w.:/\[\]-]+$", RegexOptions.CultureInvariant, s_limit);
    private static readonly Regex s_file =
        new(@"\.(pem|crt|cer|der|p7b)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, s_limit);

    /// <summary>Several pins in one cell, without quotes.</summary>
    private static readonly Regex s_betweenPins = new(
        @"(?<=[a-z0-9+/]{43}=|[0-9a-f]{64});(?=\s*(sha256/|[0-9a-f]{64}))",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, s_limit);

    /// <param name="text">The file.</param>
    /// <param name="delimiter">The delimiter; null to detect it.</param>
    /// <param name="warn">Receives a warning about a list without a header.</param>
    /// <exception cref="FormatException">Two columns have the same name.</exception>
    internal static List<ListRow> Read(string text, char? delimiter, Action<string> warn)
    {
        int start = SkipToHeader(text, ref delimiter, out string header);
        if (start >= text.Length) return [];
        char divider = delimiter ?? FindDelimiter(header);
        string rest = text.Substring(start);
        List<string> first = new CsvText(header, divider).Next() ?? [];
        bool isAlone = rest.Trim().IndexOfAny(['\r', '\n']) < 0;
        var csv = new CsvText(rest, divider);
        if (!IsHeaderless(first, isAlone)) return ReadNamed(csv);
        List<List<string>> cells = [];
        while (csv.Next() is { } row) cells.Add(row);
        return NameColumns(cells, first.Count, warn);
    }

    /// <summary>Lines before the header contain no hosts: sep=, comments, #TYPE.</summary>
    private static int SkipToHeader(string text, ref char? delimiter, out string line)
    {
        int start = 0;
        line = "";
        while (start < text.Length)
        {
            int end = text.IndexOfAny(['\r', '\n'], start);
            if (end < 0) end = text.Length;
            line = text.Substring(start, end - start).Trim(' ');
            Match separator = s_separator.Match(line);
            if (separator.Success) delimiter ??= separator.Groups["sign"].Value[0];
            else if (HasContent(line) && !line.TrimStart().TrimStart('"').StartsWith("#", StringComparison.Ordinal)) break;
            start = end + (end + 1 < text.Length && text[end] == '\r' && text[end + 1] == '\n' ? 2 : 1);
        }

        return start;
    }

    private static bool HasContent(string line) => line.Any(c => !char.IsWhiteSpace(c) && c is not (',' or ';' or '"'));

    /// <summary>
    /// The delimiter that occurs most often in the first line; a semicolon between pins does not delimit cells.
    /// </summary>
    private static char FindDelimiter(string header)
    {
        string bare = s_betweenPins.Replace(Regex.Replace(header, "\"[^\"]*\"", "", RegexOptions.None, s_limit), "");
        char best = ',';
        foreach (char one in new[] { ';', '\t' })
            if (bare.Count(c => c == one) > bare.Count(c => c == best)) best = one;
        return best;
    }

    private static List<ListRow> ReadNamed(CsvText csv)
    {
        List<string> names = csv.Next() ?? [];
        for (int i = 0; i < names.Count; i++)
            if (names[i].Length == 0) names[i] = FormattableString.Invariant($"H{i + 1}");
        if (names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(name => name.Count() > 1) is { } twice)
            throw new FormatException($"duplicate column '{twice.Key}'.");
        string same = string.Join("\0", names);
        List<ListRow> rows = [];
        while (csv.Next() is { } cells)
        {
            var row = new ListCell[names.Count];
            for (int i = 0; i < row.Length; i++) row[i] = Cell(names[i], i < cells.Count ? cells[i] : null);
            rows.Add(new ListRow(row) { Columns = same });
        }

        return rows;
    }

    internal static ListCell Cell(string name, string? text) =>
        new(name, text?.Trim() is { Length: > 0 } trimmed ? [trimmed] : [], text);

    /// <summary>
    /// The first line is a row if it contains a host, a pin or a port and no column name, or if it is the only line.
    /// </summary>
    private static bool IsHeaderless(List<string> cells, bool isAlone)
    {
        string[] trimmed = [.. cells.Select(cell => cell.Trim())];
        if (trimmed.Any(cell => CheckColumns.Find(cell) is not null)) return false;
        if (isAlone) return true;
        bool isHost = s_host.IsMatch(trimmed[0]) && trimmed[0].IndexOfAny(['.', ':']) >= 0;
        return isHost || trimmed.Any(cell => s_digits.IsMatch(cell) || ArePins(cell));
    }

    private static bool ArePins(string cell)
    {
        string[] parts = [.. cell.Split(';').Where(part => part.Trim().Length > 0)];
        return parts.Length > 0 && parts.All(part => SpkiPin.TryParse(part, out _));
    }

    /// <summary>Names columns by their content. The first column of unknown content is taken for the hosts.</summary>
    private static List<ListRow> NameColumns(List<List<string>> rows, int count, Action<string> warn)
    {
        var names = new string[count];
        for (int i = 0; i < count; i++)
        {
            string[] cells = [.. rows.Select(row => At(row, i)).Where(cell => cell.Length > 0)];
            names[i] = cells.Length == 0 ? $"Column{i + 1}"
                : cells.All(s_digits.IsMatch) && !names.Contains("Port") ? "Port"
                : cells.Any(ArePins) ? "Pin"
                : cells.All(s_file.IsMatch) ? "TrustAnchor"
                : names.Contains(CheckColumns.HostName) ? $"Column{i + 1}" : CheckColumns.HostName;
        }

        string unread = string.Join(", ", names.Where(name => name.StartsWith("Column", StringComparison.Ordinal)));
        if (unread.Length > 0)
            warn($"The list has no header, and the meaning of {unread} is not known: they are only copied to the "
                + "details. Add a header with the names of the columns.");
        string same = string.Join("\0", names);
        // Several columns of pins form one list, for example if the backup pin has a column of its own.
        return [.. rows.Select(row => new ListRow(
            [.. names.Select((name, i) => (Name: name, Text: At(row, i))).GroupBy(cell => cell.Name).Select(column =>
                Cell(column.Key, string.Join(";", column.Select(cell => cell.Text).Where(text => text.Length > 0))))])
        {
            Columns = same,
        })];
    }

    private static string At(List<string> row, int i) => i < row.Count ? row[i].Trim() : "";
}

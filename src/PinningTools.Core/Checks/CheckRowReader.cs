using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Authentication;

namespace PinningTools.Internal;

/// <summary>
/// Reads the rows of a list. A value that cannot be read is a problem of its own row only: the row is Unknown, with a
/// message that gives its number.
/// </summary>
/// <param name="folder">The folder for files of anchors without an absolute path.</param>
/// <param name="hasStore">Whether a pin store applies to the rows without pins.</param>
/// <param name="isWanted">Selects rows by tag; null for all rows.</param>
internal sealed class CheckRowReader(string folder, bool hasStore, Func<string, bool>? isWanted)
{
    private static readonly char[] s_tagDividers = [',', ';'];
    private static readonly char[] s_listDividers = [',', ';', ' '];

    /// <summary>The numeric values of the platform; .NET Framework lacks a name for the newest.</summary>
    private static readonly Dictionary<string, int> s_versions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["None"] = 0, ["Tls"] = 0xC0, ["Tls11"] = 0x300, ["Tls12"] = 0xC00, ["Tls13"] = 0x3000,
    };

    /// <summary>The row; null for a row to skip: empty, commented out, switched off or of another tag.</summary>
    internal CheckRow? Read(ListRow given, int number)
    {
        var row = new CheckRow { Number = number };
        if (given.IsNull)
        {
            row.Problems.Add("There is no HostName.");
            return row;
        }

        if (given.Cells.All(cell => cell.Texts.Count == 0))
        {
            if (given.Cells.Count >= 2) return null;
        }
        else if (given.Cells.First(cell => cell.Texts.Count > 0).Texts[0].StartsWith("#", StringComparison.Ordinal))
        {
            return null;
        }

        Dictionary<string, string[]> cells = Gather(given, row);
        return IsMeant(cells) ? Fill(row, cells) : null;
    }

    /// <summary>The known cells by column; the others are copied to the details.</summary>
    private static Dictionary<string, string[]> Gather(ListRow given, CheckRow row)
    {
        var cells = new Dictionary<string, string[]>();
        var from = new Dictionary<string, string>();
        foreach (ListCell cell in given.Cells)
        {
            string? column = CheckColumns.Find(cell.Name);
            string name = cell.Name.Trim();
            if (column is null && name.Length > 0) row.Columns[name] = cell.Value;
            if (column is null || cell.Texts.Count == 0) continue;
            string[] texts = [.. cell.Texts];
            if (cells.TryGetValue(column, out string[]? before)
                && !string.Equals(string.Join(" ", before), string.Join(" ", texts), StringComparison.OrdinalIgnoreCase))
                row.Problems.Add($"{from[column]} and {cell.Name} contradict each other.");
            cells[column] = texts;
            from[column] = cell.Name;
        }

        return cells;
    }

    private bool IsMeant(Dictionary<string, string[]> cells)
    {
        if (Text(cells, CheckColumns.HostName).StartsWith("#", StringComparison.Ordinal)) return false;
        if (IsNo(Text(cells, CheckColumns.Enabled))) return false;
        return isWanted is null || Tags(cells).Any(isWanted);
    }

    private CheckRow Fill(CheckRow row, Dictionary<string, string[]> cells)
    {
        row.HostName = Text(cells, CheckColumns.HostName);
        row.EhloName = TextOrNull(cells, "EhloName");
        row.ServerName = TextOrNull(cells, "ServerName");
        row.Address = TextOrNull(cells, "Address");
        row.Proxy = TextOrNull(cells, "Proxy");
        row.Owner = Text(cells, CheckColumns.Owner);
        row.Tags = Tags(cells);
        if (row.HostName.Length == 0) row.Problems.Add("There is no HostName.");
        row.Port = ReadPort(row, Text(cells, "Port"));
        row.Pins = ReadPins(row, cells);
        row.PinOnly = ReadFlag(row, cells, "PinOnly");
        row.AllAddresses = ReadFlag(row, cells, "AllAddresses");
        row.CheckRevocation = ReadFlag(row, cells, "CheckRevocation");
        row.NoBackup = ReadFlag(row, cells, "NoBackup");
        row.AllowInspected = ReadFlag(row, cells, "AllowInspected");
        ReadFlag(row, cells, CheckColumns.Enabled);
        row.StartTls = ReadStartTls(row, Text(cells, "StartTls"));
        row.Protocols = ReadVersions(row, cells);
        row.Anchors = [.. ReadAnchors(row, cells)];
        return row;
    }

    private static int? ReadPort(CheckRow row, string text)
    {
        if (text.Length == 0) return null;
        bool isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port);
        if (isNumber && text.Length <= 5 && port is >= 1 and <= 65535) return port;
        row.Problems.Add($"Port '{text}' is not a number from 1 to 65535.");
        return null;
    }

    private List<SpkiPin> ReadPins(CheckRow row, Dictionary<string, string[]> cells)
    {
        var pins = new List<SpkiPin>();
        bool isGiven = false;
        foreach (string part in Texts(cells, "Pin").SelectMany(text => text.Split(';')))
        {
            if (part.Trim().Length == 0) continue;
            isGiven = true;
            if (PinText.TryParse(part.Trim(), out SpkiPin pin, out Fault? fault)) pins.Add(pin);
            else row.Problems.Add(fault!.Message);
        }

        if (!isGiven && !hasStore) row.Problems.Add($"There is no pin for {DisplayText.Address(row.HostName)}.");
        return pins;
    }

    private static bool ReadFlag(CheckRow row, Dictionary<string, string[]> cells, string column)
    {
        string text = Text(cells, column);
        bool isYes = IsOneOf(text, "true", "$true", "yes", "1");
        if (text.Length > 0 && !isYes && !IsNo(text)) row.Problems.Add($"{column} '{text}' is neither true nor false.");
        return isYes;
    }

    private static StartTlsProtocol? ReadStartTls(CheckRow row, string text)
    {
        if (text.Length == 0) return null;
        // TryParse would also accept numbers.
        if (char.IsLetter(text[0]) && Enum.TryParse(text, ignoreCase: true, out StartTlsProtocol protocol)
            && protocol.ToString().Equals(text, StringComparison.OrdinalIgnoreCase))
            return protocol;
        Type type = typeof(StartTlsProtocol);
        row.Problems.Add($"StartTls '{text}' is not one of {string.Join(", ", Enum.GetNames(type))}.");
        return null;
    }

    private static SslProtocols ReadVersions(CheckRow row, Dictionary<string, string[]> cells)
    {
        int versions = 0;
        foreach (string text in Texts(cells, "SslProtocol")
            .SelectMany(text => text.Split(s_listDividers, StringSplitOptions.RemoveEmptyEntries)))
        {
            if (s_versions.TryGetValue(text, out int version)) versions |= version;
            else row.Problems.Add($"SslProtocol '{text}' is not one of {string.Join(", ", s_versions.Keys)}.");
        }

        return (SslProtocols)versions;
    }

    /// <summary>TLS versions as a list has them.</summary>
    internal static string Names(SslProtocols versions) => string.Join(
        ", ", s_versions.Where(one => one.Value != 0 && ((int)versions & one.Value) == one.Value).Select(one => one.Key));

    private IEnumerable<CheckAnchor> ReadAnchors(CheckRow row, Dictionary<string, string[]> cells)
    {
        foreach (string one in JoinPem(Texts(cells, "TrustAnchor")))
        {
            if (one.Contains("-----BEGIN"))
            {
                yield return new CheckAnchor(one, IsPem: true);
                continue;
            }

            foreach (string file in one.Split(';').Select(part => part.Trim()).Where(part => part.Length > 0))
            {
                string path = PathOf(file);
                if (WhyNot(path) is { } why) row.Problems.Add($"TrustAnchor '{path}' {why}.");
                else yield return new CheckAnchor(path, IsPem: false);
            }
        }
    }

    /// <summary>
    /// Joins the lines of a PEM to one text: Get-Content without -Raw splits them. A line between blocks that is not
    /// the name of a file is a comment.
    /// </summary>
    private List<string> JoinPem(string[] texts)
    {
        bool isByLine = texts.Any(IsOpened);
        var joined = new List<string>();
        var block = new List<string>();
        foreach (string text in texts)
        {
            if (block.Count > 0 || IsOpened(text))
            {
                block.Add(text);
                if (!text.Contains("-----END ")) continue;
                joined.Add(string.Join("\n", block));
                block.Clear();
            }
            else if (!isByLine || text.Contains("-----BEGIN ") || WhyNot(PathOf(text)) is null)
            {
                joined.Add(text);
            }
        }

        // An incomplete block is reported by the code that reads the PEM.
        if (block.Count > 0) joined.Add(string.Join("\n", block));
        return joined;
    }

    private static bool IsOpened(string text) => text.Contains("-----BEGIN ") && !text.Contains("-----END ");

    private string PathOf(string file)
    {
        try
        {
            return Path.Combine(folder, file);
        }
        catch (ArgumentException)
        {
            // On .NET Framework, a path with an invalid character throws.
            return file;
        }
    }

    /// <summary>
    /// The reason why a file cannot be used; null if it exists. A file in a folder that cannot be searched is not
    /// called missing, because that is not known.
    /// </summary>
    private static string? WhyNot(string path)
    {
        try
        {
            return (File.GetAttributes(path) & FileAttributes.Directory) == 0 ? null : "does not exist";
        }
        catch (UnauthorizedAccessException)
        {
            return "is in a folder that this account cannot search";
        }
        catch (Exception error) when (error is IOException or ArgumentException or NotSupportedException)
        {
            return "does not exist";
        }
    }

    private static string[] Texts(Dictionary<string, string[]> cells, string column) =>
        cells.TryGetValue(column, out string[]? texts) ? texts : [];

    private static string Text(Dictionary<string, string[]> cells, string column) =>
        string.Join(" ", Texts(cells, column));

    private static string? TextOrNull(Dictionary<string, string[]> cells, string column) =>
        Text(cells, column) is { Length: > 0 } text ? text : null;

    private static string[] Tags(Dictionary<string, string[]> cells) =>
        [.. Texts(cells, CheckColumns.Tag).SelectMany(text => text.Split(s_tagDividers)).Select(tag => tag.Trim())
            .Where(tag => tag.Length > 0)];

    private static bool IsNo(string text) => IsOneOf(text, "false", "$false", "no", "0");

    private static bool IsOneOf(string text, params string[] words) =>
        words.Contains(text, StringComparer.OrdinalIgnoreCase);
}

using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// The columns of a list under all of their names, compared without case, spaces, hyphens and underscores.
/// </summary>
internal static class CheckColumns
{
    internal const string HostName = "HostName";
    internal const string Owner = "Owner";
    internal const string Enabled = "Enabled";
    internal const string Tag = "Tag";

    private static readonly Dictionary<string, string> s_known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["HostName"] = HostName, ["Host"] = HostName, ["ComputerName"] = HostName, ["DNSHostName"] = HostName,
        ["Uri"] = HostName, ["Port"] = "Port", ["Pin"] = "Pin", ["PinOnly"] = "PinOnly",
        ["TrustAnchor"] = "TrustAnchor", ["StartTls"] = "StartTls", ["EhloName"] = "EhloName",
        ["ServerName"] = "ServerName", ["Address"] = "Address", ["AllAddresses"] = "AllAddresses",
        ["Proxy"] = "Proxy", ["SslProtocol"] = "SslProtocol", ["Protocol"] = "SslProtocol",
        ["CheckRevocation"] = "CheckRevocation", ["NoBackup"] = "NoBackup", ["AllowInspected"] = "AllowInspected",
        ["Enabled"] = Enabled, ["Tag"] = Tag, ["Tags"] = Tag, ["Owner"] = Owner,
    };

    /// <summary>The column with this name, or null.</summary>
    internal static string? Find(string name)
    {
        if (s_known.TryGetValue(name, out string? column)) return column;
        string bare = new([.. name.Where(c => !char.IsWhiteSpace(c) && c is not ('-' or '_'))]);
        return s_known.TryGetValue(bare, out column) ? column : null;
    }

    /// <summary>
    /// Columns that are not used are copied to the details. A column whose name is almost that of another, such as a
    /// misspelt PinOnly or TrustAnchor, is reported.
    /// </summary>
    /// <param name="rows">All rows of the list.</param>
    /// <param name="source">The name of the list in messages; null for rows from the pipeline.</param>
    /// <param name="warn">Receives the warning.</param>
    /// <exception cref="PinningException">No column contains hosts.</exception>
    internal static void Check(IReadOnlyList<ListRow> rows, string? source, Action<string> warn)
    {
        var names = new List<string>();
        var seen = new HashSet<string>();
        string? last = null;
        foreach (ListRow row in rows)
        {
            // In most lists, all rows share one object for their columns.
            if (row.Columns is not null && ReferenceEquals(row.Columns, last)) continue;
            last = row.Columns;
            foreach (ListCell cell in row.Cells)
                if (seen.Add(cell.Name)) names.Add(cell.Name);
        }

        if (!names.Any(name => Find(name) == HostName)) throw new PinningException(Faults.PinCheckNoHostColumn(source, names));
        // Objects of other types have members for other purposes.
        if (rows[0].IsObject) return;
        string[] unknown = [.. names.Where(name => Find(name) is null)];
        string[] meant =
        [
            .. unknown.Select(name => NearNames.Find(name.Trim(), s_known.Keys)).OfType<string>().Distinct(),
        ];
        if (meant.Length == 0) return;
        IEnumerable<string> carried = names.Where(name => Find(name) is null or Owner);
        warn("These columns of the list are not used, only copied to the details: "
            + $"{TerminalText.Printable(string.Join(", ", carried))}. Did you mean {string.Join(", ", meant)}?");
    }
}

using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// The columns of a list by all of their names. They compare without case, blanks, hyphens and underscores.
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
        ["CheckRevocation"] = "CheckRevocation", ["NoBackup"] = "NoBackup", ["Enabled"] = Enabled, ["Tag"] = Tag,
        ["Tags"] = Tag, ["Owner"] = Owner,
    };

    /// <summary>The column that a name means, or null.</summary>
    internal static string? Find(string name)
    {
        if (s_known.TryGetValue(name, out string? column)) return column;
        string bare = new([.. name.Where(c => !char.IsWhiteSpace(c) && c is not ('-' or '_'))]);
        return s_known.TryGetValue(bare, out column) ? column : null;
    }

    /// <summary>
    /// Columns that are not read are carried into the details. One that is nearly the name of another must not go
    /// unseen: a misspelt PinOnly or TrustAnchor.
    /// </summary>
    /// <param name="rows">All rows of the list.</param>
    /// <param name="source">What messages call the list; null for rows from the pipeline.</param>
    /// <param name="warn">Takes the warning.</param>
    /// <exception cref="PinningException">No column has the hosts.</exception>
    internal static void Check(IReadOnlyList<ListRow> rows, string? source, Action<string> warn)
    {
        var names = new List<string>();
        var seen = new HashSet<string>();
        string? last = null;
        foreach (ListRow row in rows)
        {
            // Most lists have the same columns in each row, as one object.
            if (row.Columns is not null && ReferenceEquals(row.Columns, last)) continue;
            last = row.Columns;
            foreach (ListCell cell in row.Cells)
                if (seen.Add(cell.Name)) names.Add(cell.Name);
        }

        if (!names.Any(name => Find(name) == HostName)) throw new PinningException(Faults.PinCheckNoHostColumn(source, names));
        // Objects of a type of their own have members for other purposes.
        if (rows[0].IsObject) return;
        string[] unknown = [.. names.Where(name => Find(name) is null)];
        string[] meant =
        [
            .. unknown.Select(name => NearNames.Find(name.Trim(), s_known.Keys)).OfType<string>().Distinct(),
        ];
        if (meant.Length == 0) return;
        IEnumerable<string> carried = names.Where(name => Find(name) is null or Owner);
        warn("The list has columns that are not read, but only carried into the details: "
            + $"{TerminalText.Printable(string.Join(", ", carried))}. Did you mean {string.Join(", ", meant)}?");
    }
}

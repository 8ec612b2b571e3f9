using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>
/// The rows of a check from the values of PowerShell: objects, hashtables, host names, paths and stores.
/// </summary>
internal static class PinCheckRows
{
    /// <summary>Reads a row of the pipeline.</summary>
    internal static ListRow From(object? given)
    {
        object? plain = PlainValue.OrProperties(given);
        return plain switch
        {
            null => ListRow.Null,
            string host => new ListRow([Cell(CheckColumns.HostName, host)]),
            IDictionary table => new ListRow(
                [.. table.Keys.Cast<object>().Select(key => Cell(key.ToString() ?? "", table[key]))]),
            _ => FromObject(PSObject.AsPSObject(given!)),
        };
    }

    private static ListRow FromObject(PSObject row) => new(
        [.. row.Properties.Where(property => property.IsGettable).Select(property => Cell(property.Name, Value(property)))])
    {
        IsObject = row.BaseObject is not PSCustomObject,
    };

    /// <summary>A property that throws counts as empty.</summary>
    private static object? Value(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException)
        {
            return null;
        }
    }

    private static ListCell Cell(string name, object? value) => new(
        name, [.. Items(value).Select(Text).Where(text => text.Length > 0)], value);

    private static IEnumerable<object?> Items(object? value)
    {
        object? plain = PlainValue.OrProperties(value);
        return plain is string or IDictionary || LanguagePrimitives.GetEnumerable(plain) is not { } items
            ? [plain]
            : items.Cast<object?>();
    }

    /// <summary>Converts a value as [string] of PowerShell does, independently of the culture.</summary>
    private static string Text(object? value) =>
        value is null ? "" : (LanguagePrimitives.ConvertTo<string>(value) ?? "").Trim();

    /// <summary>
    /// Reads the file of a list. A path that exists is that file, even if it contains brackets; otherwise it is a
    /// wildcard for one file.
    /// </summary>
    /// <exception cref="PinningException">The path matches no file or several files.</exception>
    internal static string Find(PSCmdlet cmdlet, string path, bool isLiteral)
    {
        IReadOnlyList<string> found = [];
        try
        {
            found = PathReader.Resolve(cmdlet, path, literal: true);
            if (!isLiteral && !Presence.Exists(found[0])) found = PathReader.Resolve(cmdlet, path, literal: false);
        }
        catch (PinningException error) when (error.Fault.Id is "FileNotFound" or "NotAFile")
        {
            throw new PinningException(Faults.PinCheckListMissing(path, 0), error);
        }

        if (found.Count != 1 || !Presence.Exists(found[0]) || Directory.Exists(found[0]))
            throw new PinningException(Faults.PinCheckListMissing(path, found.Count));
        return found[0];
    }

    /// <summary>
    /// The exact patterns of a store and of its source as rows; a pattern with a wildcard names no host to connect
    /// to.
    /// </summary>
    internal static List<ListRow> FromStore(WholeStore store, Action<string> warn)
    {
        PinSet[] sets = [.. store.InForce];
        string open = string.Join(", ", sets.Select(set => set.Pattern).Where(IsOpen));
        if (open.Length > 0)
            warn($"These patterns contain wildcards and are not checked: {open}. "
                + "Put their hosts into a list, and give the list together with -PinStore.");
        return
        [
            .. sets.Where(set => !IsOpen(set.Pattern)).Select(set => new ListRow(
                [Cell(CheckColumns.HostName, set.Pattern), Cell("StartTls", set.StartTls), Cell(CheckColumns.Owner, set.Owner)])),
        ];
    }

    private static bool IsOpen(string pattern) => pattern.StartsWith("*", StringComparison.Ordinal);

    /// <summary>
    /// Adds the other columns of a list as members. A column with the name of a member is only in Columns.
    /// </summary>
    internal static void AddColumns(PinCheckDetail detail)
    {
        if (detail.Columns.Count == 0) return;
        PSObject shown = PSObject.AsPSObject(detail);
        foreach (string name in detail.Columns.Keys.Cast<string>())
        {
            // PowerShell reserves names with these beginnings.
            bool isFree = !name.StartsWith("PS", StringComparison.OrdinalIgnoreCase)
                || name.ToUpperInvariant() is not ("PSBASE" or "PSADAPTED" or "PSEXTENDED" or "PSOBJECT" or "PSTYPENAMES");
            if (isFree && shown.Properties[name] is null)
                shown.Properties.Add(new PSNoteProperty(name, detail.Columns[name]));
        }
    }
}

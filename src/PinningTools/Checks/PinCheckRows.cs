using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>The rows of a check from what PowerShell has: objects, hashtables, host names, paths and stores.</summary>
internal static class PinCheckRows
{
    /// <summary>A row of the pipeline.</summary>
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

    /// <summary>A property that throws has nothing to say.</summary>
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

    /// <summary>As [string] of PowerShell makes it, which no culture changes.</summary>
    private static string Text(object? value) =>
        value is null ? "" : (LanguagePrimitives.ConvertTo<string>(value) ?? "").Trim();

    /// <summary>
    /// The file of a list. A path that exists as it is written is that file, whatever brackets it has; else it is a
    /// wildcard for one file.
    /// </summary>
    /// <exception cref="PinningException">It is the name of no file, or of several.</exception>
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
    /// The exact patterns of a store and of its source as rows; a pattern with a wildcard names no host to connect to.
    /// </summary>
    internal static List<ListRow> FromStore(WholeStore store, Action<string> warn)
    {
        PinSet[] sets = [.. store.InForce];
        string open = string.Join(", ", sets.Select(set => set.Pattern).Where(IsOpen));
        if (open.Length > 0)
            warn($"These patterns name no host and are not checked: {open}. "
                + "Put their hosts into a list, and give it beside -PinStore.");
        return
        [
            .. sets.Where(set => !IsOpen(set.Pattern)).Select(set => new ListRow(
                [Cell(CheckColumns.HostName, set.Pattern), Cell("StartTls", set.StartTls), Cell(CheckColumns.Owner, set.Owner)])),
        ];
    }

    private static bool IsOpen(string pattern) => pattern.StartsWith("*", StringComparison.Ordinal);

    /// <summary>What a list says beside what is checked. A column named like a member is in Columns alone.</summary>
    internal static void AddColumns(PinCheckDetail detail)
    {
        if (detail.Columns.Count == 0) return;
        PSObject shown = PSObject.AsPSObject(detail);
        foreach (string name in detail.Columns.Keys.Cast<string>())
        {
            // PowerShell keeps the names that begin so for itself.
            bool isFree = !name.StartsWith("PS", StringComparison.OrdinalIgnoreCase)
                || name.ToUpperInvariant() is not ("PSBASE" or "PSADAPTED" or "PSEXTENDED" or "PSOBJECT" or "PSTYPENAMES");
            if (isFree && shown.Properties[name] is null)
                shown.Properties.Add(new PSNoteProperty(name, detail.Columns[name]));
        }
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <content>
/// Writing: a file is replaced as a whole, and nothing in it is lost without consent. Sets are added under the lock
/// that all writers use.
/// </content>
internal sealed partial class PinSetFile
{
    /// <summary>What an export would do to the present file.</summary>
    /// <exception cref="PinningException">It would lose content without consent, or it cannot be done.</exception>
    internal static StoreChanges Plan(PinSetExport export)
    {
        if (export.NoClobber && !export.Append) RefuseClobber(export);
        if (export.Sets.Count == 0 && !export.Append && !export.Force)
            throw new PinningException(Faults.NothingToExport(export.Path));
        return Compare(export, ReadBefore(export));
    }

    /// <summary>Writes the sets to the file.</summary>
    /// <param name="export">What is written.</param>
    /// <param name="tell">Receives what the format cannot express; nothing is written before it returns.</param>
    /// <param name="cancel">Ends the waiting for other writers.</param>
    /// <exception cref="PinningException">It cannot be written; the file is unchanged.</exception>
    internal static Task UpdateAsync(
        PinSetExport export, Func<IReadOnlyList<string>, Task> tell, CancellationToken cancel) => export.IsStore
        ? PinStoreFile.UpdateAsync(export.Path, store => Put(export, store), cancel)
        : WriteAsync(export, tell, cancel);

    private static bool Put(PinSetExport export, PinStore store)
    {
        // Another process may have added sets in the meantime, or created the file.
        if (export.NoClobber && !export.Append) RefuseClobber(export);
        Compare(export, store);
        if (export.Options.ValidUntil is { } end) store.ValidUntil = end;
        if (!export.Append) store.Clear();
        foreach (PinSet set in export.Sets) PinStoreMerge.Put(store, set, replace: export.Force);
        return true;
    }

    private static async Task WriteAsync(
        PinSetExport export, Func<IReadOnlyList<string>, Task> tell, CancellationToken cancel)
    {
        using FileLock? held = export.Append
            ? await FileLock.TakeAsync(export.Path + ".lock", PinStoreFile.LockTimeout, cancel).ConfigureAwait(false)
            : null;
        PinStore store = export.Append ? ReadBefore(export) : new PinStore();
        foreach (PinSet set in export.Sets) PinStoreMerge.Put(store, set, replace: export.Force);
        FormatWriting writing = export.Write([.. store.Sets]);
        if (writing.Losses.Count > 0)
        {
            await tell(writing.Losses).ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
        }

        // The second file defines the names that the first one uses: it is written first, so that no name is missing at
        // any moment.
        if (writing.Companion is { } companion)
            Replace(export, CompanionFile.PathOf(export.Path, companion.Extension), companion.Content);
        Replace(export, export.Path, writing.Content);
    }

    private static void Replace(PinSetExport export, string path, string content)
    {
        if (export.NoClobber && !export.Append) AtomicFile.WriteNew(path, content);
        else AtomicFile.Write(AtomicFile.FollowLink(path), content);
    }

    /// <exception cref="PinningException">One of the files to be written exists.</exception>
    private static void RefuseClobber(PinSetExport export)
    {
        foreach (string file in Companions(export).Prepend(export.Path))
            if (Presence.Exists(file)) throw new PinningException(Faults.FileExists(file));
    }

    /// <summary>The second file of the format.</summary>
    private static string[] Companions(PinSetExport export) =>
        !export.IsStore && export.Sets.Count > 0
            && export.Format.Write(export.Sets, export.Options).Companion is { } companion
            ? [CompanionFile.PathOf(export.Path, companion.Extension)]
            : [];

    private static StoreChanges Compare(PinSetExport export, PinStore before)
    {
        bool isThere = Presence.Exists(export.Path);
        IReadOnlyList<PinSet> written = export.IsStore || !isThere ? export.Sets : ReadBack(export);
        var changes = new StoreChanges(export.Path, before, written, export.Append);
        if (export.Force) return changes;
        changes.RefuseLosses();
        if (!isThere && Companions(export).FirstOrDefault(Presence.Exists) is { } beside)
            throw new PinningException(
                Faults.FileHoldsOther(beside, export.FormatName, $"'{export.Path}' does not exist."));
        return changes;
    }

    /// <summary>The sets of the existing file; none if they do not matter or are not known.</summary>
    private static PinStore ReadBefore(PinSetExport export)
    {
        if (export.IsStore) return PinStoreFile.ReadOrNew(export.Path);
        if (!export.Format.CanRead || !Presence.Exists(export.Path)) return new PinStore();
        try
        {
            string content = UnicodeFile.Read(export.Path);
            return string.IsNullOrWhiteSpace(content)
                ? new PinStore()
                : new PinStore(ReadText(export, content, one => CompanionFile.Read(export.Path, one)));
        }
        catch (PinningException) when (export is { Force: true, Append: false })
        {
            return new PinStore();
        }
        catch (PinningException error) when (!export.Append)
        {
            throw new PinningException(
                Faults.FileHoldsOther(export.Path, export.Format.Name, error.Fault.Message), error);
        }
    }

    /// <summary>The sets as the file will have them: a format may widen a pattern that it cannot express.</summary>
    private static IReadOnlyList<PinSet> ReadBack(PinSetExport export)
    {
        if (!export.Format.CanRead || export.Sets.Count == 0) return export.Sets;
        FormatWriting writing = export.Format.Write(export.Sets, export.Options);
        return ReadText(export, writing.Content, _ => writing.Companion?.Content);
    }

    private static IReadOnlyList<PinSet> ReadText(
        PinSetExport export, string content, Func<string, string?> companion) =>
        export.Format.Read(new FormatText(export.Path, content)
        {
            Hosts = export.Sets.Count > 0 ? export.Sets[0].Hosts : null,
            Companion = companion,
        }).Sets;
}

/// <summary>Adds a set to a store without overwriting another one, unless that is requested.</summary>
internal static class PinStoreMerge
{
    /// <exception cref="PinningException">
    /// There is another set for the pattern, and it is not to be replaced.
    /// </exception>
    internal static void Put(PinStore store, PinSet set, bool replace)
    {
        if (!replace && store.Get(set.Hosts) is { } other && !Same(set, other))
            throw new PinningException(Faults.PinSetExists(set.Pattern));
        store.Put(set);
    }

    private static bool Same(PinSet left, PinSet right) => Text(left) == Text(right);

    private static string Text(PinSet set) => JsonWriter.WriteCompact(PinSetJson.Write(set));
}

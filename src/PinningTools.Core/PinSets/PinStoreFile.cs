using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>A pin store in a file: read whole, changed under a lock, replaced atomically.</summary>
internal static class PinStoreFile
{
    internal static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(60);

    /// <exception cref="PinningException">The file does not exist, or is not a pin store.</exception>
    internal static PinStore Read(string path) => PinStoreJson.Read(UnicodeFile.Read(path), path);

    /// <summary>The store with the sets that must not be used as well, for commands that report what is wrong.</summary>
    /// <exception cref="PinningException">The file does not exist, or is not a pin store.</exception>
    internal static PinStore ReadForInspection(string path) =>
        PinStoreJson.Read(UnicodeFile.Read(path), path, (_, _) => { });

    /// <summary>The store, or an empty one if there is no file yet.</summary>
    internal static PinStore ReadOrNew(string path) => Presence.Exists(path) ? Read(path) : new PinStore();

    /// <summary>
    /// Reads, changes and writes the store while every other writer waits. A store that does not exist begins empty.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="change">
    /// Changes the store and returns whether it did; nothing is written if it throws or returns false.
    /// </param>
    /// <param name="cancel">Ends the waiting for other writers.</param>
    internal static Task UpdateAsync(string path, Func<PinStore, bool> change, CancellationToken cancel) =>
        UpdateAsync(path, store => Task.FromResult(change(store)), cancel);

    /// <summary>Changes one set of a store.</summary>
    /// <returns>The set after the change.</returns>
    /// <exception cref="PinningException">There is no such set in the file, or the change is refused.</exception>
    internal static async Task<PinSet> ChangeAsync(
        string path, HostPattern hosts, Func<PinSet, PinSet> change, CancellationToken cancel)
    {
        PinSet? changed = null;
        await UpdateAsync(path, store =>
        {
            store.Put(changed = change(store.Require(hosts, path)));
            return true;
        }, cancel).ConfigureAwait(false);
        return changed!;
    }

    /// <summary>Removes one set from a store.</summary>
    /// <returns>The removed set.</returns>
    /// <exception cref="PinningException">There is no such set in the file.</exception>
    internal static async Task<PinSet> RemoveAsync(string path, HostPattern hosts, CancellationToken cancel)
    {
        PinSet? removed = null;
        await UpdateAsync(path, store =>
        {
            removed = store.Require(hosts, path);
            return store.Remove(hosts);
        }, cancel).ConfigureAwait(false);
        return removed!;
    }

    /// <summary>Sets the date until which those who fetch the store may use it.</summary>
    internal static Task RenewAsync(string path, DateTime validUntil, CancellationToken cancel) =>
        UpdateAsync(path, store =>
        {
            store.ValidUntil = validUntil;
            return true;
        }, cancel);

    /// <summary>The same for an asynchronous change.</summary>
    internal static async Task UpdateAsync(string path, Func<PinStore, Task<bool>> change, CancellationToken cancel)
    {
        path = AtomicFile.FollowLink(path);
        using FileLock held = await FileLock.TakeAsync(path + ".lock", LockTimeout, cancel).ConfigureAwait(false);
        PinStore store = ReadOrNew(path);
        if (!await change(store).ConfigureAwait(false)) return;
        // A store with a version counts its changes; a store with a validUntil is published and needs a version.
        if (store.Version > 0 || store.ValidUntil is not null) store.Version++;
        AtomicFile.RemoveLeftovers(path);
        AtomicFile.Write(path, PinStoreJson.Write(store));
    }
}

using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>A pin store in a file: read whole, changed under a lock, replaced atomically.</summary>
internal static class PinStoreFile
{
    internal static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(60);

    /// <exception cref="PinningException">The file is not there, or is no pin store.</exception>
    internal static PinStore Read(string path) => PinStoreJson.Read(UnicodeFile.Read(path), path);

    /// <summary>
    /// The store with the sets that must not be used as well, for whoever says what is wrong with them.
    /// </summary>
    /// <exception cref="PinningException">The file is not there, or is no pin store.</exception>
    internal static PinStore ReadForInspection(string path) =>
        PinStoreJson.Read(UnicodeFile.Read(path), path, (_, _) => { });

    /// <summary>The store, or an empty one where there is no file yet.</summary>
    internal static PinStore ReadOrNew(string path) => Presence.Of(path) ? Read(path) : new PinStore();

    /// <summary>
    /// Reads the store, has it changed and writes it, while every other writer waits. A store that is not there begins
    /// empty.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="change">
    /// Changes the store and says whether it did; nothing is written where it throws or did not.
    /// </param>
    /// <param name="cancel">Ends the waiting for other writers.</param>
    internal static Task UpdateAsync(string path, Func<PinStore, bool> change, CancellationToken cancel) =>
        UpdateAsync(path, store => Task.FromResult(change(store)), cancel);

    /// <summary>Changes one set of a store.</summary>
    /// <returns>The set as it is now.</returns>
    /// <exception cref="PinningException">There is no such set in the file, or it cannot be changed so.</exception>
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

    /// <summary>Takes one set out of a store.</summary>
    /// <returns>The set as it was.</returns>
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

    /// <summary>Says until when whoever fetches a store may use it.</summary>
    internal static Task RenewAsync(string path, DateTime validUntil, CancellationToken cancel) =>
        UpdateAsync(path, store =>
        {
            store.ValidUntil = validUntil;
            return true;
        }, cancel);

    /// <summary>The same for a change that has to wait for something.</summary>
    internal static async Task UpdateAsync(string path, Func<PinStore, Task<bool>> change, CancellationToken cancel)
    {
        path = AtomicFile.FollowLink(path);
        using FileLock held = await FileLock.TakeAsync(path + ".lock", LockTimeout, cancel).ConfigureAwait(false);
        PinStore store = ReadOrNew(path);
        if (!await change(store).ConfigureAwait(false)) return;
        // A store that is numbered counts its changes; one that says how long it is good is for others, who need it.
        if (store.Version > 0 || store.ValidUntil is not null) store.Version++;
        AtomicFile.RemoveLeftovers(path);
        AtomicFile.Write(path, PinStoreJson.Write(store));
    }
}

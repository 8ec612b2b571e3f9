using System;
using System.Collections.Concurrent;
using System.IO;

namespace PinningTools.Internal;

/// <summary>
/// Stores that were read, so that a script that asks a thousand times reads once. A store counts as the same while its
/// file has the same size and time; nobody changes what is in here.
/// </summary>
internal static class PinStoreCache
{
    private const int MaxStores = 8;

    private static readonly ConcurrentDictionary<string, (DateTime Time, long Length, PinStore Store)> s_stores = new();

    /// <exception cref="PinningException">The file is not there, or is no pin store.</exception>
    internal static PinStore Read(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists) throw new PinningException(Faults.FileNotFound(path));
        // The stamp is taken before the content: a file that is replaced in between is read again the next time.
        (DateTime time, long length) = (file.LastWriteTimeUtc, file.Length);
        if (s_stores.TryGetValue(path, out var known) && known.Time == time && known.Length == length)
            return known.Store;
        PinStore store = PinStoreFile.Read(path);
        if (s_stores.Count >= MaxStores) s_stores.Clear();
        s_stores[path] = (time, length, store);
        return store;
    }
}

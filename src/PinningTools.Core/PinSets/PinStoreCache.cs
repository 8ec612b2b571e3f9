using System.Collections.Concurrent;

namespace PinningTools.Internal;

/// <summary>
/// Caches stores, so that a script that uses one a thousand times parses it once. A store is reused while the content
/// of its file is unchanged: reading the file is cheap compared with parsing it. Cached stores are never changed.
/// </summary>
internal static class PinStoreCache
{
    private const int MaxStores = 8;

    private static readonly ConcurrentDictionary<string, (FileStamp Stamp, PinStore Store)> s_stores = new();

    /// <exception cref="PinningException">The file does not exist, or is not a pin store.</exception>
    internal static PinStore Read(string path)
    {
        // The stamp is taken before the content: a file that is replaced in between is read again the next time.
        FileStamp stamp = FileStamp.Read(path);
        if (s_stores.TryGetValue(path, out var known) && known.Stamp == stamp) return known.Store;
        PinStore store = PinStoreFile.Read(path);
        if (s_stores.Count >= MaxStores) s_stores.Clear();
        s_stores[path] = (stamp, store);
        return store;
    }

    internal static void Clear() => s_stores.Clear();
}

using System.Collections.Concurrent;

namespace PinningTools.Internal;

/// <summary>
/// Stores that were read, so that a script that asks a thousand times reads once. A store counts as the same while its
/// file has the same content: to read that is little beside making sets of it. Nobody changes what is in here.
/// </summary>
internal static class PinStoreCache
{
    private const int MaxStores = 8;

    private static readonly ConcurrentDictionary<string, (FileStamp Stamp, PinStore Store)> s_stores = new();

    /// <exception cref="PinningException">The file is not there, or is no pin store.</exception>
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

namespace PinningTools.Internal;

/// <summary>
/// Caches stores, so that a script that uses one a thousand times parses it once. A store is reused while the content
/// of its file is unchanged. Cached stores are never changed.
/// </summary>
internal static class PinStoreCache
{
    private const int MaxStores = 8;

    private static readonly FileCache<PinStore> s_stores = new(MaxStores, PinStoreFile.Read);

    /// <exception cref="PinningException">The file does not exist, or is not a pin store.</exception>
    internal static PinStore Read(string path) => s_stores.Read(path);

    internal static void Clear() => s_stores.Clear();
}

using System;
using System.Collections.Concurrent;

namespace PinningTools.Internal;

/// <summary>
/// Caches what was made of files, so that a script that names one a thousand times has it read once, as long as its
/// content does not change.
/// </summary>
/// <param name="capacity">The number of files; if there are more, all are read again.</param>
/// <param name="make">Reads a file. What it returns is shared and must not be changed.</param>
internal sealed class FileCache<T>(int capacity, Func<string, T> make)
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <exception cref="PinningException">The file does not exist or cannot be read, or <c>make</c> threw it.</exception>
    internal T Read(string path)
    {
        _entries.TryGetValue(path, out Entry? known);
        // The stamp is taken before the content: a file that is replaced in between is read again the next time.
        FileStamp stamp = FileStamp.Read(path, known?.Stamp);
        if (ReferenceEquals(known?.Stamp, stamp)) return known!.Value;
        T value = known?.Stamp == stamp ? known!.Value : make(path);
        if (_entries.Count >= capacity) _entries.Clear();
        _entries[path] = new Entry(stamp, value);
        return value;
    }

    internal void Clear() => _entries.Clear();

    private sealed record Entry(FileStamp Stamp, T Value);
}

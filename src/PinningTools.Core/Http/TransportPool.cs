using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Keeps transports, and with them their connections, from one command to the next, each under the very same settings
/// only. A transport that is let go of while requests run on it is disposed when the last of them ends.
/// </summary>
internal sealed class TransportPool
{
    private const int MaxTransports = 256;
    private static readonly TimeSpan s_idle = TimeSpan.FromMinutes(2);

    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private DateTime _lastSweep = DateTime.UtcNow;

    internal static TransportPool Shared { get; } = new();

    /// <summary>The transports that a command could get.</summary>
    internal int Count
    {
        get
        {
            lock (_entries) return _entries.Count;
        }
    }

    /// <summary>A transport for the settings; to be disposed when the response has been read.</summary>
    internal Lease Rent(TransportSettings settings)
    {
        if (!settings.CanBePooled) return new Lease(this, new Entry(settings) { IsRetired = true, Users = 1 });
        lock (_entries)
        {
            Sweep();
            if (_entries.TryGetValue(settings.Key, out Entry? entry) && entry.Transport.IsExpired)
                Retire(settings.Key, entry);
            if (!_entries.TryGetValue(settings.Key, out entry)) _entries.Add(settings.Key, entry = new Entry(settings));
            entry.Users++;
            return new Lease(this, entry);
        }
    }

    /// <summary>Lets go of all transports. Requests that are under way end in peace.</summary>
    internal void Clear()
    {
        lock (_entries)
            foreach (KeyValuePair<string, Entry> pair in _entries.ToArray()) Retire(pair.Key, pair.Value);
    }

    private void Sweep()
    {
        DateTime now = DateTime.UtcNow;
        if (_entries.Count < MaxTransports && now - _lastSweep < s_idle) return;
        _lastSweep = now;
        foreach (KeyValuePair<string, Entry> pair in _entries.ToArray())
            if (pair.Value.Users == 0 && now - pair.Value.LastUsed > s_idle) Retire(pair.Key, pair.Value);
        while (_entries.Count >= MaxTransports)
        {
            KeyValuePair<string, Entry> oldest = _entries.OrderBy(pair => pair.Value.LastUsed).First();
            Retire(oldest.Key, oldest.Value);
        }
    }

    private void Retire(string key, Entry entry)
    {
        _entries.Remove(key);
        entry.IsRetired = true;
        if (entry.Users == 0) entry.Transport.Dispose();
    }

    private void Return(Entry entry)
    {
        lock (_entries)
        {
            entry.Users--;
            entry.LastUsed = DateTime.UtcNow;
            if (entry is { IsRetired: true, Users: 0 }) entry.Transport.Dispose();
        }
    }

    internal sealed class Lease(TransportPool pool, Entry entry) : IDisposable
    {
        private Entry? _entry = entry;

        internal PinnedTransport Transport { get; } = entry.Transport;

        public void Dispose()
        {
            if (_entry is { } held) pool.Return(held);
            _entry = null;
        }
    }

    internal sealed class Entry(TransportSettings settings)
    {
        internal PinnedTransport Transport { get; } = new(settings);

        internal int Users { get; set; }

        internal DateTime LastUsed { get; set; } = DateTime.UtcNow;

        internal bool IsRetired { get; set; }
    }
}

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>
/// Keeps transports, and with them their connections, from one request to the next, but only for exactly the same
/// settings. A transport serves one request at a time, so that its connection's verdict is the request's.
/// </summary>
internal sealed class TransportPool
{
    private const int MaxIdle = 256;
    private static readonly TimeSpan s_maxIdleTime = TimeSpan.FromMinutes(2);

    /// <summary>The unused transports, the longest unused first.</summary>
    private readonly List<Idle> _idle = [];
    private readonly ConcurrentDictionary<string, bool> _slow = new(StringComparer.Ordinal);
    private int _cleared;

    internal static TransportPool Shared { get; } = new();

    /// <summary>The servers that were shown a client certificate.</summary>
    internal LeafMemory Leaves { get; } = new();

    /// <summary>The transports that are available to requests.</summary>
    internal int Count
    {
        get
        {
            lock (_idle) return _idle.Count;
        }
    }

    /// <summary>A transport for the settings; to be disposed when the response has been read.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="use">Whether it may have been used before, and may be used after this request.</param>
    internal Lease Rent(TransportSettings settings, PoolUse use = PoolUse.Shared)
    {
        if (use == PoolUse.None || !settings.CanBePooled)
            return new Lease(this, new PinnedTransport(settings, Leaves), null, default);
        string key = settings.Key;
        lock (_idle)
        {
            DropOld();
            int found = use == PoolUse.New ? -1 : _idle.FindLastIndex(idle => idle.Key == key);
            if (found < 0)
                return new Lease(this, new PinnedTransport(settings, Leaves), key, new(_cleared, use == PoolUse.New));
            Idle known = _idle[found];
            _idle.RemoveAt(found);
            return new Lease(this, known.Transport, key, new(_cleared, false)) { IdleTime = Clock.Now - known.Since };
        }
    }

    /// <summary>Whether a server was slow when a kept connection to it was given up as dead.</summary>
    internal bool IsSlow(TransportSettings settings)
    {
        if (_slow.IsEmpty) return false;
        return _slow.ContainsKey(settings.Key);
    }

    internal void NoteSlow(TransportSettings settings)
    {
        if (_slow.Count < MaxIdle && settings.CanBePooled) _slow[settings.Key] = true;
    }

    /// <summary>Releases all transports. Requests in progress are completed.</summary>
    internal void Clear()
    {
        lock (_idle)
        {
            _cleared++;
            foreach (Idle idle in _idle) idle.Transport.Dispose();
            _idle.Clear();
            _slow.Clear();
            Leaves.Clear();
        }
    }

    private void DropOld()
    {
        DateTime now = Clock.Now;
        _idle.RemoveAll(idle =>
        {
            bool isOld = now - idle.Since > s_maxIdleTime || idle.Transport.IsExpiredAt(now);
            if (isOld) idle.Transport.Dispose();
            return isOld;
        });
    }

    private void Return(PinnedTransport transport, string? key, LeaseOrigin origin)
    {
        lock (_idle)
        {
            if (key is null || origin.Cleared != _cleared)
            {
                transport.Dispose();
                return;
            }

            // Requests that each need a new connection leave one of them behind, the newest, and not each its own.
            int older = origin.IsNew ? _idle.FindIndex(idle => idle.Key == key) : -1;
            if (older < 0 && _idle.Count == MaxIdle) older = 0;
            if (older >= 0)
            {
                _idle[older].Transport.Dispose();
                _idle.RemoveAt(older);
            }

            _idle.Add(new Idle(key, transport, Clock.Now));
        }
    }

    internal sealed class Lease(TransportPool pool, PinnedTransport transport, string? key, LeaseOrigin origin) : IDisposable
    {
        private bool _isOver;

        internal PinnedTransport Transport => transport;

        /// <summary>How long the transport was unused; null for a new one.</summary>
        internal TimeSpan? IdleTime { get; init; }

        public void Dispose()
        {
            if (!_isOver) pool.Return(transport, key, origin);
            _isOver = true;
        }

        /// <summary>Closes the connection: nobody else gets one on which a request failed.</summary>
        internal void Discard()
        {
            if (!_isOver) transport.Dispose();
            _isOver = true;
        }
    }

    /// <summary>Where a leased transport comes from.</summary>
    /// <param name="Cleared">How often the pool had been cleared.</param>
    /// <param name="IsNew">Whether it was made although the pool may have had one.</param>
    internal readonly record struct LeaseOrigin(int Cleared, bool IsNew);

    private sealed record Idle(string Key, PinnedTransport Transport, DateTime Since);
}

/// <summary>How a request uses the pool.</summary>
internal enum PoolUse
{
    /// <summary>It takes a transport from the pool, and leaves it there.</summary>
    Shared,

    /// <summary>It gets a new transport, and leaves it in the pool.</summary>
    New,

    /// <summary>It gets a new transport, which nobody uses after it.</summary>
    None,
}

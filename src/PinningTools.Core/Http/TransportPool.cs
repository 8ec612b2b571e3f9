using System;
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
    private int _cleared;

    internal static TransportPool Shared { get; } = new();

    /// <summary>The transports that are available to requests.</summary>
    internal int Count
    {
        get
        {
            lock (_idle) return _idle.Count;
        }
    }

    /// <summary>A transport for the settings; to be disposed when the response has been read.</summary>
    internal Lease Rent(TransportSettings settings)
    {
        if (!settings.CanBePooled) return new Lease(this, new PinnedTransport(settings), null, 0);
        string key = settings.Key;
        lock (_idle)
        {
            DropOld();
            int found = _idle.FindLastIndex(idle => idle.Key == key);
            PinnedTransport transport = found < 0 ? new PinnedTransport(settings) : _idle[found].Transport;
            if (found >= 0) _idle.RemoveAt(found);
            return new Lease(this, transport, key, _cleared);
        }
    }

    /// <summary>Releases all transports. Requests in progress are completed.</summary>
    internal void Clear()
    {
        lock (_idle)
        {
            _cleared++;
            foreach (Idle idle in _idle) idle.Transport.Dispose();
            _idle.Clear();
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

    private void Return(PinnedTransport transport, string? key, int cleared)
    {
        lock (_idle)
        {
            if (key is null || cleared != _cleared)
            {
                transport.Dispose();
                return;
            }

            if (_idle.Count == MaxIdle)
            {
                _idle[0].Transport.Dispose();
                _idle.RemoveAt(0);
            }

            _idle.Add(new Idle(key, transport, Clock.Now));
        }
    }

    internal sealed class Lease(TransportPool pool, PinnedTransport transport, string? key, int cleared) : IDisposable
    {
        private bool _isOver;

        internal PinnedTransport Transport => transport;

        public void Dispose()
        {
            if (!_isOver) pool.Return(transport, key, cleared);
            _isOver = true;
        }
    }

    private sealed record Idle(string Key, PinnedTransport Transport, DateTime Since);
}

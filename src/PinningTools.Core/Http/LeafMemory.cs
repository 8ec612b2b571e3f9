using System;
using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>
/// The leaves that were shown a client certificate lately, for each key of the pool: a server that demands one first is
/// evaluated once, and not again for each connection. What is remembered only says that the certificate may be shown
/// to that leaf; each connection has its own verdict.
/// </summary>
internal sealed class LeafMemory
{
    private const int MaxServers = 256;
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, (ApprovedLeaves Leaves, DateTime Until)> _known = new(StringComparer.Ordinal);

    internal ApprovedLeaves Find(TransportSettings settings)
    {
        if (!CanKeep(settings)) return ApprovedLeaves.None;
        lock (_known)
        {
            return _known.TryGetValue(settings.Key, out (ApprovedLeaves Leaves, DateTime Until) found)
                && Clock.Now < found.Until
                ? found.Leaves
                : ApprovedLeaves.None;
        }
    }

    /// <summary>Remembers leaves until the first of them or the pin set expires, and for minutes at most.</summary>
    internal void Keep(TransportSettings settings, ApprovedLeaves leaves)
    {
        if (leaves.IsEmpty || !CanKeep(settings)) return;
        DateTime now = Clock.Now;
        DateTime until = Earlier(now + s_lifetime, Earlier(leaves.NotAfter, settings.Policy.Expires));
        lock (_known)
        {
            if (_known.Count >= MaxServers && !_known.ContainsKey(settings.Key)) _known.Clear();
            // A leaf that is known already does not become younger by being seen again.
            if (!_known.TryGetValue(settings.Key, out (ApprovedLeaves Leaves, DateTime Until) old)
                || now >= old.Until || !ReferenceEquals(old.Leaves, leaves))
                _known[settings.Key] = (leaves, until);
        }
    }

    internal void Drop(TransportSettings settings)
    {
        if (!CanKeep(settings)) return;
        lock (_known) _known.Remove(settings.Key);
    }

    internal void Clear()
    {
        lock (_known) _known.Clear();
    }

    private static bool CanKeep(TransportSettings settings) =>
        settings.CanBePooled && settings.Connection.ClientCertificate is not null;

    private static DateTime Earlier(DateTime one, DateTime? other) => other < one ? other.Value : one;

    private static DateTime? Earlier(DateTime? one, DateTime? other) => one is { } known ? Earlier(known, other) : other;
}

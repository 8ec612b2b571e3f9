using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;

namespace PinningTools.Internal;

/// <summary>
/// The validated chains of the last minute, so that a sweep over many names with the same certificates builds each
/// chain only once. Only successes are kept. The key consists of everything the server sent and of the trust; the name
/// and the time are not part of it and are checked on every use.
/// </summary>
internal static class ChainCache
{
    private const int MaxEntries = 1024;
    private static readonly TimeSpan s_lifetime = TimeSpan.FromSeconds(60);
    private static readonly ConcurrentDictionary<(SpkiPin Presented, string Trust), Entry> s_entries = new();

    internal static BuiltChain GetOrBuild(
        PresentedChain presented, TrustSettings trust, DateTime time, CancellationToken cancel)
    {
        (SpkiPin, string) key = (Digest(presented), trust.Key);
        DateTime now = Clock.Now;
        if (s_entries.TryGetValue(key, out Entry? entry) && entry.Until > now
            && entry.Chain.Elements.All(element => CertificateOrder.IsValidAt(element, time)))
            return entry.Chain;
        BuiltChain chain = ChainBuilder.Build(presented, trust, time, cancel);
        if (!chain.IsValid) return chain;
        // The cache is emptied completely when it is full: this is simpler than choosing entries, and a sweep over that
        // many chains does not benefit from any of them.
        if (s_entries.Count >= MaxEntries) s_entries.Clear();
        s_entries[key] = new Entry(chain, now + s_lifetime);
        return chain;
    }

    internal static void Clear() => s_entries.Clear();

    /// <summary>One hash over the certificates in their order; DER delimits each of them.</summary>
    private static SpkiPin Digest(PresentedChain presented)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (DerCertificate certificate in presented.Certificates) hash.AppendData(certificate.Raw);
        return SpkiPin.FromHash(hash.GetHashAndReset());
    }

    private sealed class Entry(BuiltChain chain, DateTime until)
    {
        internal BuiltChain Chain { get; } = chain;

        internal DateTime Until { get; } = until;
    }
}

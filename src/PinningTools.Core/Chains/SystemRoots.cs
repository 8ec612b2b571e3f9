using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PinningTools.Internal;

/// <summary>The roots that the platform trusts, read at most once a minute, and only after a mismatch.</summary>
internal static class SystemRoots
{
    private static readonly TimeSpan s_lifetime = TimeSpan.FromSeconds(60);
    private static readonly object s_gate = new();
    private static AnchorSet s_roots = new([]);
    private static DateTime s_until;

    internal static AnchorSet Known
    {
        get
        {
            lock (s_gate)
            {
                if (Clock.Now < s_until) return s_roots;
                s_roots = new AnchorSet(
                [
                    .. Read(StoreName.Root, StoreLocation.CurrentUser),
                    .. Read(StoreName.Root, StoreLocation.LocalMachine),
                ]);
                s_until = Clock.Now + s_lifetime;
                return s_roots;
            }
        }
    }

    internal static void Clear()
    {
        lock (s_gate)
        {
            s_roots = new AnchorSet([]);
            s_until = default;
        }
    }

    internal static List<DerCertificate> Read(StoreName name, StoreLocation location)
    {
        var roots = new List<DerCertificate>();
        try
        {
            using var store = new X509Store(name, location);
            store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
            foreach (X509Certificate2 root in store.Certificates)
            {
                using (root) Add(roots, root.RawData);
            }
        }
        catch (CryptographicException)
        {
            // A store that does not exist offers no further paths.
        }

        return roots;
    }

    private static void Add(List<DerCertificate> roots, byte[] raw)
    {
        try
        {
            roots.Add(DerCertificate.Parse(raw));
        }
        catch (PinningException)
        {
            // A faulty root must not hide the others.
        }
    }
}

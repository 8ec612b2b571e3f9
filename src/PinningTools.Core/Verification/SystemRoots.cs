using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PinningTools.Internal;

/// <summary>The roots that the platform trusts, read at most once a minute: only a mismatch asks for them.</summary>
internal static class SystemRoots
{
    private static readonly TimeSpan s_lifetime = TimeSpan.FromSeconds(60);
    private static readonly object s_gate = new();
    private static IReadOnlyList<DerCertificate> s_roots = [];
    private static DateTime s_until;

    internal static IReadOnlyList<DerCertificate> All
    {
        get
        {
            lock (s_gate)
            {
                if (DateTime.UtcNow < s_until) return s_roots;
                s_roots =
                [
                    .. Read(StoreName.Root, StoreLocation.CurrentUser), .. Read(StoreName.Root, StoreLocation.LocalMachine),
                ];
                s_until = DateTime.UtcNow + s_lifetime;
                return s_roots;
            }
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
                using (root) roots.Add(DerCertificate.Parse(root.RawData));
            }
        }
        catch (Exception error) when (error is CryptographicException or PinningException)
        {
            // A store that is not there or holds what is no certificate has no further path to offer.
        }

        return roots;
    }
}

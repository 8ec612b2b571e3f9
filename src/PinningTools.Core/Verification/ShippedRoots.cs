using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;

namespace PinningTools.Internal;

/// <summary>
/// The authorities that came with the system, told from those that somebody added to it: a company's own, that of a
/// proxy that reads along, a debugging tool's. By their keys, which a reissued root keeps. Only a mismatch asks for
/// them.
/// </summary>
internal static class ShippedRoots
{
    /// <summary>Where distributions of Linux keep what they ship; what is added has folders of its own.</summary>
    private static readonly string[] s_folders = ["/usr/share/ca-certificates", "/usr/share/pki"];

    private static readonly Lazy<HashSet<SpkiPin>> s_keys = new(() => [.. Read().Select(root => root.Pin)]);

    /// <summary>Whether a root was surely added to the system; where the system does not tell, it was not.</summary>
    internal static bool WasAdded(DerCertificate root) => WasAdded(root, s_keys.Value);

    /// <summary>Whether a root surely came with the system.</summary>
    internal static bool CameWithSystem(DerCertificate root) => s_keys.Value.Contains(root.Pin);

    internal static bool WasAdded(DerCertificate root, HashSet<SpkiPin> shipped) =>
        shipped.Count > 0 && !shipped.Contains(root.Pin);

    /// <summary>The certificates of the files in and below some folders; what cannot be read is passed over.</summary>
    internal static IEnumerable<DerCertificate> ReadFolders(IEnumerable<string> folders) => folders
        .SelectMany(folder => CertificateFolder.Walk(folder, _ => true, _ => { }))
        .SelectMany(ReadFile);

    private static IEnumerable<DerCertificate> Read()
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Linux)) return ReadFolders(s_folders);
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows)) return [];
        // Windows has the roots of its programme in a store of their own, and Microsoft's among all others.
        List<DerCertificate> programme = SystemRoots.Read(StoreName.AuthRoot, StoreLocation.LocalMachine);
        if (programme.Count == 0) return [];
        return programme.Concat(SystemRoots.All.Where(IsMicrosofts));
    }

    private static bool IsMicrosofts(DerCertificate root) =>
        root.Subject.IndexOf("O=Microsoft Corporation", StringComparison.Ordinal) >= 0;

    private static List<DerCertificate> ReadFile(string path)
    {
        try
        {
            return [.. CertificateFile.Read(path).Select(item => item.Certificate).OfType<DerCertificate>()];
        }
        catch (PinningException)
        {
            return [];
        }
    }
}

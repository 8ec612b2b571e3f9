using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;

namespace PinningTools.Internal;

/// <summary>
/// Distinguishes the authorities that came with the system from those that were added to it, such as the authority of a
/// company, an inspecting proxy or a debugging tool. They are identified by their keys, which a reissued root keeps.
/// They are read only after a mismatch.
/// </summary>
internal static class ShippedRoots
{
    /// <summary>
    /// The folders in which Linux distributions keep the roots they ship; added roots have other folders.
    /// </summary>
    private static readonly string[] s_folders = ["/usr/share/ca-certificates", "/usr/share/pki"];

    private static readonly Lazy<HashSet<SpkiPin>> s_keys = new(() => [.. Read().Select(root => root.Pin)]);

    /// <summary>Whether a root was certainly added to the system; false if the system does not show it.</summary>
    internal static bool IsAdded(DerCertificate root) => IsAdded(root, s_keys.Value);

    /// <summary>Whether a root certainly came with the system.</summary>
    internal static bool CameWithSystem(DerCertificate root) => s_keys.Value.Contains(root.Pin);

    internal static bool IsAdded(DerCertificate root, HashSet<SpkiPin> shipped) =>
        shipped.Count > 0 && !shipped.Contains(root.Pin);

    /// <summary>The certificates of the files in and below some folders; what cannot be read is skipped.</summary>
    internal static IEnumerable<DerCertificate> ReadFolders(IEnumerable<string> folders) => folders
        .SelectMany(folder => CertificateFolder.Walk(folder, _ => true, _ => { }))
        .SelectMany(ReadFile);

    private static IEnumerable<DerCertificate> Read()
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Linux)) return ReadFolders(s_folders);
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows)) return [];
        // Windows has the roots of its program in a separate store, and Microsoft's roots among all others.
        List<DerCertificate> programme = SystemRoots.Read(StoreName.AuthRoot, StoreLocation.LocalMachine);
        if (programme.Count == 0) return [];
        return programme.Concat(SystemRoots.Known.All.Where(IsMicrosofts));
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

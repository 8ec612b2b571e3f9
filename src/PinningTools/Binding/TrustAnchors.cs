using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>
/// Reads -TrustAnchor: paths of certificate files, PEM text, DER bytes, certificates and pin records. The roots among
/// all of them are the anchors; the other certificates help to build a chain.
/// </summary>
internal static class TrustAnchors
{
    private const int MaxFiles = 64;
    private static readonly FileCache<AnchorFile> s_files =
        new(MaxFiles, path => new AnchorFile(ReadAll(CertificateFile.Read(path))));

    /// <summary>The trust settings from the parameters of a command.</summary>
    /// <exception cref="PinningException">
    /// An anchor cannot be read, there is no root, or the parameters exclude each other.
    /// </exception>
    internal static TrustSettings Read(PSCmdlet cmdlet, object[] anchors, bool pinOnly)
    {
        if (anchors.Length == 0) return pinOnly ? TrustSettings.PinOnly : TrustSettings.System;
        if (pinOnly) throw new PinningException(Faults.TrustConflict());
        var files = new List<AnchorFile>();
        var certificates = new List<DerCertificate>();
        foreach (object one in PemLines.Join(anchors, name => IsFile(cmdlet, name)))
        {
            if (ReadHere(one) is { } here)
            {
                certificates.AddRange(here);
                continue;
            }

            IEnumerable<string> paths = one is FileInfo file
                ? [file.FullName]
                : PathReader.Resolve(cmdlet, one.ToString() ?? "", literal: false);
            files.AddRange(paths.Select(s_files.Read));
        }

        return files.Count == 1 && certificates.Count == 0
            ? files[0].Trust
            : TrustSettings.FromAnchors([.. files.SelectMany(file => file.Certificates), .. certificates]);
    }

    /// <summary>The same, or null if the parameters say nothing of it.</summary>
    /// <exception cref="PinningException">The same.</exception>
    internal static TrustSettings? ReadIfGiven(PSCmdlet cmdlet, object[] anchors, bool pinOnly) =>
        pinOnly || anchors.Length > 0 ? Read(cmdlet, anchors, pinOnly) : null;

    internal static void Clear() => s_files.Clear();

    private static bool IsFile(PSCmdlet cmdlet, string name)
    {
        try
        {
            return File.Exists(
                Path.Combine(cmdlet.SessionState.Path.CurrentFileSystemLocation.ProviderPath, name.Trim()));
        }
        catch (System.ArgumentException)
        {
            // .NET Framework knows characters that no path has.
            return false;
        }
    }

    /// <summary>The certificates in a value that is a certificate or the content of a file; null for a path.</summary>
    private static DerCertificate[]? ReadHere(object anchor) => anchor switch
    {
        PinRecord record => [record.Certificate],
        _ when CertificateArgument.TryFrom(anchor) is { } given =>
            ReadAll(CertificateFile.Read(new MemoryStream([.. given.Data]), "-TrustAnchor")),
        _ => null,
    };

    /// <summary>A list of anchors that can be read only in part is not used: the first bad block ends it.</summary>
    private static DerCertificate[] ReadAll(IEnumerable<KeyFileItem> items) =>
        [.. items.Select(item => item.Certificate ?? throw new PinningException(item.Fault!))];

    private sealed class AnchorFile(DerCertificate[] certificates)
    {
        private TrustSettings? _trust;

        internal DerCertificate[] Certificates { get; } = certificates;

        /// <exception cref="PinningException">There is no root among them.</exception>
        internal TrustSettings Trust => _trust ??= TrustSettings.FromAnchors(Certificates);
    }
}

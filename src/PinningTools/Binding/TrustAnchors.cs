using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// Reads -TrustAnchor: paths of certificate files, PEM text, DER bytes, certificates and pin records.
/// </summary>
internal static class TrustAnchors
{
    private const int MaxFiles = 64;
    private static readonly ConcurrentDictionary<string, ReadBefore> s_files = new();

    /// <summary>How a connection is to be trusted, from the parameters of a command.</summary>
    /// <exception cref="PinningException">
    /// An anchor cannot be read or is none, or the parameters exclude each other.
    /// </exception>
    internal static TrustSettings Read(PSCmdlet cmdlet, object[] anchors, bool pinOnly)
    {
        if (anchors.Length == 0) return pinOnly ? TrustSettings.PinOnly : TrustSettings.System;
        if (pinOnly) throw new PinningException(Faults.TrustConflict());
        var parts = new List<TrustSettings>();
        foreach (object anchor in anchors)
        {
            object plain = anchor is PSObject wrapped ? wrapped.BaseObject : anchor;
            if (ReadHere(plain) is { } part) parts.Add(part);
            else foreach (string path in PathReader.Resolve(cmdlet, plain.ToString() ?? "", literal: false))
                parts.Add(ReadFile(path));
        }

        return parts.Count == 1 ? parts[0] : TrustSettings.FromAnchors([.. parts.SelectMany(part => part.Anchors)]);
    }

    /// <summary>What is an anchor itself or a file of them; null for what is a path.</summary>
    private static TrustSettings? ReadHere(object anchor) => anchor switch
    {
        PinRecord record => TrustSettings.FromAnchors([record.Certificate]),
        X509Certificate certificate => TrustSettings.FromAnchors([DerCertificate.Parse(certificate.GetRawCertData())]),
        X509ChainElement element => ReadHere(element.Certificate),
        byte[] bytes => ReadBytes(bytes),
        string text when text.Contains("-----BEGIN") => ReadBytes(Encoding.UTF8.GetBytes(text)),
        FileInfo file => ReadFile(file.FullName),
        _ => null,
    };

    /// <summary>
    /// A script that names the same file a thousand times has it read once, for as long as it does not change.
    /// </summary>
    private static TrustSettings ReadFile(string path)
    {
        FileStamp? stamp = FileStamp.Of(path);
        if (s_files.TryGetValue(path, out ReadBefore? known) && known.Stamp == stamp) return known.Trust;
        TrustSettings trust = ReadAll(CertificateFile.Read(path));
        if (s_files.Count >= MaxFiles) s_files.Clear();
        s_files[path] = new ReadBefore(stamp, trust);
        return trust;
    }

    private static TrustSettings ReadBytes(byte[] bytes) =>
        ReadAll(CertificateFile.Read(new MemoryStream(bytes), "-TrustAnchor"));

    /// <summary>A half-read list of anchors is none: the first bad block ends it.</summary>
    private static TrustSettings ReadAll(IEnumerable<CertificateItem> items) => TrustSettings.FromAnchors(
        [.. items.Select(item => item.Certificate ?? throw new PinningException(item.Fault!))]);

    private sealed record ReadBefore(FileStamp? Stamp, TrustSettings Trust);
}

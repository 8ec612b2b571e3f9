using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace PinningTools.Internal;

/// <summary>Reads -TrustAnchor: paths of certificate files, PEM text, DER bytes, certificates and pin records.</summary>
internal static class TrustAnchors
{
    /// <summary>How a connection is to be trusted, from the parameters of a command.</summary>
    /// <exception cref="PinningException">An anchor cannot be read or is none, or the parameters exclude each other.</exception>
    internal static TrustSettings Read(PSCmdlet cmdlet, object[] anchors, bool pinOnly)
    {
        if (anchors.Length == 0) return pinOnly ? TrustSettings.PinOnly : TrustSettings.System;
        if (pinOnly) throw new PinningException(Faults.TrustConflict());
        return TrustSettings.FromAnchors([.. anchors.SelectMany(anchor => ReadOne(cmdlet, anchor))]);
    }

    private static IEnumerable<DerCertificate> ReadOne(PSCmdlet cmdlet, object anchor)
    {
        object plain = anchor is PSObject wrapped ? wrapped.BaseObject : anchor;
        return plain switch
        {
            PinRecord record => [record.Certificate],
            X509Certificate certificate => [DerCertificate.Parse(certificate.GetRawCertData())],
            byte[] bytes => ReadAll(CertificateFile.Read(new MemoryStream(bytes), "-TrustAnchor")),
            string text when text.Contains("-----BEGIN") =>
                ReadAll(CertificateFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "-TrustAnchor")),
            FileInfo file => ReadAll(CertificateFile.Read(file.FullName)),
            _ => PathReader.Resolve(cmdlet, plain.ToString() ?? "", literal: false).SelectMany(path => ReadAll(CertificateFile.Read(path))),
        };
    }

    /// <summary>A half-read list of anchors is none: the first bad block ends it.</summary>
    private static IEnumerable<DerCertificate> ReadAll(IEnumerable<CertificateItem> items) =>
        items.Select(item => item.Certificate ?? throw new PinningException(item.Fault!));
}

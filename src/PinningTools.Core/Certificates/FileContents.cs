using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>Says what a file is that holds no certificate, for a message that people can act on.</summary>
internal static class FileContents
{
    private const int MaxText = 1 << 20;

    private static readonly Dictionary<string, string> s_labels = new(StringComparer.Ordinal)
    {
        ["PRIVATE KEY"] = "a private key",
        ["RSA PRIVATE KEY"] = "a private key",
        ["EC PRIVATE KEY"] = "a private key",
        ["DSA PRIVATE KEY"] = "a private key",
        ["ENCRYPTED PRIVATE KEY"] = "an encrypted private key",
        ["OPENSSH PRIVATE KEY"] = "a private key of OpenSSH",
        ["PGP PUBLIC KEY BLOCK"] = "a PGP key",
        ["PGP PRIVATE KEY BLOCK"] = "a PGP key",
        ["SSH2 PUBLIC KEY"] = "a public key of SSH",
        ["PUBLIC KEY"] = "a public key",
        ["RSA PUBLIC KEY"] = "a public key",
        ["CERTIFICATE REQUEST"] = "a certificate request (CSR)",
        ["NEW CERTIFICATE REQUEST"] = "a certificate request (CSR)",
        ["X509 CRL"] = RevocationList,
        ["PKCS12"] = "a PKCS#12 file (PFX)",
        ["PKCS7"] = "a PKCS#7 without certificates",
        ["DH PARAMETERS"] = "Diffie-Hellman parameters",
        ["EC PARAMETERS"] = "the parameters of an elliptic curve",
    };

    /// <summary>The starts of files that are neither PEM nor DER.</summary>
    private static readonly (string Start, string What)[] s_starts =
    [
        ("\u00FE\u00ED\u00FE\u00ED", "a Java key store"),
        ("\u00CE\u00CE\u00CE\u00CE", "a Java key store"),
        ("ssh-", "a public key of OpenSSH"),
        ("ecdsa-sha2-", "a public key of OpenSSH"),
        ("<", "XML or HTML"),
    ];

    internal const string RevocationList = "a certificate revocation list (CRL)";

    /// <summary>Of a file that is text or unknown; null where it cannot be told.</summary>
    internal static string? Describe(Stream data)
    {
        data.Position = 0;
        using (var bytes = new BinaryReader(data, Encoding.UTF8, leaveOpen: true))
        {
            string start = string.Concat(bytes.ReadBytes(16).Select(part => (char)part));
            string bare = start.StartsWith("\u00EF\u00BB\u00BF", StringComparison.Ordinal) ? start.Substring(3) : start;
            if (s_starts.FirstOrDefault(known => bare.StartsWith(known.Start, StringComparison.Ordinal)).What is { } what)
                return what;
        }

        if (data.Length > MaxText) return null;
        data.Position = 0;
        using var text = new StreamReader(data, Encoding.UTF8, true, 4096, leaveOpen: true);
        string[] found =
        [
            .. PemReader.Read(text, "")
                .Select(block => s_labels.TryGetValue(block.Label, out string? known) ? known : $"'{block.Label}'")
                .Distinct(),
        ];
        return found.Length == 0 ? null : string.Join(" and ", found.Take(3));
    }

    /// <summary>Of what a file was read into.</summary>
    internal static string Describe(IKeyHolder holder) => holder.Kind switch
    {
        PinRecordKind.PrivateKey => "a private key",
        PinRecordKind.PublicKey => "a public key",
        PinRecordKind.CertificateRequest => "a certificate request (CSR)",
        _ => holder.Kind.ToString(),
    };
}

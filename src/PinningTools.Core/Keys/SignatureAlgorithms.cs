using System;
using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>The AlgorithmIdentifiers of signatures that are made or verified here.</summary>
internal static class SignatureAlgorithms
{
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";

    /// <summary>The names of keys that sign under their own OID, without parameters.</summary>
    private static readonly string[] s_own = ["Ed25519", "Ed448", "ML-DSA-", "SLH-DSA-"];

    private static readonly Dictionary<string, string> s_ecdsa = new(StringComparer.Ordinal)
    {
        ["EC P-384"] = "1.2.840.10045.4.3.3",
        ["EC brainpoolP384r1"] = "1.2.840.10045.4.3.3",
        ["EC P-521"] = "1.2.840.10045.4.3.4",
        ["EC brainpoolP512r1"] = "1.2.840.10045.4.3.4",
    };

    /// <summary>PKCS#1 v1.5 with SHA-256 (RFC 4055 section 5).</summary>
    internal static byte[] RsaSha256 => DerWriter.Sequence(DerWriter.Oid("1.2.840.113549.1.1.11"), DerWriter.Null());

    internal static byte[] EcdsaSha256 => DerWriter.Sequence(DerWriter.Oid("1.2.840.10045.4.3.2"));

    /// <summary>RSASSA-PSS with SHA-256, MGF1 with SHA-256 and a salt of 32 bytes (RFC 4055 section 3.1).</summary>
    internal static byte[] PssSha256
    {
        get
        {
            byte[] hash = DerWriter.Sequence(DerWriter.Oid(Sha256), DerWriter.Null());
            byte[] mask = DerWriter.Sequence(DerWriter.Oid("1.2.840.113549.1.1.8"), hash);
            return DerWriter.Sequence(DerWriter.Oid("1.2.840.113549.1.1.10"), DerWriter.Sequence(
                DerWriter.Tagged(0, hash), DerWriter.Tagged(1, mask), DerWriter.Tagged(2, DerWriter.Integer(32))));
        }
    }

    /// <summary>How a key signs a request; null if it cannot sign.</summary>
    internal static byte[]? Of(DerPublicKey key)
    {
        string name = key.Key.Algorithm;
        if (name == "RSA") return RsaSha256;
        if (name == "RSA-PSS") return PssSha256;
        if (name == "DSA") return DerWriter.Sequence(DerWriter.Oid("2.16.840.1.101.3.4.3.2"));
        if (name.StartsWith("EC ", StringComparison.Ordinal))
            return s_ecdsa.TryGetValue(name, out string? oid) ? DerWriter.Sequence(DerWriter.Oid(oid)) : EcdsaSha256;
        if (!Array.Exists(s_own, own => name.StartsWith(own, StringComparison.Ordinal))) return null;
        DerReader fields = new DerReader(key.Info).Read(DerTag.Sequence).Open();
        return DerWriter.Sequence(fields.Read(DerTag.Sequence).Open().Read(DerTag.ObjectIdentifier).ToArray());
    }
}

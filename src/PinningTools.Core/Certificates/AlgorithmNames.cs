using System;
using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>
/// The common names for the object identifiers of keys, curves and signatures; others are shown as the OID.
/// </summary>
internal static class AlgorithmNames
{
    private static readonly Dictionary<string, string> s_keys = new(StringComparer.Ordinal)
    {
        ["1.2.840.113549.1.1.1"] = "RSA",
        ["1.2.840.113549.1.1.10"] = "RSA-PSS",
        ["1.2.840.10040.4.1"] = "DSA",
        ["1.2.840.10045.2.1"] = "EC",
        ["1.3.101.112"] = "Ed25519",
        ["1.3.101.113"] = "Ed448",
        ["2.16.840.1.101.3.4.3.17"] = "ML-DSA-44",
        ["2.16.840.1.101.3.4.3.18"] = "ML-DSA-65",
        ["2.16.840.1.101.3.4.3.19"] = "ML-DSA-87",
    };

    private static readonly Dictionary<string, (string Name, int Size)> s_curves = new(StringComparer.Ordinal)
    {
        ["1.2.840.10045.3.1.1"] = ("P-192", 192),
        ["1.3.132.0.33"] = ("P-224", 224),
        ["1.2.840.10045.3.1.7"] = ("P-256", 256),
        ["1.3.132.0.34"] = ("P-384", 384),
        ["1.3.132.0.35"] = ("P-521", 521),
        ["1.3.132.0.10"] = ("secp256k1", 256),
        ["1.3.36.3.3.2.8.1.1.7"] = ("brainpoolP256r1", 256),
        ["1.3.36.3.3.2.8.1.1.11"] = ("brainpoolP384r1", 384),
        ["1.3.36.3.3.2.8.1.1.13"] = ("brainpoolP512r1", 512),
    };

    private static readonly Dictionary<string, string> s_signatures = new(StringComparer.Ordinal)
    {
        ["1.2.840.113549.1.1.4"] = "md5RSA",
        ["1.2.840.113549.1.1.5"] = "sha1RSA",
        ["1.2.840.113549.1.1.10"] = "RSASSA-PSS",
        ["1.2.840.113549.1.1.11"] = "sha256RSA",
        ["1.2.840.113549.1.1.12"] = "sha384RSA",
        ["1.2.840.113549.1.1.13"] = "sha512RSA",
        ["1.2.840.10040.4.3"] = "sha1DSA",
        ["2.16.840.1.101.3.4.3.2"] = "sha256DSA",
        ["1.2.840.10045.4.1"] = "sha1ECDSA",
        ["1.2.840.10045.4.3.2"] = "sha256ECDSA",
        ["1.2.840.10045.4.3.3"] = "sha384ECDSA",
        ["1.2.840.10045.4.3.4"] = "sha512ECDSA",
    };

    internal static string OfKey(string oid) => s_keys.TryGetValue(oid, out string? name) ? name : oid;

    internal static (string Name, int Size)? OfCurve(string oid) =>
        s_curves.TryGetValue(oid, out (string Name, int Size) curve) ? curve : null;

    /// <summary>
    /// The name of an AlgorithmIdentifier; keys sign under their own name where they have one (Ed25519, ML-DSA).
    /// </summary>
    internal static string OfSignature(DerElement algorithm)
    {
        try
        {
            string? oid = DerText.ReadOid(algorithm.Open().Read(DerTag.ObjectIdentifier));
            if (oid is null) return "unknown";
            return s_signatures.TryGetValue(oid, out string? name) ? name : OfKey(oid);
        }
        catch (PinningException)
        {
            return "unknown";
        }
    }
}

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
        ["1.2.840.113549.1.3.1"] = "DH",
        ["1.2.840.10046.2.1"] = "DH",
        ["1.3.101.110"] = "X25519",
        ["1.3.101.111"] = "X448",
        ["1.3.101.112"] = "Ed25519",
        ["1.3.101.113"] = "Ed448",
        ["2.16.840.1.101.3.4.3.17"] = "ML-DSA-44",
        ["2.16.840.1.101.3.4.3.18"] = "ML-DSA-65",
        ["2.16.840.1.101.3.4.3.19"] = "ML-DSA-87",
        ["2.16.840.1.101.3.4.3.20"] = "SLH-DSA-SHA2-128s",
        ["2.16.840.1.101.3.4.3.21"] = "SLH-DSA-SHA2-128f",
        ["2.16.840.1.101.3.4.3.22"] = "SLH-DSA-SHA2-192s",
        ["2.16.840.1.101.3.4.3.23"] = "SLH-DSA-SHA2-192f",
        ["2.16.840.1.101.3.4.3.24"] = "SLH-DSA-SHA2-256s",
        ["2.16.840.1.101.3.4.3.25"] = "SLH-DSA-SHA2-256f",
        ["2.16.840.1.101.3.4.3.26"] = "SLH-DSA-SHAKE-128s",
        ["2.16.840.1.101.3.4.3.27"] = "SLH-DSA-SHAKE-128f",
        ["2.16.840.1.101.3.4.3.28"] = "SLH-DSA-SHAKE-192s",
        ["2.16.840.1.101.3.4.3.29"] = "SLH-DSA-SHAKE-192f",
        ["2.16.840.1.101.3.4.3.30"] = "SLH-DSA-SHAKE-256s",
        ["2.16.840.1.101.3.4.3.31"] = "SLH-DSA-SHAKE-256f",
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
        ["1.3.36.3.3.2.8.1.1.1"] = ("brainpoolP160r1", 160),
        ["1.3.36.3.3.2.8.1.1.3"] = ("brainpoolP192r1", 192),
        ["1.3.36.3.3.2.8.1.1.5"] = ("brainpoolP224r1", 224),
        ["1.3.36.3.3.2.8.1.1.9"] = ("brainpoolP320r1", 320),
        ["1.3.36.3.3.2.8.1.1.8"] = ("brainpoolP256t1", 256),
        ["1.3.36.3.3.2.8.1.1.12"] = ("brainpoolP384t1", 384),
        ["1.3.36.3.3.2.8.1.1.14"] = ("brainpoolP512t1", 512),
        ["1.3.132.0.31"] = ("secp192k1", 192),
        ["1.3.132.0.32"] = ("secp224k1", 224),
        ["1.3.132.0.15"] = ("sect163r2", 163),
        ["1.3.132.0.1"] = ("sect163k1", 163),
        ["1.3.132.0.26"] = ("sect233k1", 233),
        ["1.3.132.0.27"] = ("sect233r1", 233),
        ["1.3.132.0.16"] = ("sect283k1", 283),
        ["1.3.132.0.17"] = ("sect283r1", 283),
        ["1.3.132.0.36"] = ("sect409k1", 409),
        ["1.3.132.0.37"] = ("sect409r1", 409),
        ["1.3.132.0.38"] = ("sect571k1", 571),
        ["1.3.132.0.39"] = ("sect571r1", 571),
        ["1.2.156.10197.1.301"] = ("SM2", 256),
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

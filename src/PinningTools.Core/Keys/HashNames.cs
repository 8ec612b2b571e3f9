using System;
using System.Collections.Generic;
using System.Security.Cryptography;

namespace PinningTools.Internal;

/// <summary>The hashes that key derivations and their checks name, by object identifier.</summary>
internal static class HashNames
{
    internal const string HmacSha256 = "1.2.840.113549.2.9";

    private static readonly Dictionary<string, int> s_lengths = new(StringComparer.Ordinal)
    {
        ["MD5"] = 16, ["SHA1"] = 20, ["SHA224"] = 28, ["SHA256"] = 32, ["SHA384"] = 48, ["SHA512"] = 64,
        ["SHA512/224"] = 28, ["SHA512/256"] = 32,
        ["SHA3-224"] = 28, ["SHA3-256"] = 32, ["SHA3-384"] = 48, ["SHA3-512"] = 64,
    };

    internal static HashAlgorithmName? OfDigest(string? oid) => Named(oid switch
    {
        "1.2.840.113549.2.5" => "MD5",
        "1.3.14.3.2.26" => "SHA1",
        "2.16.840.1.101.3.4.2.4" => "SHA224",
        "2.16.840.1.101.3.4.2.1" => "SHA256",
        "2.16.840.1.101.3.4.2.2" => "SHA384",
        "2.16.840.1.101.3.4.2.3" => "SHA512",
        "2.16.840.1.101.3.4.2.5" => "SHA512/224",
        "2.16.840.1.101.3.4.2.6" => "SHA512/256",
        "2.16.840.1.101.3.4.2.7" => "SHA3-224",
        "2.16.840.1.101.3.4.2.8" => "SHA3-256",
        "2.16.840.1.101.3.4.2.9" => "SHA3-384",
        "2.16.840.1.101.3.4.2.10" => "SHA3-512",
        _ => null,
    });

    internal static HashAlgorithmName? OfHmac(string? oid) => Named(oid switch
    {
        "1.2.840.113549.2.7" => "SHA1",
        "1.2.840.113549.2.8" => "SHA224",
        HmacSha256 => "SHA256",
        "1.2.840.113549.2.10" => "SHA384",
        "1.2.840.113549.2.11" => "SHA512",
        "1.2.840.113549.2.12" => "SHA512/224",
        "1.2.840.113549.2.13" => "SHA512/256",
        "2.16.840.1.101.3.4.2.13" => "SHA3-224",
        "2.16.840.1.101.3.4.2.14" => "SHA3-256",
        "2.16.840.1.101.3.4.2.15" => "SHA3-384",
        "2.16.840.1.101.3.4.2.16" => "SHA3-512",
        _ => null,
    });

    /// <summary>In bytes.</summary>
    internal static int LengthOf(HashAlgorithmName name) => s_lengths[name.Name!];

    /// <summary>Whether each platform has it.</summary>
    internal static bool IsPlatforms(HashAlgorithmName name) => name.Name is "SHA1" or "SHA256" or "SHA384" or "SHA512";

    /// <summary>
    /// How many hash blocks of 64 bytes one block of this hash is worth: SHA-384 and SHA-512 take 128 bytes, and SHA-3 is
    /// slower by the byte.
    /// </summary>
    internal static int WeightOf(HashAlgorithmName name) => name.Name!.StartsWith("SHA3-", StringComparison.Ordinal) ? 4
        : name.Name is "SHA384" or "SHA512" or "SHA512/224" or "SHA512/256" ? 2
        : 1;

    private static HashAlgorithmName? Named(string? name) => name is null ? null : new HashAlgorithmName(name);
}

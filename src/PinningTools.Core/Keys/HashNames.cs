using System.Security.Cryptography;

namespace PinningTools.Internal;

#pragma warning disable CA5350 // SHA-1 is in the files that are there to be read; nothing is written with it.
/// <summary>The hashes that key derivations and their checks name, by object identifier.</summary>
internal static class HashNames
{
    internal const string HmacSha256 = "1.2.840.113549.2.9";

    internal static HashAlgorithmName? OfDigest(string? oid) => oid switch
    {
        "1.3.14.3.2.26" => HashAlgorithmName.SHA1,
        "2.16.840.1.101.3.4.2.1" => HashAlgorithmName.SHA256,
        "2.16.840.1.101.3.4.2.2" => HashAlgorithmName.SHA384,
        "2.16.840.1.101.3.4.2.3" => HashAlgorithmName.SHA512,
        _ => null,
    };

    internal static HashAlgorithmName? OfHmac(string? oid) => oid switch
    {
        "1.2.840.113549.2.7" => HashAlgorithmName.SHA1,
        HmacSha256 => HashAlgorithmName.SHA256,
        "1.2.840.113549.2.10" => HashAlgorithmName.SHA384,
        "1.2.840.113549.2.11" => HashAlgorithmName.SHA512,
        _ => null,
    };

    /// <summary>In bytes.</summary>
    internal static int LengthOf(HashAlgorithmName name) =>
        name == HashAlgorithmName.SHA1 ? 20
        : name == HashAlgorithmName.SHA256 ? 32
        : name == HashAlgorithmName.SHA384 ? 48
        : 64;

    internal static HashAlgorithm Create(HashAlgorithmName name) =>
        name == HashAlgorithmName.SHA1 ? SHA1.Create()
        : name == HashAlgorithmName.SHA256 ? SHA256.Create()
        : name == HashAlgorithmName.SHA384 ? SHA384.Create()
        : SHA512.Create();

    internal static HMAC CreateHmac(HashAlgorithmName name, byte[] key) =>
        name == HashAlgorithmName.SHA1 ? new HMACSHA1(key)
        : name == HashAlgorithmName.SHA256 ? new HMACSHA256(key)
        : name == HashAlgorithmName.SHA384 ? new HMACSHA384(key)
        : new HMACSHA512(key);
}

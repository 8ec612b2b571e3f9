using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Tests.Keys;

/// <summary>
/// The kinds of key files that programs write, each with the command that makes it: the table of docs/COMPATIBILITY.md
/// says the same in words. Files that the commands need are made first, by <see cref="Bases"/>.
/// </summary>
internal static class KeyFileTable
{
    internal const string Password = "correct h\u00F6rse";

    private const string Pass = "pass:" + Password;

    private static readonly string[] s_ciphers =
    [
        "aes-128-cbc", "aes-192-cbc", "aes-256-cbc", "des3", "des-cbc", "camellia-128-cbc", "camellia-192-cbc",
        "camellia-256-cbc", "aria-128-cbc", "aria-192-cbc", "aria-256-cbc", "seed-cbc", "sm4-cbc", "rc2-cbc",
        "rc2-40-cbc", "rc2-64-cbc", "bf-cbc", "cast5-cbc",
    ];

    private static readonly string[] s_functions =
    [
        "hmacWithSHA1", "hmacWithSHA224", "hmacWithSHA256", "hmacWithSHA384", "hmacWithSHA512", "hmacWithSHA512-224",
        "hmacWithSHA512-256",
    ];

    private static readonly string[] s_schemes =
    [
        "PBE-MD5-DES", "PBE-MD5-RC2-64", "PBE-SHA1-DES", "PBE-SHA1-RC2-64", "PBE-SHA1-3DES", "PBE-SHA1-2DES",
        "PBE-SHA1-RC4-128", "PBE-SHA1-RC4-40", "PBE-SHA1-RC2-128", "PBE-SHA1-RC2-40",
    ];

    /// <summary>Ciphers of old files are in a provider of their own.</summary>
    private static readonly string[] s_providers = ["-provider", "legacy", "-provider", "default"];

    /// <summary>Keys in PKCS#8 without a password, by name: arguments of 'openssl genpkey'.</summary>
    internal static Dictionary<string, string[]> Bases { get; } = new()
    {
        ["rsa"] = ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
        ["rsa-1024"] = ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"],
        ["rsa-pss"] = ["-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:2048"],
        ["p256"] = Curve("P-256", "named_curve"),
        ["p521"] = Curve("P-521", "named_curve"),
        ["secp256k1"] = Curve("secp256k1", "named_curve"),
        ["p256-explicit"] = Curve("P-256", "explicit"),
        ["p521-explicit"] = Curve("P-521", "explicit"),
        ["brainpoolP512r1-explicit"] = Curve("brainpoolP512r1", "explicit"),
        ["sect571r1-explicit"] = Curve("sect571r1", "explicit"),
        ["sect233k1-explicit"] = Curve("sect233k1", "explicit"),
        ["ed25519"] = ["-algorithm", "ED25519"],
        ["ed448"] = ["-algorithm", "ED448"],
        ["x25519"] = ["-algorithm", "X25519"],
        ["x448"] = ["-algorithm", "X448"],
        ["dh"] = ["-algorithm", "DH", "-pkeyopt", "group:ffdhe2048"],
        ["dhx"] = ["-algorithm", "DHX", "-pkeyopt", "dh_rfc5114:3"],
        ["dsa"] = ["-paramfile", "dsa.params"],
    };

    /// <summary>Arguments of openssl that write FILE from a base, by the name of the row: the base comes first.</summary>
    internal static Dictionary<string, string[]> Openssl { get; } = Rows().ToDictionary(row => row.Name, row => row.Line);

    private static IEnumerable<(string Name, string[] Line)> Rows()
    {
        foreach (string name in Bases.Keys)
        {
            yield return ($"PKCS#8, {name}", [name, "pkey", "-in", "BASE", "-out", "FILE"]);
            yield return ($"PKCS#8 in DER, {name}", [name, "pkey", "-in", "BASE", "-outform", "DER", "-out", "FILE"]);
            yield return ($"encrypted PKCS#8, {name}",
                [name, "pkcs8", "-topk8", "-in", "BASE", "-out", "FILE", "-passout", Pass]);
        }

        foreach (string name in new[] { "rsa", "p256", "p521", "p256-explicit", "sect233k1-explicit", "dsa" })
        {
            yield return ($"traditional, {name}", [name, "pkey", "-traditional", "-in", "BASE", "-out", "FILE"]);
            yield return ($"traditional and encrypted, {name}",
                [name, "pkey", "-traditional", "-aes256", "-in", "BASE", "-out", "FILE", "-passout", Pass]);
        }

        foreach (string name in new[] { "p256", "p521", "secp256k1", "p521-explicit", "sect233k1-explicit" })
        {
            yield return ($"SEC 1 without the point, {name}", [name, "ec", "-no_public", "-in", "BASE", "-out", "FILE"]);
            foreach (string form in new[] { "compressed", "hybrid" })
                yield return ($"SEC 1 with a {form} point, {name}",
                    [name, "ec", "-conv_form", form, "-in", "BASE", "-out", "FILE"]);
        }

        foreach (string cipher in s_ciphers)
        {
            yield return ($"PKCS#8 by -v2 {cipher}",
                ["p256", "pkcs8", "-topk8", "-v2", cipher, .. s_providers, "-in", "BASE", "-out", "FILE", "-passout", Pass]);
            yield return ($"traditional by -{cipher}",
                ["p256", "ec", "-" + cipher, .. s_providers, "-in", "BASE", "-out", "FILE", "-passout", Pass]);
        }

        foreach (string function in s_functions)
            yield return ($"PKCS#8 by -v2prf {function}",
                ["p256", "pkcs8", "-topk8", "-v2", "aes256", "-v2prf", function, "-in", "BASE", "-out", "FILE",
                    "-passout", Pass]);
        yield return ("PKCS#8 by -scrypt",
            ["p256", "pkcs8", "-topk8", "-scrypt", "-in", "BASE", "-out", "FILE", "-passout", Pass]);
        yield return ("PKCS#8 by -scrypt with other numbers",
            ["p256", "pkcs8", "-topk8", "-scrypt_N", "4096", "-scrypt_r", "16", "-scrypt_p", "2", "-in", "BASE", "-out",
                "FILE", "-passout", Pass]);
        foreach (string scheme in s_schemes)
        {
            yield return ($"PKCS#8 by -v1 {scheme}",
                ["p256", "pkcs8", "-topk8", "-v1", scheme, .. s_providers, "-in", "BASE", "-out", "FILE", "-passout", Pass]);
            if (scheme.StartsWith("PBE-SHA1", System.StringComparison.Ordinal) && !scheme.EndsWith("DES", System.StringComparison.Ordinal))
                yield return ($"PFX by -keypbe {scheme}", Pfx("p256", "-keypbe", scheme));
        }

        foreach (string cipher in new[] { "aes-256-cbc", "camellia-128-cbc", "aria-256-cbc", "rc2-40-cbc" })
            yield return ($"PFX by -keypbe {cipher}", Pfx("p256", "-keypbe", cipher));
        foreach (string hash in new[] { "md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha512-224", "sha512-256", "sha3-256" })
            yield return ($"PFX by -macalg {hash}", Pfx("p256", "-macalg", hash));
        yield return ("PFX by -nomac", Pfx("p256", "-nomac"));
        yield return ("PFX by -legacy", ["p256", "pkcs12", "-export", "-legacy", "-nocerts", "-inkey", "BASE", "-out",
            "FILE", "-passout", Pass]);
        yield return ("PFX of an Ed25519 key", Pfx("ed25519"));
        yield return ("PFX of an RSA key", Pfx("rsa"));
    }

    private static string[] Pfx(string name, params string[] options) =>
        [name, "pkcs12", "-export", "-nocerts", .. options, .. s_providers, "-inkey", "BASE", "-out", "FILE", "-passout", Pass];

    private static string[] Curve(string name, string encoding) =>
        ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:" + name, "-pkeyopt", "ec_param_enc:" + encoding];
}

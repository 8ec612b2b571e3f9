namespace PinningTools.Internal;

internal static partial class Faults
{
    internal static Fault PasswordNeeded() => new(
        "PasswordNeeded", FaultKind.InvalidArgument, null,
        "It is encrypted, and no password was given.",
        "Give -Password, for example -Password (Read-Host -AsSecureString).");

    internal static Fault PasswordWrong() => new(
        "PasswordWrong", FaultKind.InvalidArgument, null,
        "The password is wrong.",
        "Give the password that the file was made with; it is case-sensitive.");

    internal static Fault EncryptionUnknown(string algorithm) => new(
        "EncryptionUnknown", FaultKind.NotSupported, null,
        $"It is protected with {algorithm}, which is not supported.",
        "Convert it, for example with 'openssl pkcs8 -topk8 -v2 aes-256-cbc' or 'openssl pkcs12 -export'.");

    internal static Fault KeyDerivationTooCostly(int iterations, int limit) => new(
        "KeyDerivationTooCostly", FaultKind.InvalidData, null,
        $"Its key derivation has {iterations} iterations; for one key, 1 to {limit} are allowed.",
        "Check where the file comes from, and write it again with fewer iterations.");

    internal static Fault ScryptTooCostly(int cost, int blockSize, int parallelization, int limit) => new(
        "ScryptTooCostly", FaultKind.InvalidData, null,
        $"Its key derivation is scrypt with N={cost}, r={blockSize}, p={parallelization}, which takes more memory or time "
            + $"than is allowed for one key ({limit} MB).",
        "Check where the file comes from, and write it again with a smaller N.");

    internal static Fault KeyWorkSpent() => new(
        "KeyWorkSpent", FaultKind.InvalidData, null,
        "The key files of this command require more computation than is allowed for one command, so no further key in "
            + "this file is read.",
        "Check where the files come from, then read fewer at a time, or give the certificates or public keys.");

    internal static Fault PublicHalfUnknown(string algorithm) => new(
        "PublicHalfUnknown", FaultKind.NotSupported, null,
        $"The private key ({algorithm}) comes without its public key, which cannot be computed on this platform.",
        "Give its public key, which 'openssl pkey -in FILE -pubout' writes.");

    internal static Fault PublicHalfUnproven(string algorithm) => new(
        "PublicHalfUnproven", FaultKind.NotSupported, null,
        $"The private key ({algorithm}) comes with a public key, and this platform cannot verify that the two belong "
            + "together.",
        "Give its public key or its certificate. 'openssl pkey -in FILE -pubout' writes the public key.");

    internal static Fault PublicHalfForeign(string algorithm) => new(
        "PublicHalfForeign", FaultKind.InvalidData, null,
        $"The private key ({algorithm}) comes with a public key that does not belong to it.",
        "Check where the file comes from. For the pin of the key that a server uses, give the server's certificate.");

    internal static Fault PrivateKeyInvalid(string algorithm) => new(
        "PrivateKeyInvalid", FaultKind.InvalidData, null,
        $"The private key ({algorithm}) has a value that no key of its kind can have.",
        "Check where the file comes from. 'openssl pkey -in FILE -check' examines it.");

    internal static Fault KeyNotAsAsked(string asked, string made) => new(
        "KeyNotAsAsked", FaultKind.NotSupported, null,
        $"A key of the kind {asked} was requested, but this platform made another one: {made}. Nothing was written.",
        "Make the key on another machine, or with 'openssl genpkey'. Get-SpkiPin shows its pin.");

    internal static Fault KeyCannotSign(string algorithm) => new(
        "KeyCannotSign", FaultKind.InvalidArgument, null,
        $"The private key ({algorithm}) is for key agreement and cannot sign a certificate request.",
        "Give a key that signs: RSA, EC, Ed25519 or ML-DSA.");

    internal static Fault PrivateKeyNotOne(string path, int count) => new(
        "PrivateKeyNotOne", FaultKind.InvalidArgument, path,
        count == 0
            ? $"The file '{path}' contains no private key."
            : $"The file '{path}' contains {count} private keys, and a certificate request is for one key.",
        "Give a file with one private key.");

    internal static Fault RequestNotVerified(string path) => new(
        "RequestNotVerified", FaultKind.NotSupported, path,
        $"The signature that was made with the key in '{path}' does not verify. Nothing was written.",
        "Make the request with 'openssl req -new -key FILE'.");

    internal static Fault ContentUnknown(string content) => new(
        "ContentUnknown", FaultKind.InvalidData, null,
        $"The data contains no certificate, request or key: {content}.",
        "Give PEM or DER: a certificate, PKCS#7, PFX, request or key.");

    internal static Fault NotACertificate(string kind) => new(
        "NotACertificate", FaultKind.InvalidArgument, null,
        $"A certificate is required here, but this is a {kind}.",
        "Give the certificate that was issued for the key.");

    internal static Fault PasswordEmpty() => new(
        "PasswordEmpty", FaultKind.InvalidArgument, null,
        "The password of the new key is empty.",
        "Give a password: it is the only protection of the key in a copy of the file.");

    internal static Fault KeyFileExists(string path) => new(
        "KeyFileExists", FaultKind.InvalidArgument, path,
        $"'{path}' already exists, and a key that is overwritten is lost.",
        "Give another path, or -Force to replace the file.");

    internal static Fault KeyAndRequestSameFile(string path) => new(
        "KeyAndRequestSameFile", FaultKind.InvalidArgument, path,
        $"'{path}' cannot be the file for both the key and its request.",
        "Give another path as -RequestPath, or omit it.");

    internal static Fault SubjectInvalid(string text) => new(
        "SubjectInvalid", FaultKind.InvalidArgument, text,
        $"'{text}' is not a distinguished name.",
        "Write it as CN=host.example, O=Example, C=DE, and quote a value that contains a comma.");
}

namespace PinningTools.Internal;

internal static partial class Faults
{
    internal static Fault PasswordNeeded() => new(
        "PasswordNeeded", FaultKind.InvalidArgument, null,
        "It is encrypted, and no password was given.",
        "Give -Password, such as -Password (Read-Host -AsSecureString).");

    internal static Fault PasswordWrong() => new(
        "PasswordWrong", FaultKind.InvalidArgument, null,
        "The password is wrong.",
        "Give the password the file was made with; case counts.");

    internal static Fault EncryptionUnknown(string algorithm) => new(
        "EncryptionUnknown", FaultKind.NotSupported, null,
        $"It is protected with {algorithm}, which cannot be read here.",
        "Convert it, for instance with 'openssl pkcs8 -topk8 -v2 aes-256-cbc' or 'openssl pkcs12 -export'.");

    internal static Fault KeyDerivationTooCostly(int iterations, int limit) => new(
        "KeyDerivationTooCostly", FaultKind.InvalidData, null,
        $"It asks for {iterations} iterations of its key derivation; 1 to {limit} are done for one key.",
        "Check where the file comes from; write it again with fewer iterations.");

    internal static Fault KeyWorkSpent() => new(
        "KeyWorkSpent", FaultKind.InvalidData, null,
        "The key files of this command ask for more computing than one command does: no further key of this file is "
            + "read.",
        "Check where the files come from; then read fewer at a time, or give the certificates or public keys.");

    internal static Fault PublicHalfUnknown(string algorithm) => new(
        "PublicHalfUnknown", FaultKind.NotSupported, null,
        $"The private key ({algorithm}) comes without its public half, and that cannot be computed here.",
        "Give its public key: 'openssl pkey -in FILE -pubout' writes it.");

    internal static Fault PublicHalfUnproven(string algorithm) => new(
        "PublicHalfUnproven", FaultKind.NotSupported, null,
        $"The private key ({algorithm}) names a public half, and whether that belongs to it cannot be told here.",
        "Give its public key or its certificate: 'openssl pkey -in FILE -pubout' writes the public key.");

    internal static Fault PublicHalfForeign(string algorithm) => new(
        "PublicHalfForeign", FaultKind.InvalidData, null,
        $"The private key ({algorithm}) names a public half that does not belong to it.",
        "Check where the file comes from; for the pin of what a server uses, give its certificate.");

    internal static Fault PrivateKeyInvalid(string algorithm) => new(
        "PrivateKeyInvalid", FaultKind.InvalidData, null,
        $"The private key ({algorithm}) has a number that no key of its kind can have.",
        "Check where the file comes from; 'openssl pkey -in FILE -check' looks at it closely.");

    internal static Fault KeyNotAsAsked(string asked, string made) => new(
        "KeyNotAsAsked", FaultKind.NotSupported, null,
        $"A key of the kind {asked} was asked for, and this platform made another: {made}. Nothing was written.",
        "Make the key on another machine, or with 'openssl genpkey'; Get-SpkiPin tells its pin.");

    internal static Fault ContentUnknown(string content) => new(
        "ContentUnknown", FaultKind.InvalidData, null,
        $"The data holds no certificate, request or key: {content}.",
        "Give PEM or DER: a certificate, PKCS#7, PFX, request or key.");

    internal static Fault PemKeyEncryptedOldStyle(string path, int line, string label) => new(
        "PemKeyEncryptedOldStyle", FaultKind.NotSupported, path,
        $"'{path}', line {line}: the {label} block is encrypted in the old way of OpenSSL, with one round of MD5.",
        "Convert it with 'openssl pkcs8 -topk8'.");

    internal static Fault NotACertificate(string kind) => new(
        "NotACertificate", FaultKind.InvalidArgument, null,
        $"A certificate is needed here, and this is a {kind}.",
        "Give the certificate that was issued for the key.");

    internal static Fault PasswordEmpty() => new(
        "PasswordEmpty", FaultKind.InvalidArgument, null,
        "The password of the new key is empty.",
        "Give a password: it is all that stands between a copy of the file and the key.");

    internal static Fault KeyFileExists(string path) => new(
        "KeyFileExists", FaultKind.InvalidArgument, path,
        $"'{path}' exists already, and a key that is overwritten is lost.",
        "Give another path, or -Force to replace the file.");

    internal static Fault KeyAndRequestSameFile(string path) => new(
        "KeyAndRequestSameFile", FaultKind.InvalidArgument, path,
        $"'{path}' cannot be the file of the key and of its request.",
        "Give -RequestPath another name, or leave it out.");

    internal static Fault SubjectInvalid(string text) => new(
        "SubjectInvalid", FaultKind.InvalidArgument, text,
        $"'{text}' is not a distinguished name.",
        "Write it as CN=host.example, O=Example, C=DE; quote a value that contains a comma.");
}

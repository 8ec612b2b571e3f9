namespace PinningTools.Internal;

internal static partial class Faults
{
    internal static Fault MalformedDer(int offset, string what) => new(
        "MalformedDer", FaultKind.InvalidData, null,
        $"The DER data is malformed at byte {offset}: {what}.",
        "Check that the data is a whole certificate; 'openssl asn1parse -inform DER' shows where it breaks.");

    internal static Fault CertificateTooLarge(int bytes, int limit) => new(
        "CertificateTooLarge", FaultKind.InvalidData, null,
        $"A certificate of {bytes} bytes is larger than the {limit} that are read.",
        "Check that the data is a certificate.");

    internal static Fault CertificateNotBase64() => new(
        "CertificateNotBase64", FaultKind.InvalidData, null,
        "The certificate is not base64.",
        "Write its DER bytes in base64 on one line, without the BEGIN and END lines.");

    internal static Fault NoCertificate(string path) => new(
        "NoCertificate", FaultKind.InvalidData, path,
        $"There is no certificate, request or key in '{path}'.",
        "Give PEM, with a BEGIN line such as -----BEGIN CERTIFICATE-----, or DER, PKCS#7 or PFX.");

    /// <param name="path">The file.</param>
    /// <param name="seen">What is in it instead, with its article.</param>
    /// <param name="advice">The way out of that.</param>
    internal static Fault NoCertificate(string path, string seen, string advice) => new(
        "NoCertificate", FaultKind.InvalidData, path,
        $"There is no certificate in '{path}': it is {seen}.",
        advice);

    internal static Fault CertificatesEncrypted(string path) => new(
        "CertificatesEncrypted", FaultKind.InvalidArgument, path,
        $"'{path}' is protected with a password, as a PKCS#12 file (PFX) or a private key is, and none can be given "
            + "for it here.",
        "Write its certificates to a file of their own, for instance with 'openssl pkcs12 -in FILE -nokeys -out "
            + "roots.pem'.");

    internal static Fault PemTruncated(string path, int line, string label) => new(
        "PemTruncated", FaultKind.InvalidData, path,
        $"'{path}', line {line}: the {label} block does not end.",
        $"The file was cut off: it must hold the line '-----END {label}-----'.");

    internal static Fault PemBadBase64(string path, int line, string label, string seen) => new(
        "PemBadBase64", FaultKind.InvalidData, path,
        $"'{path}', line {line}: the {label} block is not base64: {seen}.",
        "Copy the block again, whole, from its source.");

    internal static Fault PemBlockTooLarge(string path, int line, string label, int limit) => new(
        "PemBlockTooLarge", FaultKind.InvalidData, path,
        $"'{path}', line {line}: the {label} block is larger than the {limit} bytes that are read.",
        "Check that the file is a certificate file.");

    internal static Fault BytesLeftOver(int bytes) => new(
        "BytesLeftOver", FaultKind.InvalidData, null,
        $"{bytes} bytes that are no certificate, request or key follow the last one.",
        "What came before them was read; write the file again where they should be something.");

    internal static Fault CertificateUnreadable(string source, Fault cause) => new(
        cause.Id, cause.Kind, source, $"'{source}': {cause.Message}", cause.Advice);

    internal static Fault AnchorNotSelfIssued(string subject, string issuer) => new(
        "AnchorNotSelfIssued", FaultKind.InvalidArgument, subject,
        $"'{subject}' cannot be a trust anchor: it was issued by '{issuer}', not by itself.",
        "Give the root certificate of its chain. To trust a single key, use -PinOnly with its pin.");

    internal static Fault AnchorNarrowed(string subject, string why) => new(
        "AnchorNarrowed", FaultKind.InvalidArgument, subject,
        $"'{subject}' cannot be a trust anchor for servers: {why}.",
        "Give a root that is trusted for servers. If this one is meant to be, give its certificate alone, as "
            + "'openssl x509 -in FILE' writes it, once you know why it was restricted.");

    internal static Fault OfflineNameMissing(string label) => new(
        "OfflineNameMissing", FaultKind.InvalidArgument, label,
        $"{label} has no host whose policy could be looked up.",
        "Give -ServerName, the host it is for, or -Pin.");

    internal static Fault RevocationNeedsChain() => new(
        "RevocationNeedsChain", FaultKind.InvalidArgument, null,
        "-CheckRevocation and -PinOnly exclude each other: key-only trust builds no chain whose certificates could "
            + "have been revoked.",
        "Leave out -CheckRevocation; to withdraw a pinned key, remove its pin or veto it in the pin set.");

    internal static Fault TrustConflict() => new(
        "TrustConflict", FaultKind.InvalidArgument, null,
        "-PinOnly and -TrustAnchor exclude each other: key-only trust builds no chain.",
        "Use -TrustAnchor to have the chain validated, or -PinOnly to trust the leaf's key alone.");
}

namespace PinningTools.Internal;

internal static partial class Faults
{
    internal static Fault MalformedDer(int offset, string what) => new(
        "MalformedDer", FaultKind.InvalidData, null,
        $"The DER data is malformed at byte {offset}: {what}.",
        "Check that the data is a complete certificate; 'openssl asn1parse -inform DER' shows where it is broken.");

    internal static Fault CertificateTooLarge(int bytes, int limit) => new(
        "CertificateTooLarge", FaultKind.InvalidData, null,
        $"A certificate of {bytes} bytes exceeds the limit of {limit} bytes.",
        "Check that the data is a certificate.");

    internal static Fault CertificateNotBase64() => new(
        "CertificateNotBase64", FaultKind.InvalidData, null,
        "The certificate is not base64.",
        "Write its DER bytes as base64 on one line, without the BEGIN and END lines.");

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
        $"'{path}' is protected with a password, like a PKCS#12 file (PFX) or a private key, and no password can be "
            + "given for it here.",
        "Write its certificates to a separate file, for example with 'openssl pkcs12 -in FILE -nokeys -out "
            + "roots.pem'.");

    internal static Fault PemTruncated(string path, int line, string label) => new(
        "PemTruncated", FaultKind.InvalidData, path,
        $"'{path}', line {line}: the {label} block does not end.",
        $"The file was cut off: it must contain the line '-----END {label}-----'.");

    internal static Fault PemBadBase64(string path, int line, string label, string seen) => new(
        "PemBadBase64", FaultKind.InvalidData, path,
        $"'{path}', line {line}: the {label} block is not base64: {seen}.",
        "Copy the complete block again from its source.");

    internal static Fault PemBlockTooLarge(string path, int line, string label, int limit) => new(
        "PemBlockTooLarge", FaultKind.InvalidData, path,
        $"'{path}', line {line}: the {label} block exceeds the limit of {limit} bytes.",
        "Check that the file is a certificate file.");

    internal static Fault BytesLeftOver(int bytes) => new(
        "BytesLeftOver", FaultKind.InvalidData, null,
        $"The last certificate, request or key is followed by {bytes} bytes that are none of these.",
        "Everything before them was read. If they should be a certificate, request or key, write the file again.");

    internal static Fault CertificateUnreadable(string source, Fault cause) => new(
        cause.Id, cause.Kind, source, $"'{source}': {cause.Message}", cause.Advice);

    internal static Fault AnchorNotSelfIssued(string subject, string issuer) => new(
        "AnchorNotSelfIssued", FaultKind.InvalidArgument, subject,
        $"'{subject}' cannot be a trust anchor: it was issued by '{issuer}' and is not self-issued.",
        "Give the root certificate of its chain. To trust a single key, use -PinOnly with its pin.");

    internal static Fault AnchorNarrowed(string subject, string why) => new(
        "AnchorNarrowed", FaultKind.InvalidArgument, subject,
        $"'{subject}' cannot be a trust anchor for servers: {why}.",
        "Give a root that is trusted for servers. If this root is meant to be trusted for servers, find out why it was "
            + "restricted, then give only its certificate, as 'openssl x509 -in FILE' writes it.");

    internal static Fault OfflineNameMissing(string label) => new(
        "OfflineNameMissing", FaultKind.InvalidArgument, label,
        $"{label} names no host, so no policy can be looked up.",
        "Give the host that it is for as -ServerName, or give -Pin.");

    internal static Fault RevocationNeedsChain() => new(
        "RevocationNeedsChain", FaultKind.InvalidArgument, null,
        "-CheckRevocation and -PinOnly cannot be used together: key-only trust builds no chain whose certificates "
            + "could be checked for revocation.",
        "Omit -CheckRevocation. To withdraw a pinned key, remove its pin or veto it in the pin set.");

    internal static Fault TrustConflict() => new(
        "TrustConflict", FaultKind.InvalidArgument, null,
        "-PinOnly and -TrustAnchor cannot be used together: key-only trust builds no chain.",
        "Use -TrustAnchor to validate the chain, or -PinOnly to trust only the leaf's key.");
}

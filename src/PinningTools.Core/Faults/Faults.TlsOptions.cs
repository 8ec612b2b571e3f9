namespace PinningTools.Internal;

internal static partial class Faults
{
    internal static Fault AllProtocolsConflict(string parameter) => new(
        "AllProtocolsConflict", FaultKind.InvalidArgument, null,
        $"-AllProtocols and -{parameter} cannot be used together: every version is tried by an inspection, which shows no "
            + "client certificate, and the result is one record for each version.",
        $"Omit -{parameter}, or filter the records.");

    internal static Fault KeyAlgorithmNeedsInspection(string algorithm) => new(
        "KeyAlgorithmNeedsInspection", FaultKind.InvalidArgument, null,
        $"This machine's TLS cannot ask for a certificate with an {algorithm} key, and -NoInspection forbids to inspect the "
            + "server.",
        "Omit -NoInspection.");

    internal static Fault KeyAlgorithmRefused(string target, string algorithm, string why) => new(
        "KeyAlgorithmRefused", FaultKind.Connection, target,
        $"{target} showed no certificate with an {algorithm} key: {why}",
        "Omit -KeyAlgorithm, or read the pins from the server's certificate files with -Path.");

    internal static Fault ClientCertificateHasNoKey(string subject) => new(
        "ClientCertificateHasNoKey", FaultKind.InvalidArgument, subject,
        $"The client certificate '{subject}' has no private key.",
        "Load it with its key, for example from a PFX file or the Cert: drive.");

    internal static Fault ClientCertificateEphemeral(string subject) => new(
        "ClientCertificateEphemeral", FaultKind.InvalidArgument, subject,
        $"The private key of the client certificate '{subject}' is ephemeral: it exists only in memory, like a key "
            + "that was read from PEM or with EphemeralKeySet, and the TLS of Windows cannot use such keys.",
        "Read it from a PFX file without EphemeralKeySet. For a certificate from PEM: "
            + "[Security.Cryptography.X509Certificates.X509Certificate2]::new($certificate.Export('Pfx')).");

    internal static Fault ClientCertificateIncomplete(string subject) => new(
        "ClientCertificateIncomplete", FaultKind.InvalidArgument, subject,
        $"An issuer of the client certificate '{subject}' is not on this machine, and the platform would fetch it "
            + "during the handshake.",
        "Add the issuer to the store of intermediate authorities (Cert:\\CurrentUser\\CA).");

    internal static Fault ClientCertificateRequired(string target, bool given) => new(
        "ClientCertificateRequired", FaultKind.Connection, target,
        $"{target} ends the handshake unless a client certificate is sent first.",
        given
            ? "The client certificate is sent only to a server that had a good verdict before, for which an inspection is "
                + "needed here. Omit -NoInspection, or let the server use TLS 1.3."
            : "Give a client certificate: -ClientCertificate, or -Certificate in the web commands.");

    internal static Fault ClientCertificateTooLate(string target, bool renegotiated) => new(
        "ClientCertificateTooLate", FaultKind.Security, target,
        renegotiated
            ? $"{target} asks for a new handshake after the request, as servers do that want a client certificate for a part "
                + "of a site. It was refused."
            : $"{target} asks for a client certificate after the handshake and the request. It was not sent.",
        "Let the server ask in the handshake, for the whole host and not only for a path: a client certificate is sent only "
            + "to what had a verdict.");

    internal static Fault ClientCertificateWithheld(string target) => new(
        "ClientCertificateWithheld", FaultKind.Security, target,
        $"{target} ends the handshake unless a client certificate is sent first, and shows another certificate on each "
            + "connection. The client certificate is sent only to one that had a good verdict before.",
        "Let the servers behind this name show the same certificates, or let them use TLS 1.3.");

    internal static Fault ClientCertificateRefused(string target, string why) => new(
        "ClientCertificateRefused", FaultKind.Connection, target,
        $"{target} did not accept the client certificate: {why}",
        "Check that the server trusts its issuer and that it has not expired.");

    internal static Fault AddressInvalid(string address) => new(
        "AddressInvalid", FaultKind.InvalidArgument, address,
        $"'{address}' is not an IP address.",
        "-Address is the address to connect to instead of the one that the name resolves to. Give the name as "
            + "-HostName, and a port as -Port.");

    internal static Fault AddressConflict() => new(
        "AddressConflict", FaultKind.InvalidArgument, null,
        "-Address and -AllAddresses cannot be used together.",
        "Give one address, or try all addresses that the name resolves to.");
}

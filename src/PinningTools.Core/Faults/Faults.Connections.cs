using System;

namespace PinningTools.Internal;

internal static partial class Faults
{
    internal static Fault HostInvalid(string text, string why) => new(
        "HostInvalid", FaultKind.InvalidArgument, RedactedUri.Of(text),
        $"'{RedactedUri.Of(text)}' is not a host: {why}.",
        "Give a host name, an IP address, host:port, or a URI such as https://host.");

    internal static Fault SeveralHosts(string text, int count) => new(
        "HostInvalid", FaultKind.InvalidArgument, RedactedUri.Of(text),
        $"'{RedactedUri.Of(text)}' is not a host: the string names {count} hosts.",
        "Give them as an array, with separate quotation marks for each or none at all: a.example, b.example.");

    internal static Fault TargetIsPem() => new(
        "TargetIsPem", FaultKind.InvalidArgument, null,
        "The value is a PEM certificate, not a host.",
        "Give the text or bytes of a certificate as -Certificate, and files as -Path.");

    internal static Fault TargetIsFile(string text) => new(
        "TargetIsFile", FaultKind.InvalidArgument, text,
        $"'{text}' is a file or an item of a drive, not a host.",
        "Give files and certificates of the Cert: drive as -Path.");

    internal static Fault SchemeNotTls(string text, string scheme) => new(
        "SchemeNotTls", FaultKind.InvalidArgument, RedactedUri.Of(text),
        $"'{RedactedUri.Of(text)}': '{scheme}' is not a scheme that uses TLS.",
        "Use https, ldaps, smtps, imaps, mqtts … or smtp, imap, ldap, postgres … for STARTTLS, or give host:port.");

    internal static Fault PortInvalid(string text, string port) => new(
        "PortInvalid", FaultKind.InvalidArgument, RedactedUri.Of(text),
        $"'{RedactedUri.Of(text)}': '{RedactedUri.Of(port)}' is not a port.",
        "A port is a number from 1 to 65535.");

    internal static Fault PortGivenTwice(string text, int first, int second) => new(
        "PortGivenTwice", FaultKind.InvalidArgument, RedactedUri.Of(text),
        $"'{RedactedUri.Of(text)}' names port {first}, but port {second} was also given.",
        "Give the port only once.");

    internal static Fault HostNotFound(string host) => new(
        "HostNotFound", FaultKind.Connection, host,
        $"The host '{host}' does not resolve to an address.",
        "Check the spelling and the name server, or give -Address if the command has it.");

    internal static Fault NameServerFailed(string host) => new(
        "NameServerFailed", FaultKind.Connection, host,
        $"No name server answered for '{host}', so it is not known whether the host exists.",
        "Check the name server and the network path to it, and try again.");

    internal static Fault MachineLimit(string target, string what) => new(
        "MachineLimit", FaultKind.Connection, target,
        $"No connection to {target}: this machine, or this process, has no {what} left.",
        "Close what holds them, raise the limit (ulimit -n on Unix), or lower -ThrottleLimit. Nothing is known about "
            + "the host.");

    internal static Fault ConnectFailed(string target, string why) => new(
        "ConnectFailed", FaultKind.Connection, target,
        $"No connection to {target}: {why}",
        "Check the port, and that no firewall blocks this machine.");

    internal static Fault HandshakeFailed(string target, string why, string? advice = null) => new(
        "HandshakeFailed", FaultKind.Connection, target,
        $"The TLS handshake with {target} failed: {why}",
        advice ?? "Check that the port speaks TLS from the first byte, and which TLS versions the server allows.");

    internal static Fault CertificatesTooLarge(string target, int length) => new(
        "HandshakeFailed", FaultKind.Connection, target,
        $"The TLS handshake with {target} failed: the server's certificates have {length} bytes in total, more than "
            + "this machine's TLS accepts.",
        "Remove the certificates that are not part of its chain from the server. If the server is not yours, treat "
            + "this as an attack.");

    internal static Fault HandshakeBroken(string target, string why) => new(
        "HandshakeFailed", FaultKind.Connection, target,
        $"The TLS handshake with {target} failed: {why}",
        "Look for a device between this machine and the server, and look in the server's log.");

    internal static Fault HandshakeCauseUnknown(string target, string platform) => new(
        "HandshakeFailed", FaultKind.Connection, target,
        $"The TLS handshake with {target} failed, and nothing that either side sent in the clear shows why. The "
            + $"platform reports: {platform}",
        "Nothing proves that the server holds its certificate's key. Look in the server's log, and try from another "
            + "machine.");

    internal static Fault HandshakeSignatureInvalid(string target) => new(
        "HandshakeSignatureInvalid", FaultKind.Security, target,
        $"The signature by which {target} has to prove that it holds its certificate's key does not verify: it shows a "
            + "certificate whose key it does not hold.",
        "An impostor who copied the certificate looks like this. Do not connect before you know why. On your own "
            + "server, check that the certificate and the key belong together.");

    internal static Fault HandshakeRefused(string target, string why, string advice) => new(
        "HandshakeFailed", FaultKind.Connection, target,
        $"The TLS handshake with {target} failed: {why}",
        advice);

    internal static Fault PlatformRefused(string target, string why) => new(
        "PlatformRefused", FaultKind.Connection, target,
        $"The TLS handshake with {target} failed: {why}",
        "Check what this machine's TLS allows (OpenSSL's configuration on Linux, Schannel's settings on Windows) and "
            + "what you requested (-SslProtocol, -KeyAlgorithm). Another TLS client shows what the server sends.");

    internal static Fault InspectionFailed(string target, string why) => new(
        "InspectionFailed", FaultKind.Connection, target,
        $"The inspection of {target} read no certificate: {why}",
        "Look in the server's log for the reason.");

    internal static Fault ServerNameRefused(string target, string name, string alert) => new(
        "ServerNameRefused", FaultKind.Connection, target,
        $"The server {target} does not serve {name} (alert {alert}).",
        "Give a name that the server serves, as -ServerName or as the host.");

    internal static Fault VersionRefused(string target, string? version) => new(
        "HandshakeFailed", FaultKind.Connection, target,
        $"The TLS handshake with {target} failed: the server responded with {version ?? "a version of TLS"}"
            + (version is null ? " that was not offered." : ", which was not offered."),
        "Let the server use TLS 1.2 or 1.3. -SslProtocol and this machine's policy determine which versions are "
            + "offered.");

    internal static Fault TimedOut(string target, string doing, TimeSpan timeout, string? advice = null) => new(
        "TimedOut", FaultKind.Timeout, target,
        $"{target} did not respond within {timeout.TotalSeconds:0.##} seconds ({doing}).",
        advice ?? "Raise -TimeoutSec, or check the network path.");
}

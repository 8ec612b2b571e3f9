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
        $"'{RedactedUri.Of(text)}' is not a host: it names {count} in one text.",
        "Give them as an array, each in quotation marks of its own or without any: a.example, b.example.");

    internal static Fault TargetIsPem() => new(
        "TargetIsPem", FaultKind.InvalidArgument, null,
        "The text is a PEM certificate, not a host.",
        "Give certificate text or bytes as -Certificate, and files as -Path.");

    internal static Fault TargetIsFile(string text) => new(
        "TargetIsFile", FaultKind.InvalidArgument, text,
        $"'{text}' is the name of a file or of an item of a drive, not a host.",
        "Give files, and certificates of the Cert: drive, as -Path.");

    internal static Fault SchemeNotTls(string text, string scheme) => new(
        "SchemeNotTls", FaultKind.InvalidArgument, RedactedUri.Of(text),
        $"'{RedactedUri.Of(text)}': '{scheme}' is not a scheme that leads to TLS.",
        "Use https, ldaps, smtps, imaps, mqtts … or smtp, imap, ldap, postgres … for STARTTLS, or give host:port.");

    internal static Fault PortInvalid(string text, string port) => new(
        "PortInvalid", FaultKind.InvalidArgument, RedactedUri.Of(text),
        $"'{RedactedUri.Of(text)}': '{RedactedUri.Of(port)}' is not a port.",
        "A port is a number from 1 to 65535.");

    internal static Fault PortGivenTwice(string text, int first, int second) => new(
        "PortGivenTwice", FaultKind.InvalidArgument, RedactedUri.Of(text),
        $"'{RedactedUri.Of(text)}' names port {first}, but {second} was given as well.",
        "Give the port once.");

    internal static Fault HostNotFound(string host) => new(
        "HostNotFound", FaultKind.Connection, host,
        $"The host '{host}' does not resolve to an address.",
        "Check the spelling and the name server, or give -Address where the command has it.");

    internal static Fault NameServerFailed(string host) => new(
        "NameServerFailed", FaultKind.Connection, host,
        $"No name server answered for '{host}': whether the host exists is not known.",
        "Check the name server and the way to it, and try again.");

    internal static Fault MachineLimit(string target, string what) => new(
        "MachineLimit", FaultKind.Connection, target,
        $"No connection to {target}: this machine, or this process, has no {what} left.",
        "Close what holds them, raise the limit (ulimit -n on Unix), or lower -ThrottleLimit; nothing is known of the "
            + "host.");

    internal static Fault ConnectFailed(string target, string why) => new(
        "ConnectFailed", FaultKind.Connection, target,
        $"No connection to {target}: {why}",
        "Check the port and that a firewall lets this machine through.");

    internal static Fault HandshakeFailed(string target, string why, string? advice = null) => new(
        "HandshakeFailed", FaultKind.Connection, target,
        $"The TLS handshake with {target} failed: {why}",
        advice ?? "Check that the port speaks TLS from the first byte and which TLS versions the server allows.");

    internal static Fault CertificatesTooLarge(string target, int length) => new(
        "HandshakeFailed", FaultKind.Connection, target,
        $"The TLS handshake with {target} failed: the certificates that the server sends come to {length} bytes, more "
            + "than this machine's TLS reads.",
        "Have those removed on the server that are not of its chain; where it is not yours, take it for an attack.");

    internal static Fault HandshakeBroken(string target, string why) => new(
        "HandshakeFailed", FaultKind.Connection, target,
        $"The TLS handshake with {target} failed: {why}",
        "Look for what stands between this machine and the server, or into the server's log.");

    internal static Fault HandshakeCauseUnknown(string target, string platform) => new(
        "HandshakeFailed", FaultKind.Connection, target,
        $"The TLS handshake with {target} failed, and nothing that either side said in the clear tells why. "
            + $"The platform says: {platform}",
        "Nothing proves that the server holds its certificate's key. Look into the server's log, and try from another "
            + "machine.");

    internal static Fault HandshakeSignatureInvalid(string target) => new(
        "HandshakeSignatureInvalid", FaultKind.Security, target,
        $"The signature with which {target} has to prove that it holds its certificate's key does not verify: it shows "
            + "a certificate whose key it does not hold.",
        "This is how an impostor looks who copied the certificate. Do not connect before you know why; on your own "
            + "server, check that certificate and key belong together.");

    internal static Fault HandshakeRefused(string target, string why, string advice) => new(
        "HandshakeFailed", FaultKind.Connection, target,
        $"The TLS handshake with {target} failed: {why}",
        advice);

    internal static Fault PlatformRefused(string target, string why) => new(
        "PlatformRefused", FaultKind.Connection, target,
        $"The TLS handshake with {target} failed: {why}",
        "Check what this machine's TLS allows (OpenSSL's configuration on Linux, Schannel's settings on Windows) and "
            + "what was asked of it (-SslProtocol, -KeyAlgorithm); another TLS client shows what the server sends.");

    internal static Fault ServerNameRefused(string target, string name, string alert) => new(
        "ServerNameRefused", FaultKind.Connection, target,
        $"The server {target} does not serve {name} (alert {alert}).",
        "Give a name that it serves as -ServerName, or as the host.");

    internal static Fault VersionRefused(string target, string? version) => new(
        "HandshakeFailed", FaultKind.Connection, target,
        $"The TLS handshake with {target} failed: the server answered in {version ?? "a version of TLS"}"
            + (version is null ? " that was not offered." : ", which was not offered."),
        "Let the server speak TLS 1.2 or 1.3; -SslProtocol and this machine's policy say what is offered.");

    internal static Fault TimedOut(string target, string doing, TimeSpan timeout, string? advice = null) => new(
        "TimedOut", FaultKind.Timeout, target,
        $"{target} did not answer within {timeout.TotalSeconds:0.##} seconds ({doing}).",
        advice ?? "Raise -TimeoutSec, or check the network path.");
}

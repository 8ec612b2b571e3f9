using System;

namespace PinningTools.Internal;

internal static partial class Faults
{
    internal static Fault HostInvalid(string text, string why) => new(
        "HostInvalid", FaultKind.InvalidArgument, Shown.Of(text),
        $"'{Shown.Of(text)}' is not a host: {why}.",
        "Give a host name, an IP address, host:port, or a URI such as https://host.");

    internal static Fault SeveralHosts(string text, int count) => new(
        "HostInvalid", FaultKind.InvalidArgument, Shown.Of(text),
        $"'{Shown.Of(text)}' is not a host: it names {count} in one text.",
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
        "SchemeNotTls", FaultKind.InvalidArgument, Shown.Of(text),
        $"'{Shown.Of(text)}': '{scheme}' is not a scheme that leads to TLS.",
        "Use https, ldaps, smtps, imaps, mqtts … or smtp, imap, ldap, postgres … for STARTTLS, or give host:port.");

    internal static Fault PortInvalid(string text, string port) => new(
        "PortInvalid", FaultKind.InvalidArgument, Shown.Of(text),
        $"'{Shown.Of(text)}': '{Shown.Of(port)}' is not a port.",
        "A port is a number from 1 to 65535.");

    internal static Fault PortGivenTwice(string text, int first, int second) => new(
        "PortGivenTwice", FaultKind.InvalidArgument, Shown.Of(text),
        $"'{Shown.Of(text)}' names port {first}, but {second} was given as well.",
        "Give the port once.");

    internal static Fault HostNotFound(string host) => new(
        "HostNotFound", FaultKind.Connection, host,
        $"The host '{host}' does not resolve to an address.",
        "Check the spelling and the name server, or give -Address where the command has it.");

    internal static Fault ConnectFailed(string target, string why) => new(
        "ConnectFailed", FaultKind.Connection, target,
        $"No connection to {target}: {why}",
        "Check the port and that a firewall lets this machine through.");

    internal static Fault HandshakeFailed(string target, string why) => new(
        "HandshakeFailed", FaultKind.Connection, target,
        $"The TLS handshake with {target} failed: {why}",
        "Check that the port speaks TLS from the first byte and which TLS versions the server allows.");

    internal static Fault CertificatesTooLarge(string target) => new(
        "HandshakeFailed", FaultKind.Connection, target,
        $"The TLS handshake with {target} failed: the server sent more certificates than any chain has.",
        "Have those removed on the server that are not of its chain; where it is not yours, take it for an attack.");

    internal static Fault TimedOut(string target, string doing, TimeSpan timeout) => new(
        "TimedOut", FaultKind.Timeout, target,
        $"{target} did not answer within {timeout.TotalSeconds:0.##} seconds ({doing}).",
        "Raise -TimeoutSec, or check the network path.");
}

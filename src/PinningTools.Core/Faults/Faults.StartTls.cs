namespace PinningTools.Internal;

internal static partial class Faults
{
    internal static Fault StartTlsFailed(
        string target, string protocol, string why, string? advice = null) => new(
        "StartTlsFailed", FaultKind.Connection, target,
        $"{target} did not start TLS ({protocol}): {why}",
        advice ?? "Check -StartTls and the port, and that TLS is turned on in the server. For a port that speaks TLS "
            + "from the first byte, use -StartTls None.");

    internal static Fault EhloNameInvalid(string text) => new(
        "EhloNameInvalid", FaultKind.InvalidArgument, text,
        $"'{TerminalText.Printable(text)}' is not a name that a client may send in EHLO (RFC 5321 section 4.1.1.1).",
        "Give a full host name such as client.example.com, or an IP address such as [192.0.2.1].");

    internal static Fault InjectedPlaintext(string target, string protocol, int bytes) => new(
        "InjectedPlaintext", FaultKind.Security, target,
        $"The connection to {target} was closed ({protocol}): {bytes} bytes of plaintext arrived where TLS had to "
            + "begin. An attacker may be injecting them (CVE-2011-0411).",
        "Find out who is between this machine and the server. If the server itself sends these bytes, it needs an "
            + "update.");

    internal static Fault StartTlsConflict(string text, string scheme, string given) => new(
        "StartTlsConflict", FaultKind.InvalidArgument, RedactedUri.Of(text),
        $"'{RedactedUri.Of(text)}': the scheme '{scheme}' conflicts with -StartTls {given}.",
        "Omit -StartTls, or give host:port instead of the URI.");
}

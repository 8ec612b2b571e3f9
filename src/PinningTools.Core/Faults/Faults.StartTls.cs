namespace PinningTools.Internal;

internal static partial class Faults
{
    internal static Fault StartTlsFailed(
        string target, string protocol, string why, string? advice = null) => new(
        "StartTlsFailed", FaultKind.Connection, target,
        $"{target} did not start TLS ({protocol}): {why}",
        advice ?? "Check -StartTls and the port, and that TLS is turned on in the server; -StartTls None is for a port "
            + "that speaks TLS from the first byte.");

    internal static Fault EhloNameInvalid(string text) => new(
        "EhloNameInvalid", FaultKind.InvalidArgument, text,
        $"'{TerminalText.Printable(text)}' is not a name that a client may give in EHLO (RFC 5321 section 4.1.1.1).",
        "Give a full host name such as client.example.com, or an IP address such as [192.0.2.1].");

    internal static Fault InjectedPlaintext(string target, string protocol, int bytes) => new(
        "InjectedPlaintext", FaultKind.Security, target,
        $"The connection to {target} was given up ({protocol}): {bytes} bytes came in the clear where TLS had to "
            + "begin. Somebody may be injecting them (CVE-2011-0411).",
        "Find out who sits between this machine and the server; an honest server that does so needs an update.");

    internal static Fault StartTlsConflict(string text, string scheme, string given) => new(
        "StartTlsConflict", FaultKind.InvalidArgument, RedactedUri.Of(text),
        $"'{RedactedUri.Of(text)}': the scheme '{scheme}' says otherwise than -StartTls {given}.",
        "Leave -StartTls out, or give host:port in place of the URI.");
}

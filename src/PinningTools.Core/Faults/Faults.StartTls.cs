namespace PinningTools.Internal;

internal static partial class Faults
{
    internal static Fault StartTlsFailed(string target, StartTlsProtocol protocol, string why) => new(
        "StartTlsFailed", FaultKind.Connection, target,
        $"{target} did not go on in TLS ({protocol}): {why}",
        "Check -StartTls and the port, and that TLS is turned on in the server.");

    internal static Fault InjectedPlaintext(string target, StartTlsProtocol protocol, int bytes) => new(
        "InjectedPlaintext", FaultKind.Security, target,
        $"The connection to {target} was given up ({protocol}): {bytes} bytes came in the clear where TLS had to "
            + "begin. Somebody may be injecting them (CVE-2011-0411).",
        "Find out who sits between this machine and the server; an honest server that does so needs an update.");

    internal static Fault StartTlsConflict(string text, string scheme, StartTlsProtocol given) => new(
        "StartTlsConflict", FaultKind.InvalidArgument, Shown.Of(text),
        $"'{Shown.Of(text)}': the scheme '{scheme}' says otherwise than -StartTls {given}.",
        "Leave -StartTls out, or give host:port in place of the URI.");
}

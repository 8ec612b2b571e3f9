namespace PinningTools.Internal;

internal static partial class Faults
{
    internal static Fault ProxyInvalid(string proxy, string why) => new(
        "ProxyInvalid", FaultKind.InvalidArgument, RedactedUri.Of(proxy),
        $"'{RedactedUri.Of(proxy)}' is not a proxy: {why}.",
        "Give http://host:port for an HTTP CONNECT proxy, or socks5://host:port for a SOCKS proxy.");

    internal static Fault ProxyHasUserInfo(string proxy) => new(
        "ProxyHasUserInfo", FaultKind.InvalidArgument, RedactedUri.Of(proxy),
        $"The address of the proxy {RedactedUri.Of(proxy)} contains a user name or password.",
        "Give them as -ProxyCredential, where no history and no process list shows them.");

    internal static Fault ProxyMissing() => new(
        "ProxyMissing", FaultKind.InvalidArgument, null,
        "Proxy credentials were given without a proxy.",
        "Give -Proxy. Without it the connection is direct, regardless of the system's settings.");

    internal static Fault ProxyCredentialConflict(string proxy) => new(
        "ProxyCredentialConflict", FaultKind.InvalidArgument, RedactedUri.Of(proxy),
        "-ProxyUseDefaultCredentials cannot be used with -ProxyCredential or with a SOCKS proxy "
            + $"('{RedactedUri.Of(proxy)}').",
        "Give -ProxyCredential, or -ProxyUseDefaultCredentials with an http:// proxy.");

    internal static Fault ProxyUserNameInvalid(string name) => new(
        "ProxyUserNameInvalid", FaultKind.InvalidArgument, name,
        $"The user name '{name}' or its password cannot be sent to this kind of proxy.",
        "For an HTTP proxy the user name must not contain a colon. For SOCKS the user name and the password must have "
            + "1 to 255 bytes each.");

    internal static Fault ProxyDefaultCredentialsUnsupported(string proxy) => new(
        "ProxyDefaultCredentialsUnsupported", FaultKind.NotSupported, RedactedUri.Of(proxy),
        $"In Windows PowerShell this command cannot authenticate to the proxy {RedactedUri.Of(proxy)} as the current user.",
        "Use PowerShell 7.4 or later, or give -ProxyCredential.");

    internal static Fault ProxyUnreachable(string target, string proxy, string why) => new(
        "ProxyUnreachable", FaultKind.Connection, target,
        $"No connection to {target}: the proxy {RedactedUri.Of(proxy)} cannot be reached. {why}",
        "Check -Proxy and that the proxy runs.");

    internal static Fault ProxyRefused(string target, string proxy, string why) => new(
        "ProxyRefused", FaultKind.Connection, target,
        $"No connection to {target}: the proxy {RedactedUri.Of(proxy)} did not open a tunnel: {why}",
        "Check that -Proxy names a proxy of this kind and that its rules allow this host and port.");

    internal static Fault ProxyAuthenticationRequired(
        string target, string proxy, string why, bool asCurrentUser) => new(
        "ProxyAuthenticationRequired", FaultKind.Permission, target,
        $"No connection to {target}: the proxy {RedactedUri.Of(proxy)} requires authentication: {why}",
        asCurrentUser
            ? "Get a Kerberos ticket (kinit; klist shows it), give the proxy by the name of its service, or give "
                + "-ProxyCredential."
            : "Give -ProxyCredential, or -ProxyUseDefaultCredentials if the proxy accepts Negotiate.");
}

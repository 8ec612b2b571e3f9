namespace PinningTools.Internal;

internal static partial class Faults
{
    internal static Fault ProxyInvalid(string proxy, string why) => new(
        "ProxyInvalid", FaultKind.InvalidArgument, RedactedUri.Of(proxy),
        $"'{RedactedUri.Of(proxy)}' is not a proxy: {why}.",
        "Give http://host:port for a proxy with CONNECT or socks5://host:port for SOCKS.");

    internal static Fault ProxyHasUserInfo(string proxy) => new(
        "ProxyHasUserInfo", FaultKind.InvalidArgument, RedactedUri.Of(proxy),
        $"The address of the proxy {RedactedUri.Of(proxy)} has a name or password in it.",
        "Give them as -ProxyCredential, where no history and no process list shows them.");

    internal static Fault ProxyMissing() => new(
        "ProxyMissing", FaultKind.InvalidArgument, null,
        "Credentials for a proxy were given, but no proxy.",
        "Give -Proxy; without it the connection is direct, whatever the system's settings are.");

    internal static Fault ProxyCredentialConflict(string proxy) => new(
        "ProxyCredentialConflict", FaultKind.InvalidArgument, RedactedUri.Of(proxy),
        $"-ProxyUseDefaultCredentials fits neither with -ProxyCredential nor with a SOCKS proxy ('{RedactedUri.Of(proxy)}').",
        "Give -ProxyCredential, or -ProxyUseDefaultCredentials with an http:// proxy.");

    internal static Fault ProxyUserNameInvalid(string name) => new(
        "ProxyUserNameInvalid", FaultKind.InvalidArgument, name,
        $"The name '{name}' or its password cannot be sent to this kind of proxy.",
        "A name for an HTTP proxy has no colon; a name and a password for SOCKS have 1 to 255 bytes each.");

    internal static Fault ProxyDefaultCredentialsUnsupported(string proxy) => new(
        "ProxyDefaultCredentialsUnsupported", FaultKind.NotSupported, RedactedUri.Of(proxy),
        $"Windows PowerShell cannot log on to the proxy {RedactedUri.Of(proxy)} as the current user here.",
        "Use PowerShell 7.4 or later, or give -ProxyCredential.");

    internal static Fault ProxyUnreachable(string target, string proxy, string why) => new(
        "ProxyUnreachable", FaultKind.Connection, target,
        $"No connection to {target}: the proxy {RedactedUri.Of(proxy)} cannot be reached. {why}",
        "Check -Proxy and that the proxy runs.");

    internal static Fault ProxyRefused(string target, string proxy, string why) => new(
        "ProxyRefused", FaultKind.Connection, target,
        $"No connection to {target}: the proxy {RedactedUri.Of(proxy)} made no tunnel: {why}",
        "Check that -Proxy names a proxy of this kind and that its rules allow this host and port.");

    internal static Fault ProxyAuthenticationRequired(
        string target, string proxy, string why, bool asCurrentUser) => new(
        "ProxyAuthenticationRequired", FaultKind.Permission, target,
        $"No connection to {target}: the proxy {RedactedUri.Of(proxy)} wants to know who asks: {why}",
        asCurrentUser
            ? "Get a ticket (kinit; klist shows it), name the proxy as its service is named, or give -ProxyCredential."
            : "Give -ProxyCredential, or -ProxyUseDefaultCredentials where the proxy takes Negotiate.");
}

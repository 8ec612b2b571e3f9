namespace PinningTools.Internal;

internal static partial class Faults
{
    internal static Fault OtherHost(string target, string other) => new(
        "OtherHost", FaultKind.Security, target,
        $"The certificate callback is bound to {target}, but the client connects to '{RedactedUri.Of(other)}'.",
        "Make a callback for each host, and give it the name that the client connects to: -HostName, and -Port for the web.");

    internal static Fault CallbackFailed(string target, string why) => new(
        "CallbackFailed", FaultKind.Security, target,
        $"The certificate callback for {target} failed, and the connection was refused: {why}",
        "If the client passed a chain that it had already disposed, use another form of the callback (New-PinCallback -As).");

    internal static Fault CallbackTypeInvalid(string type, string why) => new(
        "CallbackTypeInvalid", FaultKind.InvalidArgument, type,
        $"A certificate callback cannot be a delegate of the type {type}: {why}",
        "Give a delegate type that returns a bool and has a certificate as a parameter, or one parameter with a property of "
            + "that type.");

    internal static Fault CallbackNeedsChain(string target, string form) => new(
        "CallbackNeedsChain", FaultKind.InvalidArgument, target,
        $"A {form} gets only the server's own certificate and no chain, so ordinary validation of {target} is not possible.",
        "Give -PinOnly with a pin of the server's own key, or a pin set with key-only trust.");

    internal static Fault LdapNotAvailable() => new(
        "LdapNotAvailable", FaultKind.NotSupported, null,
        "The library System.DirectoryServices.Protocols is not on this machine, so there is no LDAP callback to make.",
        "Load the library that your LDAP client uses first (Add-Type -AssemblyName), or use -As Callback.");

    internal static Fault NeedsNewerPowerShell(string what) => new(
        "NeedsNewerPowerShell", FaultKind.NotSupported, what,
        $"{what} is not available in Windows PowerShell: its .NET Framework has no means to check a connection before it is "
            + "used, or to forbid the resumption of sessions.",
        "Use PowerShell 7.4 or later; or Invoke-PinnedWebRequest; or New-PinCallback -As Callback or HttpClientHandler.");
}

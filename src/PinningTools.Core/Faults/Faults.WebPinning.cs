using System;

namespace PinningTools.Internal;

/// <content>
/// Sessions that send web requests through pins. Who meets these errors called PowerShell's own command, which has no
/// parameters for pins.
/// </content>
internal static partial class Faults
{
    private const string SessionAdvice =
        "Add a pin set for the host to the policy of the session (Get-WebPinning shows where it comes from). "
            + "Enable-WebPinning -UnpinnedHost Warn accepts ordinary validation for hosts without a pin.";

    internal static Fault NotPinnedInSession(string target, bool isRedirect) => new(
        "NotPinned", FaultKind.Security, target,
        (isRedirect ? $"The server redirects to {target}, which no pin covers" : $"No pin covers {target}")
            + ", and Enable-WebPinning sends the requests of this session only to pinned hosts. Nothing was sent to it.",
        SessionAdvice);

    internal static Fault PlainHttpRefused(string uri) => new(
        "PlainHttpRefused", FaultKind.Security, RedactedUri.Of(uri),
        $"'{RedactedUri.Of(uri)}' is not an https address, so no pin can cover it, and Enable-WebPinning sends the requests of "
            + "this session only to pinned hosts. Nothing was sent.",
        "Use the https address; an address without a scheme means http. Enable-WebPinning -UnpinnedHost Warn lets "
            + "PowerShell's own command make requests without TLS.");

    /// <param name="target">The host, which no pin covers.</param>
    /// <param name="key">The key in $PSDefaultParameterValues, or null if no default applies.</param>
    internal static Fault SkipRefusedInSession(string target, string? key) => new(
        "SkipCertificateCheckRefused", FaultKind.Security, target,
        $"-SkipCertificateCheck would accept an impostor of {target}, which no pin covers. Nothing was sent." + (key is null ? ""
            : $" $PSDefaultParameterValues['{key}'] is its default here."),
        "Trust the one key of the host instead: New-PinSet -HostName HOST -PinOnly | Export-PinSet -Append, after you have "
            + "confirmed it over another channel.");

    internal static Fault WebPinningNotEnabled() => new(
        "WebPinningNotEnabled", FaultKind.Security, null,
        "This command object belongs to a session with Enable-WebPinning, and this session has no policy. Nothing was sent.",
        "Call the command by its name, or call Enable-WebPinning in this session.");
}

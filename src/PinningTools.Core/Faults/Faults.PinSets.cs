namespace PinningTools.Internal;

internal static partial class Faults
{
    internal static Fault PinSetStartTlsUnknown(string pattern, string protocol) => new(
        "PinSetStartTlsUnknown", FaultKind.InvalidData, pattern,
        $"The pin set '{pattern}' names '{protocol}' as the protocol before TLS, which is not a known protocol.",
        "Use smtp, lmtp, imap, pop3, sieve, nntp, ftp, ldap, postgres, mysql, xmpp, xmppserver, tds or rdp, or omit "
            + "it.");

    internal static Fault PatternInvalid(string text, string why) => new(
        "PatternInvalid", FaultKind.InvalidArgument, text,
        $"'{text}' is not a host pattern: {why}.",
        "Write host, *.host (exactly one label below) or **.host (any depth and the host itself), "
            + "each with or without :port.");

    internal static Fault PinOnlyChecksNothing(string? pattern, string with) => new(
        "PinOnlyChecksNothing", FaultKind.InvalidArgument, pattern,
        $"{(pattern is null ? "The command" : $"The pin set '{pattern}'")} combines PinOnly with {with}: key-only "
            + "trust skips the chain and the name, so nothing would be checked.",
        "Use the mode Enforce and the expiry behavior Fail, or trust the system's roots or given anchors.");

    internal static Fault AnchorsDisagree(string pattern, string trust, bool hasAnchors) => new(
        "AnchorsDisagree", FaultKind.InvalidArgument, pattern,
        hasAnchors
            ? $"The pin set '{pattern}' has trust anchors, but its trust is {trust}."
            : $"The pin set '{pattern}' trusts given anchors but has none.",
        "Give trust anchors if, and only if, the trust is Anchors.");

    internal static Fault PinSetEmpty(string pattern) => new(
        "PinSetEmpty", FaultKind.InvalidArgument, pattern,
        $"The pin set '{pattern}' has no pin that could match.",
        "Give it another pin first, or remove the whole set with Remove-PinSet.");

    internal static Fault PinBothGoodAndBad(string pattern, string pin) => new(
        "PinBothGoodAndBad", FaultKind.InvalidArgument, pattern,
        $"The pin set '{pattern}' both accepts and vetoes {pin}.",
        "Remove one of the two.");

    internal static Fault ReportUriInvalid(string pattern, string uri) => new(
        "ReportUriInvalid", FaultKind.InvalidArgument, pattern,
        $"The pin set '{pattern}' reports to '{RedactedUri.Of(uri)}', which is not an http or https URI.",
        "Give an absolute https URI.");

    internal static Fault PinSetTwice(string pattern) => new(
        "PinSetTwice", FaultKind.InvalidData, pattern,
        $"There are two pin sets for '{pattern}'.",
        "Put their pins into one set.");

    internal static Fault PinSetExists(string pattern) => new(
        "PinSetExists", FaultKind.InvalidArgument, pattern,
        $"The store already has a different pin set for '{pattern}'.",
        "Change it with Update-PinSet, or give -Force to replace it.");

    internal static Fault PinSetMissing(string pattern, string store, string? source) => new(
        "PinSetMissing", FaultKind.NotFound, pattern,
        $"The store '{store}' has no pin set for '{pattern}'.",
        "Import-PinSet shows the patterns in the store; New-PinSet makes a set."
            + (source is null ? ""
                : $" Only the publisher can change a set of its source {RedactedUri.Of(source)} (-IncludeSource shows these "
                    + "sets)."));

    internal static Fault PinMissing(string pattern, string pin) => new(
        "PinMissing", FaultKind.NotFound, pin,
        $"The pin set '{pattern}' does not have {pin}.",
        "Import-PinSet shows the pins of the set.");

    internal static Fault NothingToChange() => new(
        "NothingToChange", FaultKind.InvalidArgument, null,
        "There is nothing to change.",
        "Give -Add, -Remove, -Promote, -Retire, -Mode, -Expires, -OnExpired, -NoBackup or -AllowInspected.");

    internal static Fault NothingAdded(string parameter) => new(
        "NothingAdded", FaultKind.InvalidArgument, parameter,
        $"-{parameter} describes pins that are added, but none are added.",
        "Give -Add. To change the description of an existing pin, add it again with the new description.");

    internal static Fault ValidUntilPast(System.DateTime end) => new(
        "ValidUntilPast", FaultKind.InvalidArgument, end,
        $"The date {UtcDate.Format(end)} is in the past: no client would accept the store.",
        "Give a date in the future, such as (Get-Date).AddDays(14).");

    /// <param name="verdict">The whole verdict.</param>
    /// <param name="host">The host and port.</param>
    /// <param name="message">What the verdict says.</param>
    /// <param name="pattern">The pattern of the set with the recorded key.</param>
    /// <param name="target">What the user named.</param>
    /// <param name="store">The store's file.</param>
    internal static Fault KeyChanged(
        object verdict, string host, string message, string pattern, string target, string store) => new(
        "KeyChanged", FaultKind.Security, verdict,
        $"The key of {host} is not the one that was recorded. {message}",
        "Confirm over another channel that the key was changed on purpose. Only then remove the old key and learn the "
            + $"new one: Remove-PinSet {CommandText.Quote(pattern)} -PinStore {CommandText.Quote(store)}; "
            + $"Update-PinSet -TrustOnFirstUse -HostName {CommandText.Quote(target)} "
            + $"-PinStore {CommandText.Quote(store)}",
        hasLines: true);

    internal static Fault KeyNotProven(string target, string? why) => new(
        "KeyNotProven", FaultKind.Security, target,
        $"{target} did not prove that it holds the key that it shows, so nothing is pinned. {why}".TrimEnd(),
        "Get the key over another channel, for example from the server's certificate file, and pin that.");

    internal static Fault NothingToLearn(string target, string? why) => new(
        "NothingToLearn", FaultKind.Security, target,
        $"{target} has no certificate that could be pinned. {why}".TrimEnd(),
        "Pins add to a valid chain: give its root as -TrustAnchor. For an appliance with a self-signed certificate, "
            + "use -PinOnly.");

    internal static Fault NotAPinSet(string text) => new(
        "NotAPinSet", FaultKind.InvalidArgument, text,
        $"'{text}' is not a pin set.",
        "Give the output of New-PinSet or Import-PinSet. Give the path of a store as -PinStore.");

    internal static Fault NoStoreLocation() => new(
        "NoStoreLocation", FaultKind.NotFound, null,
        "This account has no folder for its own pin store.",
        "Give -PinStore, or set the environment variable PINNINGTOOLS_STORE to a path.");

    internal static Fault NoDefaultStore(string path) => new(
        "NoDefaultStore", FaultKind.NotFound, path,
        $"There is no default pin store yet: '{path}' does not exist.",
        "Create it with New-PinSet | Export-PinSet, name another file in the environment variable PINNINGTOOLS_STORE, "
            + "or give the path of a store.");

    internal static Fault StoreFolderUnwritable(string path, string reason) => new(
        "StoreFolderUnwritable", FaultKind.Permission, path,
        $"The folder of the default pin store '{path}' cannot be created: {reason}",
        "Name another file in the environment variable PINNINGTOOLS_STORE, or give the path of a store.");

    internal static Fault PinCertificateDiffers(string pin) => new(
        "PinCertificateDiffers", FaultKind.InvalidData, pin,
        $"The certificate given with {pin} has another key.",
        "Give the certificate of the pinned key, or omit it.");
}

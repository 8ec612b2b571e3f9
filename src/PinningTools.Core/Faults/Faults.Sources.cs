using System;

namespace PinningTools.Internal;

internal static partial class Faults
{
    internal static Fault SigningKeyInvalid(string why) => new(
        "SigningKeyInvalid", FaultKind.InvalidData, null,
        $"The signing key cannot be used: {why}.",
        "Give a P-256 or RSA public key as one line of base64: 'openssl pkey -pubin -in key.pem -outform der | "
            + "openssl base64 -A'.");

    internal static Fault SourceNotPinned(string uri) => new(
        "SourceNotPinned", FaultKind.InvalidData, RedactedUri.Of(uri),
        $"The store's source {RedactedUri.Of(uri)} has no pin set in the store itself.",
        "Add a pin set for the source's host: pin sets are not fetched from a host that is not pinned.");

    internal static Fault SourceSignatureInvalid(string uri) => new(
        "SourceSignatureInvalid", FaultKind.Security, RedactedUri.Of(uri),
        $"The content of {RedactedUri.Of(uri)} is not signed with the store's signing key.",
        "Sign the exact bytes again. If you did not change them, someone else did.");

    internal static Fault SourceNotNumbered(string uri) => new(
        "SourceNotNumbered", FaultKind.InvalidData, RedactedUri.Of(uri),
        $"The store at {RedactedUri.Of(uri)} has no version, so an old store could not be distinguished from a new one.",
        "Give it a version of 1 or higher, and increase it with every change.");

    internal static Fault SourceOfElsewhere(string uri, string address) => new(
        "SourceOfElsewhere", FaultKind.Security, RedactedUri.Of(uri),
        $"The store at {RedactedUri.Of(uri)} was published for {RedactedUri.Of(address)}.",
        "Publish each store at its own address. If you did not mix them up, someone replaced one with the other.");

    internal static Fault SourceNested(string uri) => new(
        "SourceNested", FaultKind.InvalidData, RedactedUri.Of(uri),
        $"The store at {RedactedUri.Of(uri)} names a source of its own.",
        "Only the local store may name a source.");

    internal static Fault SourceWentBack(string uri, long known, long offered) => new(
        "SourceWentBack", FaultKind.Security, RedactedUri.Of(uri),
        $"The store at {RedactedUri.Of(uri)} has version {offered}, but version {known} was already seen"
            + (known == offered ? " with other content." : "."),
        "Publish the current store with a higher version. If you did not publish an old one, someone is replaying it.");

    internal static Fault SourceTooOld(string uri, DateTime fetched) => new(
        "SourceTooOld", FaultKind.Security, RedactedUri.Of(uri),
        $"The last good copy of {RedactedUri.Of(uri)} dates from {UtcDate.Format(fetched)} and is older than the store "
            + "allows.",
        "Make the source reachable again, or raise maxAgeDays.");

    internal static Fault SourceExpired(string uri, long version, DateTime end) => new(
        "SourceExpired", FaultKind.Security, RedactedUri.Of(uri),
        $"The store at {RedactedUri.Of(uri)} is version {version}, which was valid until {UtcDate.Format(end)}.",
        "Publish it again with a later validUntil. If you already did, someone is holding back the new version.");

    internal static Fault SourceTimedOut(string uri, TimeSpan timeout) => new(
        "SourceTimedOut", FaultKind.Timeout, RedactedUri.Of(uri),
        $"{RedactedUri.Of(uri)} and its signature did not arrive within {timeout.TotalSeconds:0.##} seconds.",
        "Check the host and the network path to it.");

    internal static Fault FirstUseUnsure(string target, string why) => new(
        "FirstUseUnsure", FaultKind.Security, target,
        $"It is not known whether the store's source pins {target}: {why}",
        "Make the source reachable again. Only the key of a host that is not pinned anywhere is recorded on first "
            + "use.");
}

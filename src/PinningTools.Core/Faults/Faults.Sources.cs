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
        "Add a pin set for its host: pin sets are not fetched from a host that is not pinned.");

    internal static Fault SourceSignatureInvalid(string uri) => new(
        "SourceSignatureInvalid", FaultKind.Security, RedactedUri.Of(uri),
        $"What stands at {RedactedUri.Of(uri)} is not signed by the store's signing key.",
        "Sign the exact bytes anew. If you did not change them, somebody else did.");

    internal static Fault SourceNotNumbered(string uri) => new(
        "SourceNotNumbered", FaultKind.InvalidData, RedactedUri.Of(uri),
        $"The store at {RedactedUri.Of(uri)} has no version: an old one could not be told from a new one.",
        "Give it a version from 1 on, and a higher one with every change.");

    internal static Fault SourceOfElsewhere(string uri, string address) => new(
        "SourceOfElsewhere", FaultKind.Security, RedactedUri.Of(uri),
        $"What stands at {RedactedUri.Of(uri)} was published for {RedactedUri.Of(address)}.",
        "Publish each store at its own address. If you did not mix them up, somebody put one in the other's place.");

    internal static Fault SourceNested(string uri) => new(
        "SourceNested", FaultKind.InvalidData, RedactedUri.Of(uri),
        $"The store at {RedactedUri.Of(uri)} names a source of its own.",
        "Only the local store may say where pin sets come from.");

    internal static Fault SourceWentBack(string uri, long known, long offered) => new(
        "SourceWentBack", FaultKind.Security, RedactedUri.Of(uri),
        $"The store at {RedactedUri.Of(uri)} has version {offered}, but version {known} was seen already"
            + (known == offered ? " with other content." : "."),
        "Publish the current store with a higher version. If you published no old one, somebody replays it.");

    internal static Fault SourceTooOld(string uri, DateTime fetched) => new(
        "SourceTooOld", FaultKind.Security, RedactedUri.Of(uri),
        $"The last good copy of {RedactedUri.Of(uri)} is of {UtcDate.Format(fetched)}, older than the store allows.",
        "Make the source reachable again, or raise maxAgeDays.");

    internal static Fault SourceExpired(string uri, long version, DateTime end) => new(
        "SourceExpired", FaultKind.Security, RedactedUri.Of(uri),
        $"The store at {RedactedUri.Of(uri)} is version {version}, which was good until {UtcDate.Format(end)}.",
        "Publish it anew with a later validUntil. If you did, somebody keeps the new one back.");

    internal static Fault SourceTimedOut(string uri, TimeSpan timeout) => new(
        "SourceTimedOut", FaultKind.Timeout, RedactedUri.Of(uri),
        $"{RedactedUri.Of(uri)} and its signature did not come within {timeout.TotalSeconds:0.##} seconds.",
        "Check the host and the way to it.");

    internal static Fault FirstUseUnsure(string target, string why) => new(
        "FirstUseUnsure", FaultKind.Security, target,
        $"Whether {target} is pinned by the store's source is not known: {why}",
        "Make the source reachable again. A first use is only that of a host that is pinned nowhere.");
}

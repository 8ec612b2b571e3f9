namespace PinningTools.Internal;

internal static partial class Faults
{
    /// <summary>The fault of a connection that a verdict closed: its id is the verdict's name.</summary>
    internal static Fault Refused(PinVerdict verdict) => new(
        verdict.Verdict.ToString(), FaultKind.Security, verdict,
        verdict.Message,
        "Nothing of the request was sent. Compare the chain in the error's target with what you expect.");

    internal static Fault UriNotHttps(string uri) => new(
        "UriNotHttps", FaultKind.InvalidArgument, uri,
        $"'{uri}' is not an https URI: without TLS there is no key to pin.",
        "Use https://.");

    internal static Fault ResponseTooLarge(int limit) => new(
        "ResponseTooLarge", FaultKind.InvalidData, null,
        $"The response is larger than the {limit} bytes that are held in memory.",
        "Ask for less of it.");

    internal static Fault RequestFailed(string uri, string why) => new(
        "RequestFailed", FaultKind.Connection, uri,
        $"The request to {uri} broke: {why}",
        "The connection had a good verdict; try again or look into the server's log.");
}

namespace PinningTools.Internal;

/// <summary>
/// The catalogue of faults: every error the module can report, one method each, in one file per room.
/// A message says what happened and names the input; the advice says the way out.
/// </summary>
internal static partial class Faults
{
    private const string PinForms =
        "A pin is the SHA-256 of a public key, written sha256/ and 44 characters of base64, or 64 hex digits.";

    internal static Fault PinEmpty(string? text) => new(
        "PinEmpty", FaultKind.InvalidArgument, text, "The pin is empty.", PinForms);

    internal static Fault PinIsSha1(string text) => new(
        "PinIsSha1", FaultKind.InvalidArgument, text,
        $"'{text}' is a SHA-1 pin. SHA-1 is broken and is not accepted.",
        "Get the SHA-256 pin of the same key with Get-SpkiPin.");

    internal static Fault PinAlgorithmUnknown(string text, string algorithm) => new(
        "PinAlgorithmUnknown", FaultKind.InvalidArgument, text,
        $"'{text}' names the algorithm '{algorithm}'. Pins are SHA-256 only.",
        PinForms);

    internal static Fault PinWrongLength(string text, int bytes) => new(
        "PinWrongLength", FaultKind.InvalidArgument, text,
        $"'{text}' decodes to {bytes} bytes. A SHA-256 pin has 32.",
        "Copy the whole pin: 44 characters of base64 that end in '=', or 64 hex digits.");

    internal static Fault PinBadBase64(string text, int position) => new(
        "PinBadBase64", FaultKind.InvalidArgument, text,
        $"'{text}' is not base64: character {position + 1} of its value does not belong.",
        PinForms);

    internal static Fault PinBadPadding(string text) => new(
        "PinBadPadding", FaultKind.InvalidArgument, text,
        $"'{text}' is not canonical base64: its padding or last character is wrong.",
        "Copy the whole pin: 44 characters of base64 that end in a single '='.");

    internal static Fault PinIsBase64Url(string text, string corrected) => new(
        "PinIsBase64Url", FaultKind.InvalidArgument, text,
        $"'{text}' is written in the URL alphabet of base64, which pins do not use.",
        $"In the standard alphabet it reads {corrected}.");

    internal static Fault PinsMissing(string host) => new(
        "PinsMissing", FaultKind.InvalidArgument, host,
        $"No pin was given for {host}.",
        "Give -Pin. Get-SpkiPin shows the pins a server has today; confirm them over another channel first.");
}

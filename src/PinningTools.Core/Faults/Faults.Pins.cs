namespace PinningTools.Internal;

/// <summary>
/// The catalogue of faults: every error the module can report, one method each, in one file per room.
/// A message says what happened and names the input; the advice says the way out.
/// </summary>
internal static partial class Faults
{
    private const string PinForms =
        "A pin is the SHA-256 hash of a public key, written as sha256/ and 44 characters of base64, or as 64 hex "
            + "digits.";

    internal static Fault PinEmpty(string? text) => new(
        "PinEmpty", FaultKind.InvalidArgument, text, "The pin is empty.", PinForms);

    internal static Fault PinIsSha1(string text) => new(
        "PinIsSha1", FaultKind.InvalidArgument, text,
        $"'{text}' is a SHA-1 pin. SHA-1 is broken and is not accepted.",
        "Get the SHA-256 pin of the same key with Get-SpkiPin.");

    internal static Fault PinIsThumbprint(string text) => new(
        "PinIsThumbprint", FaultKind.InvalidArgument, text,
        $"'{text}' is a certificate's thumbprint (SHA-1 over the certificate), not a pin of its key.",
        "Get the pin with Get-SpkiPin. For a certificate in the certificate store: Get-Item Cert:\\... | Get-SpkiPin.");

    internal static Fault PinIsFingerprint(string text) => new(
        "PinIsFingerprint", FaultKind.InvalidArgument, text,
        $"'{text}' is a fingerprint, the hash of a whole certificate. It is not a pin of its key, and it changes at "
            + "every renewal.",
        "Get the pin of the certificate with Get-SpkiPin.");

    internal static Fault PinIsSshFingerprint(string text) => new(
        "PinIsSshFingerprint", FaultKind.InvalidArgument, text,
        $"'{text}' is the fingerprint of an SSH key, not a pin of a TLS key.",
        "Get the pin of the server's TLS key with Get-SpkiPin.");

    internal static Fault PinIsPem() => new(
        "PinIsPem", FaultKind.InvalidArgument, null,
        "PEM text was given instead of a pin.",
        "Get its pin first: -Pin ($pem | Get-SpkiPin -Role Leaf), or from a file: -Pin (Get-SpkiPin -Path FILE -Role "
            + "Leaf).");

    internal static Fault PinIsPath(string text) => new(
        "PinIsPath", FaultKind.InvalidArgument, text,
        $"'{text}' is the name of a file, not a pin.",
        $"Get the pin from the file first: -Pin (Get-SpkiPin -Path {CommandText.Quote(text)} -Role Leaf).");

    internal static Fault PinIsList(string text) => new(
        "PinIsList", FaultKind.InvalidArgument, text,
        $"'{text}' contains several pins separated by commas.",
        "Give an array of pins, or one string with the pins separated by semicolons.");

    internal static Fault PinAlgorithmUnknown(string text, string algorithm) => new(
        "PinAlgorithmUnknown", FaultKind.InvalidArgument, text,
        $"'{text}' names the algorithm '{algorithm}'. Pins are SHA-256 only.",
        PinForms);

    internal static Fault PinWrongLength(string text, int bytes) => new(
        "PinWrongLength", FaultKind.InvalidArgument, text,
        $"'{text}' is not a SHA-256 pin: it decodes to {bytes} bytes instead of 32.",
        "Copy the whole pin: 44 characters of base64 that end in '=', or 64 hex digits.");

    internal static Fault PinBadBase64(string text, int position) => new(
        "PinBadBase64", FaultKind.InvalidArgument, text,
        $"'{text}' is not base64: character {position + 1} of its value is not allowed.",
        PinForms);

    internal static Fault PinBadPadding(string text) => new(
        "PinBadPadding", FaultKind.InvalidArgument, text,
        $"'{text}' is not canonical base64: the '=' at its end is missing, or its last character is wrong.",
        "Copy the whole pin: 44 characters of base64 that end in a single '='.");

    internal static Fault PinIsBase64Url(string text, string corrected) => new(
        "PinIsBase64Url", FaultKind.InvalidArgument, text,
        $"'{text}' uses the URL-safe alphabet of base64, which pins do not use.",
        $"In the standard alphabet it is {corrected}.");

    internal static Fault PinsMissing(string host) => new(
        "PinsMissing", FaultKind.InvalidArgument, host,
        $"No pin was given for {host}.",
        "Give -Pin. Get-SpkiPin shows the server's current pins; confirm them over another channel first.");
}

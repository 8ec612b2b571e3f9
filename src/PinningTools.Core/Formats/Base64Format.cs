using System;

namespace PinningTools.Internal;

/// <summary>Pins as <c>openssl dgst -sha256 -binary | openssl base64</c> gives them.</summary>
internal sealed class Base64Format() : PinLinesFormat("Base64")
{
    private const int PinLength = 44;

    protected override bool LooksRight(string line) =>
        line.Length == PinLength && SpkiPin.TryParse("sha256/" + line, out _);

    protected override PinSetPin ReadLine(FormatText text, TextPlace place, string line, FormatImport import) =>
        text.Base64Pin(place, line);

    protected override string WriteLine(SpkiPin pin) => Of(pin);

    /// <summary>The pin without the name of the hash.</summary>
    internal static string Of(PinSetPin pin) => Of(pin.Value);

    internal static string Of(SpkiPin pin) => Convert.ToBase64String(pin.ToByteArray());
}

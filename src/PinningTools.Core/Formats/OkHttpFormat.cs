namespace PinningTools.Internal;

/// <summary>
/// The pins of OkHttp as single strings, <c>sha256/BASE64=</c>, which is also how this module writes them.
/// </summary>
internal sealed class OkHttpFormat() : PinLinesFormat("OkHttp")
{
    private const int PinLength = 51;

    /// <summary>A second slash is curl's, unless it is the first character of the base64.</summary>
    protected override bool LooksRight(string line) =>
        (StartsWith(line, "sha256/") && (line.Length == PinLength || !StartsWith(line, "sha256//")))
            || StartsWith(line, "sha1/");

    protected override PinSetPin ReadLine(FormatText text, TextPlace place, string line, FormatImport import) =>
        LooksRight(line) ? text.Pin(place, line) : throw text.Error(place, "expected a pin written as sha256/BASE64=");

    protected override string WriteLine(SpkiPin pin) => pin.ToString();
}

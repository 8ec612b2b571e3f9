namespace PinningTools.Internal;

/// <summary>The pins of OkHttp as single texts, <c>sha256/BASE64=</c>, which is also how this module writes them.</summary>
internal sealed class OkHttpFormat() : PinLinesFormat("OkHttp")
{
    protected override bool LooksRight(string line) =>
        (StartsWith(line, "sha256/") && !StartsWith(line, "sha256//")) || StartsWith(line, "sha1/");

    protected override PinSetPin ReadLine(FormatText text, TextPlace place, string line, FormatImport import) =>
        LooksRight(line) ? text.Pin(place, line) : throw text.Error(place, "a pin as sha256/BASE64= should stand here");

    protected override string WriteLine(SpkiPin pin) => pin.ToString();
}

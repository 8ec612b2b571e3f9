using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>The formats this version knows, in the order in which they are asked whether a text is theirs.</summary>
internal static class PinSetFormats
{
    internal static IReadOnlyList<IPinSetFormat> All { get; } =
    [
        new PinStoreFormat(),
        new ChromiumFormat(),
        new GoJsonFormat(),
        new SslyzeFormat(),
        AndroidFormat.Android,
        AndroidFormat.TrustKitAndroid,
        new WindowsPinRulesFormat(),
        new TrustKitFormat(),
        new AppleFormat(),
        OkHttpCodeFormat.Java,
        OkHttpCodeFormat.Kotlin,
        new FirefoxFormat(),
        new Urllib3Format(),
        new HpkpFormat(),
        TlsaFormat.Keys,
        TlsaFormat.Certificates,
        new OkHttpFormat(),
        new CurlFormat(),
        new HexFormat(),
        new Base64Format(),
    ];

    /// <exception cref="PinningException">There is no format of that name.</exception>
    internal static IPinSetFormat Get(string name) =>
        All.FirstOrDefault(format => string.Equals(format.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new PinningException(Faults.FormatUnknown(name, Names(_ => true)));

    /// <exception cref="PinningException">The text is of no format that can be read.</exception>
    internal static IPinSetFormat Detect(FormatText text) =>
        All.FirstOrDefault(format => format.CanRead && format.Detect(text))
        ?? throw PinStoreFormat.WhyNot(text)
        ?? new PinningException(Faults.FormatNotDetected(text.Source, Names(format => format.CanRead)));

    private static string Names(Func<IPinSetFormat, bool> which) =>
        string.Join(", ", All.Where(which).Select(format => format.Name));
}

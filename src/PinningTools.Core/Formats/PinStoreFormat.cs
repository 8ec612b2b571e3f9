using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>The module's own form, which loses nothing.</summary>
internal sealed class PinStoreFormat : IPinSetFormat
{
    internal const string StoreName = "PinStore";

    public string Name => StoreName;

    public bool CanRead => true;

    public bool CanWrite => true;

    public bool Detect(FormatText text) =>
        text.Content.TrimStart().StartsWith("{", System.StringComparison.Ordinal)
            && text.Content.Contains($"\"{PinStoreJson.Marker}\"");

    public FormatReading Read(FormatText text) => new([.. PinStoreJson.Read(text.Content, text.Source).Sets], []);

    public FormatWriting Write(IReadOnlyList<PinSet> sets, ExportOptions options) =>
        new(PinStoreJson.Write(new PinStore(sets)), []);
}

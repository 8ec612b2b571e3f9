using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>The module's own format, which loses nothing.</summary>
internal sealed class PinStoreFormat : IPinSetFormat
{
    internal const string StoreName = "PinStore";

    public string Name => StoreName;

    public bool CanRead => true;

    public bool CanWrite => true;

    public bool Detect(FormatText text) =>
        text.Content.TrimStart().StartsWith("{", StringComparison.Ordinal)
            && text.Content.Contains($"\"{PinStoreJson.Marker}\"");

    /// <summary>What is wrong with a text that looks like a store, with its place; null for any other.</summary>
    internal static PinningException? WhyNot(FormatText text)
    {
        if (text.First != '{') return null;
        try
        {
            string[] names = [PinStoreJson.Marker, "pinSets"];
            JsonValue value = JsonReader.Parse(text.Content, text.Source);
            if (value.Members.Any(member => names.Contains(member.Key, StringComparer.OrdinalIgnoreCase)))
                PinStoreJson.Read(text.Content, text.Source);
            return null;
        }
        catch (PinningException error)
        {
            return error;
        }
    }

    public FormatReading Read(FormatText text)
    {
        PinStore store = PinStoreJson.Read(text.Content, text.Source);
        return new([.. store.Sets], [.. Losses(store)]);
    }

    public FormatWriting Write(IReadOnlyList<PinSet> sets, ExportOptions options) => new(PinStoreJson.Write(
        new PinStore(sets) { ValidUntil = options.ValidUntil, Version = options.ValidUntil is null ? 0 : 1 }), []);

    /// <summary>The sets that are in force through the store but are not in its file.</summary>
    private static IEnumerable<string> Losses(PinStore store)
    {
        if (store.Source is { } source)
            yield return $"the pin sets published at {RedactedUri.Of(source.Uri)} are also in force but not included; "
                + "Import-PinSet -IncludeSource reads them.";
    }
}

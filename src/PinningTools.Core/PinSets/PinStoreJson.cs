using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// A pin store as JSON: docs/pin-store.schema.json. It is read strictly and written in a stable form.
/// </summary>
internal static class PinStoreJson
{
    /// <summary>The member that makes a JSON file a pin store; its number is the version of the form.</summary>
    internal const string Marker = "pinStore";

    private const long Form = 1;

    /// <summary>The members of a store that are known.</summary>
    internal static IReadOnlyList<string> Members { get; } =
        [Marker, "version", "publishedAt", "validUntil", "source", "pinSets"];

    /// <param name="text">The whole file.</param>
    /// <param name="source">The name of the file in messages.</param>
    /// <param name="refused">
    /// Receives the sets that must not be used, with the reason; if it is null, the first one is thrown.
    /// </param>
    /// <exception cref="PinningException">The text is not a pin store; line and column say where.</exception>
    internal static PinStore Read(string text, string source, Action<PinSet, Fault>? refused = null)
    {
        var members = new JsonMembers(source, JsonReader.Parse(text, source), "a pin store");
        if (members.Whole(Marker) is not Form)
            throw members.Unexpected(Marker, $"a pin store of this version has \"{Marker}\": {Form}");
        var store = new PinStore
        {
            Version = members.Whole("version") ?? 0,
            ValidUntil = members.Date("validUntil"),
        };
        if (members.Text("publishedAt") is { } address) store.PublishedAt = ReadAddress(address, members);
        store.SourceText = members.Value("source");
        if (store.SourceText is { } from) store.Source = StoreSource.Read(from, source);
        foreach (JsonValue value in members.List("pinSets")) Add(store, value, source, refused);
        store.Unknown = members.Rest();
        return store;
    }

    internal static string Write(PinStore store)
    {
        var members = new List<KeyValuePair<string, JsonValue>> { new(Marker, JsonValue.From(Form)) };
        if (store.Version > 0) members.Add(new("version", JsonValue.From(store.Version)));
        if (store.PublishedAt is { } address) members.Add(new("publishedAt", JsonValue.From(address.OriginalString)));
        if (store.ValidUntil is { } end) members.Add(new("validUntil", JsonValue.From(UtcDate.Format(end))));
        if (store.SourceText is { } source) members.Add(new("source", source));
        members.Add(new("pinSets", JsonValue.Array(store.Sets.Select(PinSetJson.Write).ToList())));
        PinSetJson.AddUnknown(members, store.Unknown);
        return JsonWriter.Write(JsonValue.Object(members));
    }

    private static Uri ReadAddress(string text, JsonMembers members) =>
        UriText.TryRead(text, out Uri? uri) && uri.Scheme == Uri.UriSchemeHttps
            ? uri
            : throw members.Wrap("publishedAt", Faults.UriNotHttps(text));

    private static void Add(PinStore store, JsonValue value, string source, Action<PinSet, Fault>? refused)
    {
        try
        {
            PinSet set = PinSetJson.Read(value, source);
            if (PinSetRules.Find(set) is { } fault)
            {
                if (refused is null) throw new PinningException(fault);
                refused(set, fault);
            }

            store.Add(set);
        }
        catch (PinningException error)
            when (error.Fault.Id is not ("JsonUnexpected" or "JsonMalformed") && error.Fault.Target as string != source)
        {
            throw new PinningException(Faults.At(source, value.Line, value.Column, error.Fault), error);
        }
    }
}

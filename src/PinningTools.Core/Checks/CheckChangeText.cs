using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// Converts a change to a line of the file of changes and back. No line exceeds the length that log shippers accept.
/// </summary>
internal static class CheckChangeText
{
    /// <summary>In bytes, the line end included.</summary>
    internal const int MaxBytes = 4096;

    /// <summary>In characters: the limit for each text from outside; together they must fit into a line.</summary>
    private const int MaxText = 256;
    private const int MaxList = 12;

    internal static string Write(PinCheckChange change)
    {
        string line = Write(change, MaxText, MaxList);
        // A character from outside may take eight bytes when escaped.
        return Encoding.UTF8.GetByteCount(line) < MaxBytes ? line : Write(change, MaxText / 8, 2);
    }

    private static string Write(PinCheckChange change, int most, int items)
    {
        var text = new CharBuffer();
        JsonLine line = new JsonLine(text).Begin().Text("id", change.Id).Date("at", change.At).Text("name", change.Name)
            .Text("runId", change.RunId).Text("vantagePoint", Cut(change.VantagePoint, most))
            .Text("key", Cut(change.Key, 2 * most)).Text("kind", change.Kind).Flag("expected", change.Expected)
            .Text("level", change.Level);
        if (change.Old is { } old) line.Object("old", inner => Write(inner, old, most, items));
        if (change.New is { } current) line.Object("new", inner => Write(inner, current, most, items));
        line.Text("why", Cut(change.Why, 4 * most)).Text("owner", Cut(change.Owner, most))
            .FlagIfSet("pinFollowedKey", change.PinFollowedKey).Text("evidence", change.Evidence).End();
        return text.ToString();
    }

    private static void Write(JsonLine line, PinCheckFacts facts, int most, int items) => line
        .Text("pin", facts.Pin).Text("issuer", Cut(facts.Issuer, most)).Text("anchor", Cut(facts.Anchor, most))
        .Date("notAfter", facts.NotAfter).Texts("path", Some(facts.Path, items)).Text("level", facts.Level)
        .Text("verdict", facts.Verdict).Texts("addresses", Some(facts.Addresses, items))
        .Texts("pins", Some(facts.Pins, items));

    private static string? Cut(string? text, int most)
    {
        if (text is null || text.Length <= most) return text;
        // A pair of surrogates is not split.
        int length = char.IsHighSurrogate(text[most - 4]) ? most - 4 : most - 3;
        return text.Substring(0, length) + "...";
    }

    private static string[] Some(string[] texts, int items) => texts.Length <= items ? texts
        : [.. texts.Take(items - 1), $"and {texts.Length - items + 1} more"];

    /// <exception cref="PinningException">The line is not a change.</exception>
    internal static PinCheckChange Read(string line, string source, int number)
    {
        try
        {
            JsonValue value = JsonReader.Parse(line, source);
            if (value.Kind != JsonKind.Object) throw Unreadable(source, number, "expected an object");
            return new PinCheckChange
            {
                Id = Text(value, "id") ?? throw Unreadable(source, number, "it has no 'id'"),
                At = Date(value, "at") ?? throw Unreadable(source, number, "'at' is not a date"),
                Name = Text(value, "name") ?? "",
                RunId = Text(value, "runId") ?? "",
                VantagePoint = Text(value, "vantagePoint") ?? "",
                Key = Text(value, "key") ?? "",
                Kind = Text(value, "kind") ?? "",
                Expected = value.Find("expected") is { Text: "true" },
                Level = Text(value, "level") ?? "",
                Old = value.Find("old") is { } old ? ToFacts(old) : null,
                New = value.Find("new") is { } current ? ToFacts(current) : null,
                Why = Text(value, "why") ?? "",
                Owner = Text(value, "owner") ?? "",
                PinFollowedKey = value.Find("pinFollowedKey") is { Text: "true" },
                Evidence = Text(value, "evidence") ?? "",
            };
        }
        catch (PinningException error) when (error.Fault.Id == "JsonMalformed")
        {
            throw Unreadable(source, number, "the line is not JSON");
        }
    }

    private static PinCheckFacts ToFacts(JsonValue value) => new()
    {
        Pin = Text(value, "pin"),
        Issuer = Text(value, "issuer"),
        Anchor = Text(value, "anchor"),
        NotAfter = Date(value, "notAfter"),
        Path = Texts(value, "path"),
        Level = Text(value, "level"),
        Verdict = Text(value, "verdict"),
        Addresses = Texts(value, "addresses"),
        Pins = Texts(value, "pins"),
    };

    private static string? Text(JsonValue value, string name) =>
        value.Find(name) is { Kind: JsonKind.String } text ? text.Text : null;

    private static DateTime? Date(JsonValue value, string name) =>
        Text(value, name) is { } text && CheckDate.TryParse(text, out DateTime date) ? date : null;

    private static string[] Texts(JsonValue value, string name) =>
        [.. (value.Find(name)?.Items ?? []).Where(item => item.Kind == JsonKind.String).Select(item => item.Text)];

    private static PinningException Unreadable(string source, int number, string what) =>
        new(Faults.PinCheckChangesUnreadable(source, number, what));
}

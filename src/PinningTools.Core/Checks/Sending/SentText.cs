using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// What was sent, as JSON Lines: a head, the marks, what is owed, and an end. The same always gives the same text.
/// </summary>
internal static class SentText
{
    private const int Version = 1;
    private const int MaxLine = 256 * 1024;
    private const string VersionMember = "pinCheckSent";

    internal static void Write(SentMarks marks, TextWriter writer)
    {
        Line(JsonObject.From((VersionMember, JsonValue.From(Version))));
        IEnumerable<SentMark> ordered = marks.Marks.OrderBy(one => one.Channel, StringComparer.Ordinal)
            .ThenBy(one => one.Alert, StringComparer.Ordinal);
        foreach (SentMark mark in ordered) Line(Of(mark));
        foreach (OwedNews one in marks.Owed)
            Line(JsonObject.From(
                ("owed", JsonValue.From(one.Channel)),
                ("at", JsonValue.From(CheckDate.Format(one.At))),
                ("alert", one.Alert is null ? null : PinCheckJson.ToValue(one.Alert)),
                ("change", one.Change is null ? null : PinCheckJson.ToValue(one.Change))));
        Line(JsonObject.From(("end", JsonValue.From(1))));

        void Line(JsonValue value) => writer.Write(JsonWriter.WriteCompact(value) + "\n");
    }

    /// <summary>Null for a text that is damaged.</summary>
    /// <exception cref="PinningException">It is of a later version.</exception>
    internal static SentMarks? Read(TextReader reader, string source)
    {
        var marks = new SentMarks();
        bool hasEnd = false;
        for (int number = 1; reader.ReadLine() is { } line; number++)
        {
            if (hasEnd || line.Length > MaxLine) return null;
            try
            {
                JsonValue value = JsonReader.Parse(line, source);
                if (number == 1) RequireVersion(value, source);
                else hasEnd = Take(marks, value, source);
            }
            catch (PinningException error) when (error.Fault.Id is "JsonMalformed" or "PinCheckSummaryUnreadable")
            {
                return null;
            }
            catch (FormatException)
            {
                return null;
            }
        }

        return hasEnd ? marks : null;
    }

    private static void RequireVersion(JsonValue value, string source)
    {
        if (!int.TryParse(value.Find(VersionMember)?.Text, out int version)) throw new FormatException();
        if (version > Version) throw new PinningException(Faults.PinCheckFromLater(source, version));
    }

    /// <summary>Takes a line; true for the end.</summary>
    private static bool Take(SentMarks marks, JsonValue value, string source)
    {
        if (value.Find("end") is not null) return true;
        if (Text(value, "sent") is { Length: > 0 } sent) marks.Put(MarkOf(sent, value));
        if (Text(value, "owed") is not { Length: > 0 } owed) return false;
        PinCheckAlert? alert = value.Find("alert") is { } one ? PinCheckJson.ReadAlert(one, source) : null;
        PinCheckChange? change = value.Find("change") is { } other ? PinCheckJson.ReadChange(other, source) : null;
        if (alert is not null || change is not null) marks.Owed.Add(new OwedNews(owed, Date(value), alert, change));
        return false;
    }

    private static JsonValue Of(SentMark mark) => JsonObject.From(
        ("sent", JsonValue.From(mark.Channel)),
        ("alert", JsonValue.From(mark.Alert)),
        ("at", JsonValue.From(CheckDate.Format(mark.At))),
        ("run", JsonValue.From(mark.Run)),
        ("level", Given(mark.Level)),
        ("reason", Given(mark.Reason)),
        ("pin", Given(mark.LeafPin)),
        ("owner", Given(mark.Owner)),
        ("endpoints", mark.Endpoints.Length == 0 ? null : JsonValue.Array([.. mark.Endpoints.Select(JsonValue.From)])),
        ("count", mark.EndpointCount == 0 ? null : JsonValue.From(mark.EndpointCount)),
        ("why", Given(mark.Why)),
        ("over", mark.IsOver ? JsonValue.From(true) : null));

    private static SentMark MarkOf(string channel, JsonValue value) => new(channel, Text(value, "alert"))
    {
        At = Date(value),
        Run = Text(value, "run"),
        Level = Text(value, "level"),
        Reason = Text(value, "reason"),
        LeafPin = Text(value, "pin"),
        Owner = Text(value, "owner"),
        Endpoints = [.. (value.Find("endpoints")?.Items ?? []).Select(item => item.Text)],
        EndpointCount = int.TryParse(value.Find("count")?.Text, out int count) ? count : 0,
        Why = Text(value, "why"),
        IsOver = value.Find("over") is { Text: "true" },
    };

    private static JsonValue? Given(string text) => text.Length == 0 ? null : JsonValue.From(text);

    private static string Text(JsonValue value, string name) =>
        value.Find(name) is { Kind: JsonKind.String } text ? text.Text : "";

    private static DateTime Date(JsonValue value) =>
        CheckDate.TryParse(Text(value, "at"), out DateTime date) ? date : throw new FormatException();
}

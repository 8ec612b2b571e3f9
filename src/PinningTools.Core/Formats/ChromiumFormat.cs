using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Chromium's static pins: a JSON file with comments that lists hosts and pins by name, and next to it a file .pins
/// with the pins of the names. The second file can also be read alone.
/// </summary>
internal sealed class ChromiumFormat() : ForeignFormat(
    "Chromium",
    SetParts.Hosts | SetParts.HostOnce | SetParts.AnyDepth | SetParts.ReportUri | SetParts.Vetoes | SetParts.PinNotes)
{
    internal const string PinsExtension = ".pins";

    /// <summary>How long Chromium enforces a list; it ignores an older one.</summary>
    private const int MaxWeeks = 10;

    /// <summary>For the maintainers of the list, and about other things than pins.</summary>
    private static readonly string[] s_ignored = ["policy", "bulk_policy"];

    public override bool Detect(FormatText text) =>
        text.First is '{' or '/'
            ? text.Has("\"pinsets\"") || (text.Has("\"entries\"") && text.Has("\"pins\""))
            : ChromiumPins.Detect(text);

    protected override void Read(FormatText text, FormatImport import)
    {
        if (text.First is not ('{' or '/'))
        {
            Dictionary<string, PinSetPin> all = ChromiumPins.Read(text, out DateTime? listed);
            LoseAge(import, listed);
            import.Add(TextPlace.At(0), new PinSet(import.GivenHosts) { Pins = [.. all.Values], Added = listed });
            return;
        }

        var file = new FormatMembers(text, JsonReader.Parse(text.Content, text.Source, comments: true), "the file");
        string pins = text.Companion(PinsExtension)
            ?? throw text.Error(file.Place,
                $"the pins of the names must be in a file {PinsExtension} next to this file, and it does not exist");
        Dictionary<string, PinSetPin> names =
            ChromiumPins.Read(new FormatText($"{text.Source} ({PinsExtension})", pins), out DateTime? made);
        var lists = new Dictionary<string, (PinSetPin[] Pins, string? ReportUri)>();
        foreach (JsonValue item in file.List("pinsets") ?? [])
        {
            var members = new FormatMembers(text, item, "a pin set");
            string name = members.Text("name") ?? throw text.Error(members.Place, "the pin set has no name");
            if (lists.ContainsKey(name)) throw text.Error(members.Place, $"duplicate pin set '{name}'");
            PinSetPin[] list =
            [
                .. Named(text, members, "static_spki_hashes", names, false),
                .. Named(text, members, "bad_static_spki_hashes", names, true),
            ];
            lists.Add(name, (list, members.Text("report_uri") is { Length: > 0 } uri ? uri : null));
            foreach (string rest in members.Rest()) import.Lose($"{rest} of the pin set '{name}' is ignored.");
        }

        LoseAge(import, made);
        ReadEntries(text, import, file, lists, made);
    }

    protected override FormatWriting Write(
        IReadOnlyList<PinSet> sets, List<string> losses, ExportOptions options)
    {
        var names = new PinNames(sets);
        losses.AddRange(sets.Select(set => (set, what: names.Loss(set)))
            .Where(loss => loss.what is not null).Select(loss => Sentence(loss.set, loss.what!)));
        var lists = new List<JsonValue>();
        var entries = new List<JsonValue>();
        foreach (PinSet set in sets)
        {
            string list = PinNames.OfList(set.Hosts, lists.Count);
            lists.Add(JsonObject.From(
                ("name", JsonValue.From(list)),
                ("static_spki_hashes", Names(set, names, false)),
                ("bad_static_spki_hashes", Names(set, names, true)),
                ("report_uri", JsonValue.From(set.ReportUri is { } uri ? ReportUris.Safe(uri) : ""))));
            entries.Add(JsonObject.From(
                ("name", JsonValue.From(set.Hosts.Host.Value)),
                ("include_subdomains", JsonValue.From(set.Hosts.Kind == HostPatternKind.AnyDepth)),
                ("pins", JsonValue.From(list))).InOneLine());
        }

        JsonValue file = JsonObject.From(("pinsets", JsonValue.Array(lists)), ("entries", JsonValue.Array(entries)));
        return new FormatWriting(JsonWriter.Write(file), losses)
        {
            Companion = (PinsExtension, ChromiumPins.Write(names, options.Now)),
        };
    }

    private static void ReadEntries(
        FormatText text, FormatImport import, FormatMembers file,
        Dictionary<string, (PinSetPin[] Pins, string? ReportUri)> lists, DateTime? made)
    {
        var unpinned = new List<HostPattern>();
        foreach (JsonValue item in file.List("entries") ?? [])
        {
            var entry = new FormatMembers(text, item, "an entry");
            string name = entry.Text("name") ?? throw text.Error(entry.Place, "the entry has no name");
            bool below = (entry.Flag("include_subdomains") ?? false)
                | (entry.Flag("include_subdomains_for_pinning") ?? false);
            HostPattern hosts = text.Host(entry.PlaceOf("name"), name, below);
            string? list = entry.Text("pins");
            if (entry.Text("mode") is not null)
                import.Lose("mode, which makes browsers use HTTPS (HSTS), does not concern pins and is not imported.");
            foreach (string rest in entry.Rest().Except(s_ignored))
                import.Lose($"{rest} of an entry is ignored.");
            if (string.IsNullOrEmpty(list))
            {
                unpinned.Add(hosts);
                continue;
            }

            if (!lists.TryGetValue(list!, out var pins))
                throw text.Error(entry.PlaceOf("pins"), $"there is no pin set '{list}'");
            if (pins.Pins.All(pin => pin.Bad))
            {
                if (pins.Pins.Length == 0) unpinned.Add(hosts);
                else import.Lose(
                    $"'{hosts}' only vetoes keys in the list and is omitted: a pin set needs a pin that can match.");
                continue;
            }

            import.Add(entry.Place, new PinSet(hosts)
            {
                Pins = pins.Pins,
                ReportUri = pins.ReportUri,
                Added = made,
            });
        }

        import.LoseUnpinned(unpinned);
    }

    private static void LoseAge(FormatImport import, DateTime? made)
    {
        if (made is { } date)
            import.Lose($"Chromium enforces a list for only {MaxWeeks} weeks after its time, here until "
                + $"{UtcDate.Day(date.AddDays(7 * MaxWeeks))}; a pin set has no such limit.");
    }

    private static IEnumerable<PinSetPin> Named(
        FormatText text, FormatMembers members, string list, Dictionary<string, PinSetPin> names, bool bad)
    {
        foreach ((string name, TextPlace place) in members.Texts(list))
            yield return names.TryGetValue(name, out PinSetPin? pin) ? pin with { Bad = bad }
                : throw text.Error(place, $"the file {PinsExtension} has no pin '{name}'");
    }

    private static JsonValue Names(PinSet set, PinNames names, bool bad) =>
        JsonValue.Array([.. set.Entries.Where(pin => pin.Bad == bad).Select(pin => JsonValue.From(names.Of(pin)))]);
}

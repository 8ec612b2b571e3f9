using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// What a merge must know of an endpoint beside its details, so that it can go on where the shard ended: compare with a
/// state, and keep the evidence. It is a text of JSON in the first detail of the endpoint, and passes through everything that
/// keeps texts. The texts come from another machine: pins must be pins, and lengths are limited.
/// </summary>
internal sealed class CheckSeen
{
    private const int MaxText = 1024 * 1024;
    private const int MaxItems = 1000;

    /// <summary>The text for a result of this run.</summary>
    internal static string Of(CheckResult result)
    {
        List<JsonValue> entries = [];
        foreach (string text in result.InService)
            if (SpkiPin.TryParse(text, out SpkiPin pin) && result.EntryOf(pin) is { } entry)
                entries.Add(JsonObject.From(
                    ("pin", JsonValue.From(text)), ("role", JsonValue.From(entry.Role.ToString())),
                    ("note", entry.Note is { Length: > 0 } note ? JsonValue.From(note) : null), ("added", Date(entry.Added))));
        return JsonWriter.WriteCompact(JsonObject.From(
            ("asked", Date(result.Asked)),
            ("main", JsonValue.From(Math.Max(0, result.Details.ToList().IndexOf(result.Main)))),
            ("reasons", Texts(result.Reasons)),
            ("near", result.IsNear ? JsonValue.From(true) : null),
            ("noBackup", result.NoBackup ? JsonValue.From(true) : null),
            ("sha256", result.Leaf is { } leaf ? JsonValue.From(leaf.Sha256) : null),
            ("path", result.Path is { } path ? Texts(path.Pins) : null),
            ("pathEnd", Date(result.Path?.NotAfter)),
            ("inService", Texts(result.InService)),
            ("entries", entries.Count > 0 ? JsonValue.Array(entries) : null),
            ("transparency", result.Transparency.Length > 0 ? JsonValue.From(result.Transparency) : null),
            ("evidence", result.Evidence is { } evidence ? JsonValue.From(evidence.Text) : null)));
    }

    /// <summary>The result that the details of one row were made of.</summary>
    /// <exception cref="PinningException">The text is missing or damaged.</exception>
    internal static CheckResult Read(IReadOnlyList<PinCheckDetail> details, string source)
    {
        PinCheckDetail first = details[0];
        if (first.Seen.Length is 0 or > MaxText) throw new PinningException(Faults.MergeFactsMissing(source, ReportWords.Label(first)));
        JsonValue seen = JsonReader.Parse(first.Seen, source);
        string[] reasons = TextsOf(seen, "reasons");
        int main = int.TryParse(seen.Find("main")?.Text, out int number) ? number : -1;
        if (main < 0 || main >= details.Count || reasons.Length != details.Count)
            throw new PinningException(Faults.MergeFactsMissing(source, ReportWords.Label(first)));
        PinCheckDetail detail = details[main];
        DateTime? asked = DateOf(seen, "asked");
        bool hasLeaf = detail.LeafPin.Length > 0 && !detail.IsUnproven && asked is not null;
        string evidence = TextOf(seen, "evidence");
        return new CheckResult
        {
            Row = new CheckRow { Number = first.Row ?? 0, Key = first.Key, HostName = first.HostName, Port = first.Port, Owner = first.Owner, Tags = first.Tag },
            IsRead = true,
            Details = details,
            Main = detail,
            Reasons = reasons,
            Asked = asked,
            IsNear = seen.Find("near")?.Text == "true",
            NoBackup = seen.Find("noBackup")?.Text == "true",
            Leaf = !hasLeaf ? null : new CheckLeaf
            {
                Pin = detail.LeafPin,
                NotBefore = detail.NotBefore,
                NotAfter = detail.NotAfter,
                Sha256 = TextOf(seen, "sha256"),
                Since = asked!.Value,
            },
            Path = hasLeaf ? CheckPath.Of(detail.Issuer, detail.Anchor, Pins(seen, "path"), DateOf(seen, "pathEnd")) : null,
            Addresses = CheckResultMaker.AddressesOf(details),
            InService = Pins(seen, "inService"),
            Entries = [.. Items(seen, "entries").Select(Entry).OfType<PinSetPin>()],
            Transparency = TextOf(seen, "transparency"),
            Evidence = evidence.Length > 0 ? (CheckEvidence.HashOf(evidence), evidence) : null,
        };
    }

    private static PinSetPin? Entry(JsonValue value) => SpkiPin.TryParse(TextOf(value, "pin"), out SpkiPin pin)
        ? new PinSetPin(pin)
        {
            Role = Enum.TryParse(TextOf(value, "role"), out PinRole role) ? role : default,
            Note = TextOf(value, "note"),
            Added = DateOf(value, "added"),
        }
        : null;

    private static JsonValue Texts(IEnumerable<string> texts) => JsonValue.Array([.. texts.Select(JsonValue.From)]);

    private static JsonValue? Date(DateTime? date) => date is { } given ? JsonValue.From(CheckDate.Format(given)) : null;

    private static DateTime? DateOf(JsonValue value, string name) =>
        CheckDate.TryParse(TextOf(value, name), out DateTime date) ? date : null;

    private static string TextOf(JsonValue value, string name) =>
        value.Kind == JsonKind.Object && value.Find(name) is { Kind: JsonKind.String } found ? found.Text : "";

    private static string[] TextsOf(JsonValue value, string name) => [.. Items(value, name).Select(item => item.Text)];

    private static string[] Pins(JsonValue value, string name) =>
        [.. TextsOf(value, name).Where(text => SpkiPin.TryParse(text, out _))];

    private static IEnumerable<JsonValue> Items(JsonValue value, string name) =>
        value.Kind == JsonKind.Object && value.Find(name) is { Kind: JsonKind.Array } found ? found.Items.Take(MaxItems) : [];
}

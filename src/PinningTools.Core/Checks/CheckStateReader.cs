using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// Reads a state. What is not whole is refused, as lists are: a state that was cut off would call half of the estate
/// new. Members of a later time are passed over.
/// </summary>
internal sealed class CheckStateReader
{
    /// <summary>In characters: nothing that is written here is longer.</summary>
    private const int MaxLine = 256 * 1024;

    private readonly string _source;
    private readonly Dictionary<string, CheckPath> _paths = [];
    private readonly Dictionary<string, CheckPolicy> _policies = [];
    private readonly Dictionary<string, string> _same = [];
    private readonly Dictionary<string, CheckRecord> _records = [];
    private readonly List<PinCheckAlert> _alerts = [];
    private readonly Dictionary<string, CheckAcknowledgement> _acknowledged = [];
    private int _number;

    private CheckStateReader(string source)
    {
        _source = source;
    }

    /// <param name="reader">The text.</param>
    /// <param name="source">What messages call it.</param>
    /// <exception cref="PinningException">It is no state, one of a later version, or was cut off.</exception>
    internal static CheckState Read(TextReader reader, string source) => new CheckStateReader(source).Read(reader);

    private CheckState Read(TextReader reader)
    {
        JsonValue head = NextLine(reader) ?? throw new PinningException(Faults.PinCheckStateCutOff(_source));
        long version = Number(head, "pinCheckState");
        if (version == 0) throw Unreadable("it does not begin as the state of a check does");
        if (version > CheckStateText.Version) throw new PinningException(Faults.PinCheckFromLater(_source, version));
        bool hasEnd = false;
        while (NextLine(reader) is { } line)
        {
            if (hasEnd) throw Unreadable("there is text after the end");
            hasEnd = Take(line);
        }

        // An editor that drops lines from the middle is told as well.
        if (!hasEnd || _records.Count != Number(head, "endpoints"))
            throw new PinningException(Faults.PinCheckStateCutOff(_source));
        return new CheckState
        {
            Name = Text(head, "name"),
            VantagePoint = Text(head, "vantagePoint"),
            RunId = Text(head, "runId"),
            Started = Date(head, "started") ?? throw Unreadable("it does not say when its run began"),
            Finished = Date(head, "finished") ?? throw Unreadable("it does not say when its run ended"),
            IsComplete = head.Find("complete") is not { Text: "false" },
            LastComplete = Date(head, "lastComplete"),
            Runs = [.. Texts(head, "runs").Select(ParseDate)],
            Records = _records,
            Alerts = _alerts,
            Acknowledged = _acknowledged,
        };
    }

    private JsonValue? NextLine(TextReader reader)
    {
        string? text = reader.ReadLine();
        if (text is null) return null;
        _number++;
        if (text.Length > MaxLine) throw Unreadable("the line is too long");
        try
        {
            JsonValue value = JsonReader.Parse(text, _source);
            return value.Kind == JsonKind.Object ? value : throw Unreadable("an object was expected");
        }
        catch (PinningException error) when (error.Fault.Id == "JsonMalformed")
        {
            // The last line of a file that was cut off is the usual cause.
            throw reader.Peek() < 0
                ? new PinningException(Faults.PinCheckStateCutOff(_source), error)
                : Unreadable("this is no JSON");
        }
    }

    /// <summary>Takes a line; true for the end.</summary>
    private bool Take(JsonValue line)
    {
        string kind = line.Members.Count > 0 ? line.Members[0].Key : "";
        switch (kind)
        {
            case "end":
                return true;
            case "path":
                _paths[Text(line, "path")] = new CheckPath
                {
                    Id = Text(line, "path"),
                    Issuer = Text(line, "issuer"),
                    Anchor = Text(line, "anchor") is { Length: > 0 } anchor ? anchor : null,
                    NotAfter = Date(line, "notAfter"),
                    Pins = [.. Texts(line, "pins").Select(Same)],
                };
                break;
            case "policy":
                _policies[Text(line, "policy")] = ToPolicy(line);
                break;
            case "key":
                CheckRecord record = ToRecord(line);
                if (_records.ContainsKey(record.Key)) throw Unreadable($"'{record.Key}' is there twice");
                _records.Add(record.Key, record);
                break;
            case "alert":
                _alerts.Add(ToAlert(line));
                break;
            case "acknowledged":
                var one = new CheckAcknowledgement(
                    Text(line, "acknowledged"), Date(line, "until") ?? default, Text(line, "reason"),
                    Date(line, "at") ?? default, Text(line, "level"));
                _acknowledged[one.Alert] = one;
                break;
            default:
                // Of a later time.
                break;
        }

        return false;
    }

    private CheckPolicy ToPolicy(JsonValue line)
    {
        var policy = new CheckPolicy(Texts(line, "pins").Select(Same));
        foreach (KeyValuePair<string, JsonValue> seen in line.Find("lastSeen")?.Members ?? [])
            policy.LastSeen[Same(seen.Key)] = ParseDate(seen.Value.Text);
        return policy;
    }

    private CheckRecord ToRecord(JsonValue line)
    {
        DateTime? seen = Date(line, "seen");
        CheckLeaf? leaf = line.Find("leaf") is { } found ? ToLeaf(found) : null;
        return new CheckRecord
        {
            Key = Text(line, "key"),
            Level = Same(Text(line, "level")),
            Verdict = Same(Text(line, "verdict")),
            Since = Date(line, "since") ?? default,
            Seen = seen,
            Asked = Date(line, "asked") ?? seen ?? default,
            Leaf = leaf,
            Path = Named(_paths, line, "path"),
            Policy = Named(_policies, line, "policy"),
            Good = line.Find("good") is { } good
                ? new CheckGood(Text(good, "pin"), Date(good, "notAfter"), Date(good, "seen") ?? default)
                : null,
            Addresses = line.Find("addresses") is { } addresses ? ToAddresses(addresses, leaf) : [],
            Spare = (int)Number(line, "spare"),
            FailedRuns = (int)Number(line, "failedRuns"),
            SeenLevel = Same(Text(line, "seenLevel")),
            SeenVerdict = Same(Text(line, "seenVerdict") is { Length: > 0 } verdict ? verdict : Text(line, "verdict")),
            IsNear = line.Find("near") is { Text: "true" },
            Owner = Same(Text(line, "owner")),
            Evidence = Text(line, "evidence"),
        };
    }

    private CheckLeaf ToLeaf(JsonValue leaf) => new()
    {
        Pin = Text(leaf, "pin"),
        NotBefore = Date(leaf, "notBefore"),
        NotAfter = Date(leaf, "notAfter"),
        Sha256 = Text(leaf, "sha256"),
        Since = Date(leaf, "since") ?? default,
    };

    private static KeyValuePair<string, string>[] ToAddresses(JsonValue addresses, CheckLeaf? leaf) =>
    [
        .. addresses.Members.Select(one => new KeyValuePair<string, string>(
            one.Key,
            one.Value.Kind == JsonKind.Boolean ? leaf?.Pin ?? "" : one.Value.Text == "-" ? "" : one.Value.Text)),
    ];

    private PinCheckAlert ToAlert(JsonValue line) => new()
    {
        Id = Text(line, "alert"),
        State = Text(line, "state"),
        Level = Same(Text(line, "level")),
        Reason = Same(Text(line, "reason")),
        LeafPin = Text(line, "pin"),
        Endpoints = [.. Texts(line, "endpoints")],
        EndpointCount = (int)Number(line, "count"),
        Owner = Text(line, "owner"),
        Since = Date(line, "since") ?? default,
        Expected = line.Find("expected") is { Text: "true" },
        Why = Text(line, "why"),
        Fix = Text(line, "fix"),
        Evidence = Text(line, "evidence"),
    };

    private T? Named<T>(Dictionary<string, T> known, JsonValue line, string name)
        where T : class
    {
        string id = Text(line, name);
        if (id.Length == 0) return null;
        return known.TryGetValue(id, out T? found) ? found : throw Unreadable($"it has no {name} '{id}'");
    }

    private string Text(JsonValue line, string name) => line.Find(name) switch
    {
        null or { Kind: JsonKind.Null } => "",
        { Kind: JsonKind.String } value => value.Text,
        _ => throw Unreadable($"'{name}' must be a string"),
    };

    private long Number(JsonValue line, string name) => line.Find(name) switch
    {
        null => 0,
        { Kind: JsonKind.Number } value when int.TryParse(
            value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) => number,
        _ => throw Unreadable($"'{name}' must be a whole number"),
    };

    private DateTime? Date(JsonValue line, string name) =>
        Text(line, name) is { Length: > 0 } text ? ParseDate(text) : null;

    private DateTime ParseDate(string text) => CheckDate.TryParse(text, out DateTime date) ? date
        : throw Unreadable($"'{text}' is no date");

    private IEnumerable<string> Texts(JsonValue line, string name) => (line.Find(name)?.Items ?? []).Select(item =>
        item.Kind == JsonKind.String ? item.Text : throw Unreadable($"'{name}' must have strings only"));

    /// <summary>One object for the same text: thousands of endpoints have the same owner and the same path.</summary>
    private string Same(string text)
    {
        if (_same.TryGetValue(text, out string? same)) return same;
        return _same[text] = text;
    }

    private PinningException Unreadable(string what) => new(Faults.PinCheckStateUnreadable(_source, _number, what));
}

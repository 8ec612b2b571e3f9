using System;
using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>Reads the endpoints of a state, and the paths and policies that stand before them.</summary>
/// <param name="line">The line, whose first member has been found.</param>
/// <param name="head">The head of the state.</param>
internal sealed class CheckRecordReader(JsonLineScanner line, CheckStateHead head)
{
    private readonly Dictionary<int, CheckPath> _paths = [];
    private readonly Dictionary<int, CheckPolicy> _policies = [];
    private readonly List<string> _pins = [];
    private readonly List<DateTime?> _seen = [];
    private readonly List<KeyValuePair<string, string?>> _addresses = [];
    private readonly List<KeyValuePair<string, string?>> _views = [];

    // The head is not to be trusted with memory.
    internal Dictionary<string, CheckRecord> Records { get; } = new(Math.Min(head.Endpoints, 1 << 17));

    internal void ReadPath()
    {
        int number = line.Number();
        string issuer = "";
        string? anchor = null;
        DateTime? notAfter = null;
        string[] pins = [];
        while (line.Next())
        {
            if (line.Name == "issuer") issuer = line.Text();
            else if (line.Name == "anchor") anchor = line.Text();
            else if (line.Name == "notAfter") notAfter = line.Date();
            else if (line.Name == "pins") pins = [.. line.Texts()];
            else line.Skip();
        }

        _paths[number] = CheckPath.Of(issuer, anchor, pins, notAfter);
    }

    internal void ReadPolicy()
    {
        int number = line.Number();
        _pins.Clear();
        _seen.Clear();
        while (line.Next())
        {
            if (line.Name == "pins")
                for (line.OpenList(); line.NextItem();) _pins.Add(line.Same());
            else if (line.Name == "lastSeen")
                for (line.OpenList(); line.NextItem();) _seen.Add(ReadSight());
            else line.Skip();
        }

        if (_pins.Count == 0 || _seen.Count > _pins.Count) throw JsonLineScanner.Error("it has no pins, or more sights than pins");
        var policy = new CheckPolicy(_pins);
        for (int i = 0; i < _seen.Count; i++)
            if (_seen[i] is { } when) policy.See(_pins[i], when);
        _policies[number] = policy;
    }

    private DateTime? ReadSight() => line.TryNull() ? null : line.TryTrue() ? head.State.Finished : line.Date();

    internal void ReadRecord()
    {
        string key = line.Text();
        if (Records.ContainsKey(key)) throw JsonLineScanner.Error($"duplicate key '{key}'");
        var record = new CheckRecord { Key = key };
        string? verdict = null;
        string? seenVerdict = null;
        _addresses.Clear();
        _views.Clear();
        while (line.Next())
        {
            switch (line.Name)
            {
                case "level":
                    record.Level = line.Same();
                    break;
                case "verdict":
                    verdict = line.Same();
                    break;
                case "since":
                    record.Since = line.Date();
                    break;
                case "seen":
                    record.Seen = line.Date();
                    break;
                case "asked":
                    record.Asked = line.Date();
                    break;
                case "leaf":
                    record.Leaf = ReadLeaf();
                    break;
                case "good":
                    record.Good = ReadGood();
                    break;
                case "addresses":
                    ReadPins(_addresses);
                    break;
                case "views":
                    ReadPins(_views);
                    break;
                case "path":
                    record.Path = Named(_paths);
                    break;
                case "policy":
                    record.Policy = Named(_policies);
                    break;
                case "spare":
                    record.Spare = line.Number();
                    break;
                case "failedRuns":
                    record.FailedRuns = line.Number();
                    break;
                case "seenLevel":
                    record.SeenLevel = line.Same();
                    break;
                case "seenVerdict":
                    seenVerdict = line.Same();
                    break;
                case "near":
                    record.IsNear = line.Flag();
                    break;
                case "owner":
                    record.Owner = line.Same();
                    break;
                case "evidence":
                    record.Evidence = line.Text();
                    break;
                default:
                    line.Skip();
                    break;
            }
        }

        Complete(record, verdict, seenVerdict);
        Records.Add(key, record);
    }

    /// <summary>Fills in what was left out because it follows from the rest.</summary>
    private void Complete(CheckRecord record, string? verdict, string? seenVerdict)
    {
        record.Verdict = verdict ?? (record.Level == PinCheckLevel.Ok ? nameof(Verdict.Match) : "");
        record.SeenVerdict = seenVerdict ?? record.Verdict;
        if (record.Leaf is { } leaf)
        {
            record.Seen ??= head.State.Finished;
            if (leaf.Since == default) record.Leaf = leaf with { Since = record.Since };
        }

        if (record.Asked == default) record.Asked = record.Seen ?? default;
        if (_addresses.Count > 0) record.Addresses = Complete(_addresses, record.Leaf);
        if (_views.Count > 0) record.Views = Complete(_views, record.Leaf);
    }

    private static KeyValuePair<string, string>[] Complete(List<KeyValuePair<string, string?>> pins, CheckLeaf? leaf)
    {
        var all = new KeyValuePair<string, string>[pins.Count];
        for (int i = 0; i < all.Length; i++) all[i] = new(pins[i].Key, pins[i].Value ?? leaf?.Pin ?? "");
        return all;
    }

    private CheckLeaf ReadLeaf()
    {
        string pin = "";
        string sha256 = "";
        DateTime? notBefore = null;
        DateTime? notAfter = null;
        DateTime since = default;
        for (line.Open(); line.Next();)
        {
            if (line.Name == "pin") pin = line.Same();
            else if (line.Name == "sha256") sha256 = line.Text();
            else if (line.Name == "notBefore") notBefore = line.Date();
            else if (line.Name == "notAfter") notAfter = line.Date();
            else if (line.Name == "since") since = line.Date();
            else line.Skip();
        }

        return new CheckLeaf { Pin = pin, NotBefore = notBefore, NotAfter = notAfter, Sha256 = sha256, Since = since };
    }

    private CheckGood ReadGood()
    {
        string pin = "";
        DateTime? notAfter = null;
        DateTime seen = default;
        for (line.Open(); line.Next();)
        {
            if (line.Name == "pin") pin = line.Same();
            else if (line.Name == "notAfter") notAfter = line.Date();
            else if (line.Name == "seen") seen = line.Date();
            else line.Skip();
        }

        return new CheckGood(pin, notAfter, seen);
    }

    /// <summary>Addresses or machines with their pins; null for the pin of the leaf.</summary>
    private void ReadPins(List<KeyValuePair<string, string?>> pins)
    {
        for (line.Open(); line.Next();)
        {
            string name = line.Name;
            string? pin = line.TryTrue() ? null : line.Same();
            pins.Add(new(name, pin == "-" ? "" : pin));
        }
    }

    private T Named<T>(Dictionary<int, T> known)
    {
        int number = line.Number();
        return known.TryGetValue(number, out T? found) ? found : throw JsonLineScanner.Error($"it has no {line.Name} {number}");
    }
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

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
    private readonly JsonLineScanner _line = new();
    private readonly Dictionary<int, CheckPath> _paths = [];
    private readonly Dictionary<int, CheckPolicy> _policies = [];
    private readonly Dictionary<string, string> _same = [];
    private readonly Dictionary<string, CheckRecord> _records = [];
    private readonly List<PinCheckAlert> _alerts = [];
    private readonly Dictionary<string, CheckAcknowledgement> _acknowledged = [];
    private CheckState _head = new();
    private int _endpoints;
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
        bool hasEnd = false;
        while (reader.ReadLine() is { } text)
        {
            _number++;
            try
            {
                if (text.Length > MaxLine) throw new FormatException("the line is too long");
                if (hasEnd) throw new FormatException("there is text after the end");
                _line.Begin(text);
                if (_number == 1) ReadHead();
                else hasEnd = ReadLine();
                _line.End();
            }
            catch (FormatException error)
            {
                // The last line of a file that was cut off is the usual cause.
                bool isCut = _number > 1 && !hasEnd && reader.Peek() < 0;
                throw new PinningException(
                    isCut ? Faults.PinCheckStateCutOff(_source) : Faults.PinCheckStateUnreadable(_source, _number, error.Message),
                    error);
            }
        }

        // An editor that drops lines from the middle is told as well.
        if (!hasEnd || _records.Count != _endpoints) throw new PinningException(Faults.PinCheckStateCutOff(_source));
        return _head with { Records = _records, Alerts = _alerts, Acknowledged = _acknowledged };
    }

    private void ReadHead()
    {
        int version = 0;
        while (_line.Next())
        {
            if (_line.Name == "pinCheckState") version = _line.Number();
            if (version == 0) throw JsonLineScanner.Error("it does not begin as the state of a check does");
            if (version > CheckStateText.Version) throw new PinningException(Faults.PinCheckFromLater(_source, version));
            switch (_line.Name)
            {
                case "pinCheckState":
                    break;
                case "name":
                    _head = _head with { Name = _line.Text() };
                    break;
                case "vantagePoint":
                    _head = _head with { VantagePoint = _line.Text() };
                    break;
                case "runId":
                    _head = _head with { RunId = _line.Text() };
                    break;
                case "started":
                    _head = _head with { Started = _line.Date() };
                    break;
                case "finished":
                    _head = _head with { Finished = _line.Date() };
                    break;
                case "complete":
                    _head = _head with { IsComplete = _line.Flag() };
                    break;
                case "lastComplete":
                    _head = _head with { LastComplete = _line.Date() };
                    break;
                case "endpoints":
                    _endpoints = _line.Number();
                    break;
                case "runs":
                    List<DateTime> runs = [];
                    _line.Each(() => runs.Add(_line.Date()));
                    _head = _head with { Runs = runs };
                    break;
                default:
                    _line.Skip();
                    break;
            }
        }

        if (version == 0) throw JsonLineScanner.Error("it does not begin as the state of a check does");
        if (_head.Started == default || _head.Finished == default) throw JsonLineScanner.Error("it does not say when its run was");
        if (_head.Runs.Count == 0) _head = _head with { Runs = [_head.Started] };
    }

    /// <summary>Reads a line by its first member; true for the end.</summary>
    private bool ReadLine()
    {
        if (!_line.Next()) return false;
        switch (_line.Name)
        {
            case "end":
                _line.Skip();
                SkipRest();
                return true;
            case "path":
                ReadPath(_line.Number());
                return false;
            case "policy":
                ReadPolicy(_line.Number());
                return false;
            case "key":
                ReadRecord(_line.Text());
                return false;
            case "alert":
                ReadAlert(_line.Text());
                return false;
            case "acknowledged":
                ReadAcknowledgement(_line.Text());
                return false;
            default:
                // Of a later time.
                _line.Skip();
                SkipRest();
                return false;
        }
    }

    private void SkipRest()
    {
        while (_line.Next()) _line.Skip();
    }

    private void ReadPath(int number)
    {
        string issuer = "";
        string? anchor = null;
        DateTime? notAfter = null;
        string[] pins = [];
        while (_line.Next())
        {
            switch (_line.Name)
            {
                case "issuer":
                    issuer = _line.Text();
                    break;
                case "anchor":
                    anchor = _line.Text();
                    break;
                case "notAfter":
                    notAfter = _line.Date();
                    break;
                case "pins":
                    pins = [.. _line.Texts().Select(Same)];
                    break;
                default:
                    _line.Skip();
                    break;
            }
        }

        _paths[number] = CheckPath.Of(issuer, anchor, pins, notAfter);
    }

    private void ReadPolicy(int number)
    {
        List<string> pins = [];
        List<DateTime?> seen = [];
        while (_line.Next())
        {
            if (_line.Name == "pins") _line.Each(() => pins.Add(Same(_line.Text())));
            else if (_line.Name == "lastSeen")
                _line.Each(() => seen.Add(_line.TryNull() ? null : _line.TryTrue() ? _head.Finished : _line.Date()));
            else _line.Skip();
        }

        if (pins.Count == 0 || seen.Count > pins.Count) throw JsonLineScanner.Error("it has no pins, or more sights than pins");
        var policy = new CheckPolicy(pins);
        for (int i = 0; i < seen.Count; i++)
            if (seen[i] is { } when) policy.See(pins[i], when);
        _policies[number] = policy;
    }

    private void ReadRecord(string key)
    {
        string level = PinCheckLevel.Unknown;
        string? verdict = null;
        string seenLevel = "";
        string? seenVerdict = null;
        string owner = "";
        string evidence = "";
        DateTime since = default;
        DateTime? seen = null;
        DateTime? asked = null;
        CheckLeaf? leaf = null;
        CheckGood? good = null;
        CheckPath? path = null;
        CheckPolicy? policy = null;
        List<KeyValuePair<string, string?>>? addresses = null;
        int spare = 0;
        int failedRuns = 0;
        bool isNear = false;
        while (_line.Next())
        {
            switch (_line.Name)
            {
                case "level":
                    level = Same(_line.Text());
                    break;
                case "verdict":
                    verdict = Same(_line.Text());
                    break;
                case "since":
                    since = _line.Date();
                    break;
                case "seen":
                    seen = _line.Date();
                    break;
                case "asked":
                    asked = _line.Date();
                    break;
                case "leaf":
                    leaf = ReadLeaf();
                    break;
                case "good":
                    good = ReadGood();
                    break;
                case "addresses":
                    addresses = ReadAddresses();
                    break;
                case "path":
                    path = Named(_paths);
                    break;
                case "policy":
                    policy = Named(_policies);
                    break;
                case "spare":
                    spare = _line.Number();
                    break;
                case "failedRuns":
                    failedRuns = _line.Number();
                    break;
                case "seenLevel":
                    seenLevel = Same(_line.Text());
                    break;
                case "seenVerdict":
                    seenVerdict = Same(_line.Text());
                    break;
                case "near":
                    isNear = _line.Flag();
                    break;
                case "owner":
                    owner = Same(_line.Text());
                    break;
                case "evidence":
                    evidence = _line.Text();
                    break;
                default:
                    _line.Skip();
                    break;
            }
        }

        if (_records.ContainsKey(key)) throw JsonLineScanner.Error($"'{key}' is there twice");
        verdict ??= level == PinCheckLevel.Ok ? nameof(Verdict.Match) : "";
        if (leaf is not null) seen ??= _head.Finished;
        if (leaf is { Since.Ticks: 0 }) leaf = leaf with { Since = since };
        _records.Add(key, new CheckRecord
        {
            Key = key,
            Level = level,
            Verdict = verdict,
            SeenLevel = seenLevel,
            SeenVerdict = seenVerdict ?? verdict,
            Since = since,
            Seen = seen,
            Asked = asked ?? seen ?? default,
            Leaf = leaf,
            Path = path,
            Good = good,
            Addresses = addresses is null ? [] : [.. addresses.Select(one =>
                new KeyValuePair<string, string>(one.Key, one.Value ?? leaf?.Pin ?? ""))],
            Policy = policy,
            Spare = spare,
            FailedRuns = failedRuns,
            IsNear = isNear,
            Owner = owner,
            Evidence = evidence,
        });
    }

    private CheckLeaf ReadLeaf()
    {
        string pin = "";
        string sha256 = "";
        DateTime? notBefore = null;
        DateTime? notAfter = null;
        DateTime since = default;
        for (_line.Open(); _line.Next();)
        {
            switch (_line.Name)
            {
                case "pin":
                    pin = Same(_line.Text());
                    break;
                case "sha256":
                    sha256 = _line.Text();
                    break;
                case "notBefore":
                    notBefore = _line.Date();
                    break;
                case "notAfter":
                    notAfter = _line.Date();
                    break;
                case "since":
                    since = _line.Date();
                    break;
                default:
                    _line.Skip();
                    break;
            }
        }

        return new CheckLeaf { Pin = pin, NotBefore = notBefore, NotAfter = notAfter, Sha256 = sha256, Since = since };
    }

    private CheckGood ReadGood()
    {
        string pin = "";
        DateTime? notAfter = null;
        DateTime seen = default;
        for (_line.Open(); _line.Next();)
        {
            if (_line.Name == "pin") pin = Same(_line.Text());
            else if (_line.Name == "notAfter") notAfter = _line.Date();
            else if (_line.Name == "seen") seen = _line.Date();
            else _line.Skip();
        }

        return new CheckGood(pin, notAfter, seen);
    }

    /// <summary>The addresses with their pins; null for the leaf's.</summary>
    private List<KeyValuePair<string, string?>> ReadAddresses()
    {
        List<KeyValuePair<string, string?>> addresses = [];
        for (_line.Open(); _line.Next();)
        {
            string address = Same(_line.Name);
            string? pin = _line.TryTrue() ? null : Same(_line.Text());
            addresses.Add(new(address, pin == "-" ? "" : pin));
        }

        return addresses;
    }

    private void ReadAlert(string id)
    {
        var alert = new PinCheckAlert { Id = id };
        while (_line.Next())
        {
            alert = _line.Name switch
            {
                "state" => alert with { State = _line.Text() },
                "level" => alert with { Level = Same(_line.Text()) },
                "reason" => alert with { Reason = Same(_line.Text()) },
                "pin" => alert with { LeafPin = Same(_line.Text()) },
                "endpoints" => alert with { Endpoints = [.. _line.Texts()] },
                "count" => alert with { EndpointCount = _line.Number() },
                "owner" => alert with { Owner = Same(_line.Text()) },
                "since" => alert with { Since = _line.Date() },
                "expected" => alert with { Expected = _line.Flag() },
                "why" => alert with { Why = _line.Text() },
                "fix" => alert with { Fix = _line.Text() },
                "evidence" => alert with { Evidence = _line.Text() },
                _ => Passed(alert),
            };
        }

        _alerts.Add(alert);
    }

    private void ReadAcknowledgement(string id)
    {
        var one = new CheckAcknowledgement(id, default, "", default, PinCheckLevel.Unknown);
        while (_line.Next())
        {
            one = _line.Name switch
            {
                "until" => one with { Until = _line.Date() },
                "reason" => one with { Reason = _line.Text() },
                "at" => one with { At = _line.Date() },
                "level" => one with { Level = Same(_line.Text()) },
                _ => Passed(one),
            };
        }

        _acknowledged[id] = one;
    }

    private T Passed<T>(T value)
    {
        _line.Skip();
        return value;
    }

    private T Named<T>(Dictionary<int, T> known)
    {
        int number = _line.Number();
        return known.TryGetValue(number, out T? found) ? found : throw JsonLineScanner.Error($"it has no {_line.Name} {number}");
    }

    /// <summary>One object for the same text: thousands of endpoints have the same owner and the same path.</summary>
    private string Same(string text)
    {
        if (_same.TryGetValue(text, out string? same)) return same;
        return _same[text] = text;
    }
}

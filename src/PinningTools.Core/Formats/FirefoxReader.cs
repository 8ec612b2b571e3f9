using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>Reads the relevant definitions of StaticHPKPins.h and skips the rest, which is C++.</summary>
internal sealed class FirefoxReader(FormatImport import)
{
    internal const string Fingerprint = "Fingerprint";
    internal const string Expiry = "kPreloadPKPinsExpirationTime";
    internal const long Microseconds = 1_000_000;

    private const string Data = "_Data";
    private const string Hosts = "kPublicKeyPinningPreloadList";

    private readonly FormatText _text = import.Text;
    private readonly CodeReader _code = new(import.Text, nested: false);
    private readonly Dictionary<string, PinSetPin> _pins = [];
    private readonly Dictionary<string, PinSetPin[]> _lists = [];
    private readonly List<Entry> _entries = [];
    private bool _hasHosts;
    private DateTime? _expires;

    /// <exception cref="PinningException">A definition does not have a known form.</exception>
    internal void Read()
    {
        while (_code.Kind != CodeTokenKind.End)
        {
            string word = _code.Kind == CodeTokenKind.Word ? _code.Value : "";
            TextPlace place = _code.Place;
            _code.Move();
            if (word == Expiry && _code.Skip('=')) ReadExpiry();
            else if (word.Length > 0 && _code.Skip('[')) ReadArray(word, place);
        }

        if (!_hasHosts) import.Add(TextPlace.At(0), NewSet(import.GivenHosts, [.. _pins.Values], false));
        foreach (Entry entry in _entries)
        {
            if (!_lists.TryGetValue(entry.List + Data, out PinSetPin[]? pins))
                throw _text.Error(entry.Place, $"the list '{entry.List}' does not exist");
            import.Add(entry.Place, NewSet(entry.Hosts, pins, entry.Test));
        }
    }

    private PinSet NewSet(HostPattern hosts, PinSetPin[] pins, bool test) => new(hosts)
    {
        Pins = pins,
        Mode = test ? PinSetMode.ReportOnly : PinSetMode.Enforce,
        Expires = _expires,
        OnExpired = _expires is null ? ExpiredAction.Fail : ExpiredAction.Unpinned,
    };

    private void ReadArray(string name, TextPlace place)
    {
        bool isPin = name.EndsWith(Fingerprint, StringComparison.Ordinal);
        bool isList = name.EndsWith(Data, StringComparison.Ordinal);
        if (!isPin && !isList && name != Hosts) return;
        _code.Expect(']');
        _code.Expect('=');
        if (isPin) ReadPin(name, place);
        else if (isList) ReadList(name, place);
        else ReadHosts();
    }

    private void ReadPin(string name, TextPlace place)
    {
        if (_code.Kind != CodeTokenKind.Text)
            throw _text.Error(_code.Place, "expected the fingerprint as a string literal");
        PinSetPin pin = _text.Base64Pin(_code.Place, _code.Value);
        _code.Move();
        if (_pins.ContainsKey(name)) throw _text.Error(place, $"duplicate '{name}'");
        int start = name.StartsWith("k", StringComparison.Ordinal) ? 1 : 0;
        string note = name.Substring(start, Math.Max(0, name.Length - Fingerprint.Length - start));
        _pins.Add(name, pin with { Note = note.Length > 0 ? PinNames.Note(note, pin.Value) : null });
    }

    private void ReadList(string name, TextPlace place)
    {
        var pins = new List<PinSetPin>();
        _code.Expect('{');
        while (!_code.Skip('}'))
        {
            if (!_pins.TryGetValue(_code.Kind == CodeTokenKind.Word ? _code.Value : "", out PinSetPin? pin))
                throw _text.Error(_code.Place, "expected the name of a fingerprint that is defined above");
            pins.Add(pin);
            _code.Move();
            if (!_code.IsSign('}')) _code.Expect(',');
        }

        if (_lists.ContainsKey(name)) throw _text.Error(place, $"duplicate '{name}'");
        _lists.Add(name, [.. pins]);
    }

    private void ReadHosts()
    {
        _hasHosts = true;
        _code.Expect('{');
        while (!_code.Skip('}'))
        {
            _entries.Add(ReadEntry());
            if (!_code.IsSign('}')) _code.Expect(',');
        }
    }

    /// <summary>
    /// Host, whether it includes subdomains, in later versions test mode and two more fields, and at the end the list.
    /// </summary>
    private Entry ReadEntry()
    {
        TextPlace place = _code.Place;
        _code.Expect('{');
        if (_code.Kind != CodeTokenKind.Text)
            throw _text.Error(_code.Place, "expected a host as a string literal");
        (string host, TextPlace hostPlace) = (_code.Value, _code.Place);
        _code.Move();
        var flags = new List<bool>();
        while (_code.Skip(','))
        {
            if (_code.IsSign('&')) break;
            if (_code.Kind == CodeTokenKind.Word) flags.Add(_code.Value == "true");
            else if (!_code.IsSign('-')) throw _text.Error(_code.Place, "expected true, false or a number");
            _code.Move();
            if (_code.Kind == CodeTokenKind.Word) _code.Move();
        }

        _code.Expect('&');
        if (_code.Kind != CodeTokenKind.Word || flags.Count == 0)
            throw _text.Error(_code.Place, "the entry does not have a known form");
        string list = _code.Value;
        _code.Move();
        _code.Expect('}');
        return new Entry(place, _text.Host(hostPlace, host, flags[0]), list, flags.ElementAtOrDefault(1));
    }

    private void ReadExpiry()
    {
        TextPlace place = _code.Place;
        _code.Move();
        _code.Expect('(');
        bool read = long.TryParse(_code.Value, NumberStyles.None, CultureInfo.InvariantCulture, out long time);
        _expires = (read ? FormatDate.FromUnix(time / Microseconds) : null)
            ?? throw _text.Error(place, "expected the time of expiry as INT64_C(microseconds)");
    }

    private sealed record Entry(TextPlace Place, HostPattern Hosts, string List, bool Test);
}

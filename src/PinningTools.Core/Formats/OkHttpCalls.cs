using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>Finds the calls to add of a CertificatePinner's builder.</summary>
internal sealed class OkHttpCalls(FormatText text, CodeConstants constants, bool isKotlin)
{
    private readonly CodeReader _code = new(text, nested: isKotlin);
    private readonly OkHttpUnion _calls = new();
    private readonly HashSet<CodeConstant> _pins = [];
    private bool _isInList;

    /// <exception cref="PinningException">A call or a pin is not understood.</exception>
    internal void Read(FormatImport import)
    {
        bool building = false;
        string last = "";
        while (_code.Kind != CodeTokenKind.End)
        {
            if (_code.Kind == CodeTokenKind.Text && IsPin(_code.Value)) PassOver(_code.Place);
            string word = _code.Kind == CodeTokenKind.Word ? _code.Value : last;
            TextPlace place = _code.Place;
            bool isWord = _code.Kind == CodeTokenKind.Word;
            _code.Move();
            if (isWord && word == "Builder" && last == OkHttpCodeFormat.Pinner) building = true;
            else if (isWord && word == "build") building = false;
            else if (isWord && word == "add" && _code.Skip('(')) ReadCall(place, building);
            last = word;
        }

        _calls.AddTo(import);
        foreach (CodeConstant pin in _pins.Where(pin => !pin.IsUsed))
            import.Lose($"The pin '{pin.Name}' is not used in any call to add and is omitted.");
    }

    /// <summary>A pin may be in a constant that is used elsewhere.</summary>
    private void PassOver(TextPlace place)
    {
        if (constants.Holding(place) is { } constant) _pins.Add(constant);
        else throw text.Error(place, "this pin is not in a call to add with string literals");
    }

    private static bool IsPin(string value) =>
        value.StartsWith("sha256/", StringComparison.OrdinalIgnoreCase)
            || value.StartsWith("sha1/", StringComparison.OrdinalIgnoreCase);

    private void ReadCall(TextPlace place, bool building)
    {
        var arguments = new List<(string Value, TextPlace Place)>();
        while (!_code.IsSign(')'))
        {
            TextPlace start = _code.Place;
            List<string>? values = ReadArgument();
            if (values is null || !(_code.IsSign(',') || _code.IsSign(')')))
            {
                if (building || arguments.Any(known => IsPin(known.Value)))
                    throw text.Error(
                        values is null ? start : _code.Place,
                        "only string literals and constants of this file are supported as arguments of add");
                // A call to another add; the caller finds a pin in what follows.
                return;
            }

            arguments.AddRange(values.Select(value => (value, start)));
            _code.Skip(',');
        }

        if (!building && !arguments.Any(known => IsPin(known.Value))) return;
        if (arguments.Count < 2) throw text.Error(place, "add needs a host and its pins");
        _calls.Add(place, ReadHosts(arguments[0]), [.. arguments.Skip(1).Select(ReadPin)]);
    }

    /// <summary>
    /// A text or a constant, several joined by <c>+</c>, or the texts of a list; null for anything else.
    /// </summary>
    private List<string>? ReadArgument()
    {
        // Kotlin spreads a list with a star, and can name a parameter.
        _code.Skip('*');
        List<string>? first = ReadPart();
        if (_code.Skip('=')) first = _code.Skip('*') ? ReadPart() : ReadPart();
        if (first is null || !_code.IsSign('+')) return first;
        var value = new StringBuilder();
        for (List<string>? part = first; ; part = ReadPart())
        {
            if (part is not { Count: 1 }) return null;
            value.Append(part[0]);
            if (!_code.Skip('+')) return [value.ToString()];
        }
    }

    private List<string>? ReadPart()
    {
        if (_code.Kind == CodeTokenKind.Text)
        {
            string? value = constants.Expand(_code.Value);
            _code.Move();
            return value is null ? null : [value];
        }

        string name = "";
        string owner = "";
        List<string>? values = null;
        while (_code.Kind == CodeTokenKind.Word)
        {
            string before = owner;
            owner = name;
            name = _code.Value;
            _code.Move();
            if (CodeDeclarations.IsList(name) && _code.Skip('(')) values = ReadList();
            else if (CodeDeclarations.IsCopy(name) && _code.IsSign('('))
            {
                SkipArguments();
                return values ?? (owner.Length == 0 ? null : constants.Find(before, owner));
            }

            if (!_code.Skip('.')) break;
        }

        return values ?? (name.Length == 0 || _code.IsSign('(') ? null : ReadElement(constants.Find(owner, name)));
    }

    /// <summary>The texts of a list that is written where it is used; null for anything else.</summary>
    private List<string>? ReadList()
    {
        // A list of lists is not a list of pins.
        if (_isInList) return null;
        _isInList = true;
        List<string>? all = [];
        while (all is not null && !_code.Skip(')'))
        {
            if (ReadArgument() is { } values && (_code.IsSign(')') || _code.Skip(','))) all.AddRange(values);
            else all = null;
        }

        _isInList = false;
        return all;
    }

    /// <summary>All texts of a constant, or the one that is asked for by its number.</summary>
    private List<string>? ReadElement(List<string>? values)
    {
        if (!_code.Skip('[')) return values;
        bool isNumber = int.TryParse(_code.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int index);
        _code.Move();
        return isNumber && _code.Skip(']') && index < values?.Count ? [values[index]] : null;
    }

    /// <summary>The type into which a list is copied does not matter for its strings.</summary>
    private void SkipArguments()
    {
        while (_code.Kind is not (CodeTokenKind.End or CodeTokenKind.Text) && !_code.IsSign(')')) _code.Move();
        _code.Skip(')');
    }

    private HostPattern ReadHosts((string Value, TextPlace Place) argument)
    {
        try
        {
            HostPattern hosts = HostPattern.Parse(argument.Value);
            return hosts.Port is null ? hosts : throw text.Error(argument.Place, "OkHttp does not support ports");
        }
        catch (PinningException error) when (error.Fault.Target as string != text.Source)
        {
            throw text.Error(argument.Place, error.Fault);
        }
    }

    private PinSetPin ReadPin((string Value, TextPlace Place) argument) => IsPin(argument.Value)
        ? text.Pin(argument.Place, argument.Value)
            : throw text.Error(argument.Place, "expected a pin written as sha256/BASE64=");
}

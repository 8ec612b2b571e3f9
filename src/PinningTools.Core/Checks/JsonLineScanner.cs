using System;

namespace PinningTools.Internal;

/// <summary>
/// Goes through one line of JSON member by member, without a tree of values: a state has hundreds of thousands of lines,
/// and almost every value is needed once. It accepts no more as JSON than <see cref="JsonReader"/> does. This part finds
/// the members and items; the other one reads their values.
/// </summary>
internal sealed partial class JsonLineScanner
{
    private const int MaxDepth = 8;

    private readonly TextPool _pool = new();
    private char[] _text = [];
    private int _position;
    private int _end;
    private bool _isFirst;

    /// <summary>The name of the member that <see cref="Next"/> moved to.</summary>
    internal string Name { get; private set; } = "";

    private char Current => _position < _end ? _text[_position] : '\0';

    /// <summary>Goes into the object that a line consists of.</summary>
    /// <exception cref="FormatException">The line does not begin as an object.</exception>
    internal void Begin(LineReader line)
    {
        _text = line.Chars;
        _position = line.Start;
        _end = line.Start + line.Length;
        Open();
    }

    /// <exception cref="FormatException">Something follows the object.</exception>
    internal void End()
    {
        Space();
        if (_position < _end) throw Error("there is text after the end of the object");
    }

    /// <summary>Goes into an object that is the value of a member.</summary>
    /// <exception cref="FormatException">The value is no object.</exception>
    internal void Open() => Enter('{');

    /// <summary>Goes into a list that is the value of a member.</summary>
    /// <exception cref="FormatException">The value is no list.</exception>
    internal void OpenList() => Enter('[');

    /// <summary>Moves to the next member of the object; false after the last one.</summary>
    /// <exception cref="FormatException">There is neither a member nor the end of the object.</exception>
    internal bool Next()
    {
        if (!Advance('}')) return false;
        if (Current != '"') throw Error("the name of a member was expected");
        Name = Same();
        Expect(':');
        Space();
        return true;
    }

    /// <summary>Moves to the next item of the list; false after the last one.</summary>
    /// <exception cref="FormatException">There is neither an item nor the end of the list.</exception>
    internal bool NextItem() => Advance(']');

    /// <summary>Passes over the remaining members of the object.</summary>
    /// <exception cref="FormatException">They are malformed.</exception>
    internal void SkipRest()
    {
        while (Next()) Skip();
    }

    /// <summary>Passes over a value of a later version.</summary>
    /// <exception cref="FormatException">There is no value.</exception>
    internal void Skip() => Skip(0);

    private void Skip(int depth)
    {
        if (depth > MaxDepth) throw Error("values are nested too deep");
        Space();
        switch (Current)
        {
            case '"':
                Same();
                break;
            case '{':
                for (Open(); Next();) Skip(depth + 1);
                break;
            case '[':
                for (OpenList(); NextItem();) Skip(depth + 1);
                break;
            default:
                if (Take("true") || Take("false") || Take("null")) break;
                SkipNumber();
                break;
        }
    }

    private void SkipNumber()
    {
        if (Current == '-') _position++;
        if (Current == '0') _position++;
        else SkipDigits();
        if (Current == '.')
        {
            _position++;
            SkipDigits();
        }

        if (Current is not ('e' or 'E')) return;
        _position++;
        if (Current is '+' or '-') _position++;
        SkipDigits();
    }

    private void SkipDigits()
    {
        if (Current is not (>= '0' and <= '9')) throw Error("a value was expected");
        while (Current is >= '0' and <= '9') _position++;
    }

    internal static FormatException Error(string what) => new(what);

    private void Enter(char sign)
    {
        Expect(sign);
        _isFirst = true;
    }

    private bool Advance(char end)
    {
        Space();
        bool isFirst = _isFirst;
        _isFirst = false;
        if (Current == end)
        {
            _position++;
            return false;
        }

        if (!isFirst) Expect(',');
        Space();
        return true;
    }

    private bool Take(string word)
    {
        if (_end - _position < word.Length) return false;
        for (int i = 0; i < word.Length; i++)
            if (_text[_position + i] != word[i]) return false;
        _position += word.Length;
        return true;
    }

    private void Expect(char sign)
    {
        Space();
        if (Current != sign) throw Error($"a '{sign}' was expected");
        _position++;
    }

    private void Space()
    {
        while (Current is ' ' or '\t' or '\r') _position++;
    }
}

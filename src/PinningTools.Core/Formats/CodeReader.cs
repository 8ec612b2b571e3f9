using System;
using System.Globalization;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// Splits source code of the C family into words, string literals and signs, without comments, one token at a time.
/// </summary>
internal sealed class CodeReader
{
    private const string TripleQuote = "\"\"\"";

    private readonly FormatText _text;
    private readonly string _code;
    private readonly bool _nested;
    private int _next;

    /// <param name="text">The code.</param>
    /// <param name="nested">Whether comments nest, as in Kotlin but not in Java or C.</param>
    internal CodeReader(FormatText text, bool nested)
    {
        _text = text;
        _code = text.Content;
        _nested = nested;
        Move();
    }

    internal CodeTokenKind Kind { get; private set; }

    /// <summary>The current piece.</summary>
    internal string Value { get; private set; } = "";

    /// <summary>Where it begins.</summary>
    internal TextPlace Place { get; private set; }

    internal bool IsSign(char sign) => Kind == CodeTokenKind.Sign && Value[0] == sign;

    /// <summary>Skips a sign if it is present, and returns whether it was.</summary>
    internal bool Skip(char sign)
    {
        bool there = IsSign(sign);
        if (there) Move();
        return there;
    }

    /// <exception cref="PinningException">There is another token.</exception>
    internal void Expect(char sign)
    {
        if (!Skip(sign)) throw _text.Error(Place, $"expected '{sign}'");
    }

    /// <summary>Reads the next token.</summary>
    internal void Move()
    {
        SkipSpace();
        Place = TextPlace.At(_next);
        char c = At(_next);
        if (_next >= _code.Length) Take(CodeTokenKind.End, "");
        else if (IsWord(c)) ReadWord();
        else if (c == '"') Take(CodeTokenKind.Text, Starts(TripleQuote) ? ReadRaw() : ReadQuoted('"'));
        else if (c == '\'') Take(CodeTokenKind.Sign, "'" + ReadQuoted('\''));
        else ReadSign(c);
    }

    private char At(int index) => index < _code.Length ? _code[index] : '\0';

    private bool Starts(string word) => string.CompareOrdinal(_code, _next, word, 0, word.Length) == 0;

    private void Take(CodeTokenKind kind, string value)
    {
        Kind = kind;
        Value = value;
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';

    private void ReadWord()
    {
        int start = _next;
        while (IsWord(At(_next))) _next++;
        Take(CodeTokenKind.Word, _code.Substring(start, _next - start));
    }

    private void ReadSign(char sign)
    {
        _next++;
        Take(CodeTokenKind.Sign, sign.ToString());
    }

    private string ReadRaw()
    {
        int start = _next + TripleQuote.Length;
        int end = _code.IndexOf(TripleQuote, start, StringComparison.Ordinal);
        if (end < 0) throw _text.Error(Place, "the string literal does not end");
        _next = end + TripleQuote.Length;
        return _code.Substring(start, end - start);
    }

    private string ReadQuoted(char quote)
    {
        var value = new StringBuilder();
        for (_next++; At(_next) != quote; _next++)
        {
            if (At(_next) is '\n' or '\r' || _next >= _code.Length)
                throw _text.Error(Place, "the string literal does not end on its line");
            if (_code[_next] == '\\') value.Append(ReadEscape());
            else value.Append(_code[_next]);
        }

        _next++;
        return value.ToString();
    }

    /// <summary>Leaves the position at the last character of the escape sequence.</summary>
    private char ReadEscape()
    {
        char kind = At(++_next);
        switch (kind)
        {
            case 'n': return '\n';
            case 't': return '\t';
            case 'r': return '\r';
            case '"' or '\'' or '\\' or '$': return kind;
            case 'u' when _next + 4 < _code.Length
                && ushort.TryParse(
                    _code.Substring(_next + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
                    out ushort unit):
                _next += 4;
                return (char)unit;
            case 'b' or 'f' or 's' or '0': return ' ';
            default: throw _text.Error(TextPlace.At(_next - 1), "this escape sequence is not supported");
        }
    }

    private void SkipSpace()
    {
        while (_next < _code.Length)
        {
            if (char.IsWhiteSpace(_code[_next])) _next++;
            else if (Starts("//")) SkipLine();
            else if (Starts("/*")) SkipComment();
            else break;
        }
    }

    private void SkipLine()
    {
        int end = _code.IndexOf('\n', _next);
        _next = end < 0 ? _code.Length : end;
    }

    private void SkipComment()
    {
        int start = _next;
        int depth = 0;
        do
        {
            if (_next >= _code.Length) throw _text.Error(TextPlace.At(start), "the comment does not end");
            if (Starts("/*") && (_nested || depth == 0)) Step(1);
            else if (Starts("*/")) Step(-1);
            else _next++;
        }
        while (depth > 0);

        void Step(int change)
        {
            depth += change;
            _next += 2;
        }
    }
}

/// <summary>The kind of a token of source code.</summary>
internal enum CodeTokenKind
{
    End,

    /// <summary>A name, a keyword or a number.</summary>
    Word,

    /// <summary>A string literal, without its quotation marks and escape sequences.</summary>
    Text,

    /// <summary>Any other single character.</summary>
    Sign,
}

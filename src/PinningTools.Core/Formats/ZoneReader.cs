using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Splits a zone file (RFC 1035 section 5.1) into records: comments, quotation marks, parentheses over several lines,
/// owners that are omitted and names that end in the origin.
/// </summary>
internal sealed class ZoneReader(FormatText text)
{
    private readonly string _content = text.Content;
    private int _next;
    private string? _origin;
    private string? _owner;

    /// <summary>The owner of the record, absolute and without the last dot.</summary>
    internal string Owner { get; private set; } = "";

    internal TextPlace Place { get; private set; }

    /// <summary>Whether the owner is relative and there is no origin for it to end in.</summary>
    internal bool IsOwnerRelative { get; private set; }

    /// <summary>
    /// Whether the record is data alone, as <c>dig +short</c> prints it: three numbers and hex digits, with no owner.
    /// </summary>
    internal bool IsBare { get; private set; }

    /// <summary>What follows the owner.</summary>
    internal List<(string Value, int Index)> Fields { get; } = [];

    /// <summary>Directives that are not followed, such as $INCLUDE.</summary>
    internal HashSet<string> Unread { get; } = [];

    /// <summary>Goes on to the next record.</summary>
    /// <exception cref="PinningException">
    /// Quotation marks or parentheses are not closed, or an owner is missing.
    /// </exception>
    internal bool Read()
    {
        while (_next < _content.Length)
        {
            bool inherits = _content[_next] is ' ' or '\t';
            ReadLine();
            if (Fields.Count == 0) continue;
            Place = TextPlace.At(Fields[0].Index);
            if (!inherits && Fields[0].Value.StartsWith("$", StringComparison.Ordinal))
            {
                ReadDirective();
                continue;
            }

            IsBare = IsData();
            // A line of dig that was pasted with blanks before it names its owner all the same.
            inherits &= Fields.Count < 2 || !Fields[0].Value.StartsWith("_", StringComparison.Ordinal);
            if (!IsBare && !inherits)
            {
                _owner = Absolute(Fields[0].Value, out bool isRelative);
                IsOwnerRelative = isRelative;
                Fields.RemoveAt(0);
            }

            if (IsBare) return true;

            Owner = _owner ?? throw text.Error(Place, "the first record has no owner");
            return true;
        }

        return false;
    }

    private void ReadDirective()
    {
        string name = Fields[0].Value.ToUpperInvariant();
        if (name == "$ORIGIN")
            _origin = Fields.Count > 1
                ? Absolute(Fields[1].Value, out _)
                : throw text.Error(Place, "$ORIGIN does not name a domain");
        else if (name != "$TTL") Unread.Add(name);
    }

    /// <summary>A name of the file as a whole one.</summary>
    /// <param name="name">The name as it is written.</param>
    /// <param name="isRelative">Whether there was no origin to complete it with.</param>
    internal string Absolute(string name, out bool isRelative)
    {
        isRelative = false;
        if (name == "@") return _origin ?? "";
        if (name.EndsWith(".", StringComparison.Ordinal)) return name.Substring(0, name.Length - 1);
        isRelative = _origin is null;
        // The root is an origin too, and has no name.
        return string.IsNullOrEmpty(_origin) ? name : name + "." + _origin;
    }

    private bool IsData() => Fields.Count > 3
        && Fields.Take(3).All(field => field.Value.Length <= 3 && field.Value.All(c => c is >= '0' and <= '9'))
        && Fields.Skip(3).All(field => field.Value.All(c => Hex.Value(c) >= 0));

    /// <summary>The fields up to the end of the line that is in no parentheses.</summary>
    private void ReadLine()
    {
        Fields.Clear();
        int? open = null;
        while (_next < _content.Length)
        {
            char c = _content[_next];
            if (c == '\n' && open is null) break;
            if (char.IsWhiteSpace(c)) _next++;
            else if (c == ';') SkipComment();
            else if (c == '(')
                open = open is null ? _next++
                    : throw text.Error(TextPlace.At(_next), "parentheses cannot be nested");
            else if (c == ')') open = Close(open);
            else if (c == '"') ReadQuoted();
            else ReadField();
        }

        if (open is { } start) throw text.Error(TextPlace.At(start), "the closing parenthesis is missing");
        _next++;
    }

    private int? Close(int? open)
    {
        if (open is null) throw text.Error(TextPlace.At(_next), "the opening parenthesis is missing");
        _next++;
        return null;
    }

    private void SkipComment()
    {
        int end = _content.IndexOf('\n', _next);
        _next = end < 0 ? _content.Length : end;
    }

    private void ReadQuoted()
    {
        int start = _next++;
        for (; _next < _content.Length && _content[_next] != '"'; _next++)
            if (_content[_next] == '\\') _next++;
        if (_next >= _content.Length) throw text.Error(TextPlace.At(start), "the closing quotation mark is missing");
        _next++;
        Fields.Add((_content.Substring(start, _next - start), start));
    }

    private void ReadField()
    {
        int start = _next;
        while (_next < _content.Length
            && !(char.IsWhiteSpace(_content[_next]) || _content[_next] is ';' or '(' or ')' or '"'))
            _next += _content[_next] == '\\' ? 2 : 1;
        _next = Math.Min(_next, _content.Length);
        Fields.Add((_content.Substring(start, _next - start), start));
    }
}

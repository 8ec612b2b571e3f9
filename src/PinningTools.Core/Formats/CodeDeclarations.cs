using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Finds the constants that Java or Kotlin source declares: they are final or val, or in a Java interface, and consist
/// only of string literals and names.
/// </summary>
internal sealed class CodeDeclarations
{
    private static readonly string[] s_lists = ["arrayOf", "listOf", "setOf", "of", "asList"];

    /// <summary>The keywords that precede the name of a class.</summary>
    private static readonly string[] s_owners = ["class", "interface", "object", "enum"];

    /// <summary>The methods that copy a list into another kind of list.</summary>
    private static readonly string[] s_copies = ["toTypedArray", "toArray"];

    private readonly bool _isKotlin;
    private readonly List<(CodeTokenKind Kind, string Value, int Index)> _tokens = [];

    internal CodeDeclarations(FormatText text, bool isKotlin)
    {
        _isKotlin = isKotlin;
        for (var code = new CodeReader(text, nested: isKotlin); code.Kind != CodeTokenKind.End; code.Move())
            _tokens.Add((code.Kind, code.Value, code.Place.Index));
        ReadAll();
        _tokens.Clear();
    }

    /// <summary>By their names, alone and qualified with their class; null if several have that name.</summary>
    internal Dictionary<string, CodeConstant?> Constants { get; } = [];

    /// <summary>The constants by the positions of their string literals.</summary>
    internal Dictionary<int, CodeConstant> Places { get; } = [];

    internal static bool IsList(string word) => Array.IndexOf(s_lists, word) >= 0;

    internal static bool IsCopy(string word) => Array.IndexOf(s_copies, word) >= 0;

    /// <summary>The key of a constant; its class is ignored if none is named.</summary>
    internal static string Key(string? owner, string name) =>
        owner is null or "" or "this" or "Companion" ? name : owner + "." + name;

    private void ReadAll()
    {
        // The class around each position, and whether it is an interface, whose constants are implicitly final in Java.
        var braces = new Stack<(string? Owner, bool IsInterface)>([(null, false)]);
        (string? Owner, bool IsInterface) next = (null, false);
        for (int i = 0; i < _tokens.Count; i++)
        {
            (string? owner, bool isInterface) = braces.Peek();
            if (IsSign(i, "=") && NameBefore(i, isInterface && !_isKotlin) is { } name) ReadValues(owner, name, i + 1);
            if (IsWord(i) && Array.IndexOf(s_owners, _tokens[i].Value) >= 0 && IsWord(i + 1))
                next = (_tokens[i + 1].Value, _tokens[i].Value == "interface");
            if (IsSign(i, "{")) braces.Push(next.Owner is null ? (owner, false) : next);
            if (IsSign(i, "}") && braces.Count > 1) braces.Pop();
            if (IsSign(i, "{") || IsSign(i, "}") || IsSign(i, ";")) next = (null, false);
        }
    }

    private bool IsSign(int i, string sign) =>
        i >= 0 && i < _tokens.Count && _tokens[i].Kind == CodeTokenKind.Sign && _tokens[i].Value == sign;

    private bool IsWord(int i) => i >= 0 && i < _tokens.Count && _tokens[i].Kind == CodeTokenKind.Word;

    /// <summary>The name of a constant that is declared before an equals sign; null for all else.</summary>
    /// <param name="equals">Where the sign is.</param>
    /// <param name="isFinal">Whether everything that is declared at this place is final.</param>
    private string? NameBefore(int equals, bool isFinal)
    {
        int at = equals - 1;
        if (_isKotlin)
        {
            // A type can follow a colon, with its arguments in angle brackets.
            int colon = at;
            while (colon > 0 && !IsSign(colon, ":") && !IsSign(colon, "=") && !IsSign(colon, ";")) colon--;
            if (IsSign(colon, ":")) at = colon - 1;
            return IsWord(at) && IsWord(at - 1) && _tokens[at - 1].Value == "val" ? _tokens[at].Value : null;
        }

        while (IsSign(at, "]") && IsSign(at - 1, "[")) at -= 2;
        if (!IsWord(at)) return null;
        // A declaration has a type before its name, and an assignment has none.
        if (isFinal && (IsWord(at - 1) || IsSign(at - 1, "]") || IsSign(at - 1, ">"))) return _tokens[at].Value;
        for (int i = at - 1; i >= 0 && !(_tokens[i].Kind == CodeTokenKind.Sign && _tokens[i].Value is ";" or "{" or "}"
            or "="); i--)
            if (IsWord(i) && _tokens[i].Value == "final") return _tokens[at].Value;
        return null;
    }

    private void ReadValues(string? owner, string name, int at)
    {
        int start = at;
        var values = new List<List<(bool, string)>>();
        string? close = ListAt(ref at);
        do
        {
            if (close is not null && IsSign(at, close)) break;
            if (ReadText(ref at) is not { } value) return;
            values.Add(value);
        }
        while (close is not null && Skip(ref at, ","));
        if (close is not null && !Skip(ref at, close)) return;
        // A method call on the string makes another string.
        if (IsSign(at, ".") || IsSign(at, "?") || IsSign(at, "[") || IsSign(at, "(")) return;
        var constant = new CodeConstant(name, values);
        for (int i = start; i < at; i++)
            if (_tokens[i].Kind == CodeTokenKind.Text) Places[_tokens[i].Index] = constant;
        // Two constants in two classes with the same name: without the class it is not known which one is meant.
        foreach (string key in new[] { name, Key(owner, name) }.Distinct())
            Constants[key] = Constants.ContainsKey(key) ? null : constant;
    }

    /// <summary>The sign that closes the list that begins here; null if none does.</summary>
    private string? ListAt(ref int at)
    {
        int next = at;
        if (IsWord(next) && _tokens[next].Value == "new") next++;
        while (IsWord(next) && (IsSign(next + 1, ".") || IsSign(next + 1, "["))) next += IsSign(next + 1, "[") ? 3 : 2;
        if (IsSign(next, "{"))
        {
            at = next + 1;
            return "}";
        }

        if (!IsWord(next) || !IsList(_tokens[next].Value) || !IsSign(next + 1, "(")) return null;
        at = next + 2;
        return ")";
    }

    /// <summary>String literals and names joined by plus signs; null for anything else.</summary>
    private List<(bool IsName, string Value)>? ReadText(ref int at)
    {
        var parts = new List<(bool, string)>();
        do
        {
            if (at >= _tokens.Count || _tokens[at].Kind == CodeTokenKind.Sign) return null;
            string owner = "";
            for (; IsWord(at) && IsSign(at + 1, ".") && IsWord(at + 2); at += 2) owner = _tokens[at].Value;
            bool isName = IsWord(at);
            parts.Add((isName, isName ? Key(owner, _tokens[at].Value) : _tokens[at].Value));
            at++;
        }
        while (Skip(ref at, "+"));
        return parts.Any(part => part.Item1 && part.Item2 is "null" or "true" or "false") ? null : parts;
    }

    private bool Skip(ref int at, string sign)
    {
        bool there = IsSign(at, sign);
        if (there) at++;
        return there;
    }
}

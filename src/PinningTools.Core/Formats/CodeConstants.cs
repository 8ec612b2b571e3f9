using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace PinningTools.Internal;

/// <summary>
/// The constants in Java or Kotlin source: names that are bound permanently to string literals (final, val), alone or
/// in lists. A value that is computed at run time is not a constant.
/// </summary>
internal sealed class CodeConstants
{
    /// <summary>In characters: no host and no pin is longer.</summary>
    private const int MaxLength = 1024;

    /// <summary>A constant may be made of others, and these of others again.</summary>
    private const int MaxDepth = 64;

    private static readonly Regex s_template = new(
        @"\$(\{\s*((?<owner>\w+)\s*\.\s*)*(?<name>\w+)\s*\}|(?<name>\w+))",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    private readonly bool _isKotlin;
    private readonly CodeDeclarations _declared;
    private readonly Dictionary<string, List<string>?> _found = [];
    private int _depth;

    private CodeConstants(FormatText text, bool isKotlin)
    {
        _isKotlin = isKotlin;
        _declared = new CodeDeclarations(text, isKotlin);
    }

    internal static CodeConstants Read(FormatText text, bool isKotlin) => new(text, isKotlin);

    /// <summary>The constant that a string literal belongs to, or null.</summary>
    internal CodeConstant? Holding(TextPlace place) =>
        _declared.Places.TryGetValue(place.Index, out CodeConstant? constant) ? constant : null;

    /// <summary>
    /// The strings that a name stands for; null if it is not a constant, or if there are several with that name.
    /// </summary>
    /// <param name="owner">The class it is qualified with; empty if it is not.</param>
    /// <param name="name">Its own name.</param>
    internal List<string>? Find(string owner, string name) => Find(CodeDeclarations.Key(owner, name));

    private List<string>? Find(string name)
    {
        if (_declared.Constants.TryGetValue(name, out CodeConstant? constant) && constant is not null)
            constant.IsUsed = true;
        if (_found.TryGetValue(name, out List<string>? found)) return found;
        // Until it is known, so that a constant that refers to itself is not one.
        _found[name] = null;
        if (constant is null || _depth == MaxDepth) return null;
        _depth++;
        List<string?> texts = [.. constant.Values.Select(Join)];
        _depth--;
        return texts.Contains(null) ? null : _found[name] = [.. texts.OfType<string>()];
    }

    /// <summary>A string with Kotlin's interpolated constants inserted; null if one of them is not known.</summary>
    internal string? Expand(string text)
    {
        if (!_isKotlin || text.IndexOf('$') < 0) return text;
        bool isKnown = true;
        string expanded = s_template.Replace(text, match =>
        {
            List<string>? found = Find(match.Groups["owner"].Value, match.Groups["name"].Value);
            isKnown &= found is { Count: 1 };
            return isKnown ? found![0] : "";
        });
        return isKnown ? expanded : null;
    }

    private string? Join(List<(bool IsName, string Value)> parts)
    {
        var text = new StringBuilder();
        foreach ((bool isName, string value) in parts)
        {
            string? part = !isName ? Expand(value) : Find(value) is { Count: 1 } other ? other[0] : null;
            if (part is null) return null;
            text.Append(part);
            if (text.Length > MaxLength) return null;
        }

        return text.ToString();
    }
}

/// <summary>
/// A constant in source code: strings, each made of literal parts and of the names of other constants.
/// </summary>
internal sealed class CodeConstant(string name, List<List<(bool IsName, string Value)>> values)
{
    internal string Name { get; } = name;

    internal List<List<(bool IsName, string Value)>> Values { get; } = values;

    /// <summary>Whether it is used, directly or through another constant.</summary>
    internal bool IsUsed { get; set; }
}

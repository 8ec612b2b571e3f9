using System.Collections.Generic;
using System.Text;

namespace PinningTools.Internal;

/// <summary>A directive of a header: a name, alone or with a token or quoted text behind <c>=</c>.</summary>
internal sealed class HpkpDirective(string name, string? value, int index)
{
    internal string Name { get; } = name;

    internal string? Value { get; } = value;

    internal int Index { get; } = index;

    /// <param name="text">The text.</param>
    /// <param name="start">Where the header's value begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <exception cref="PinningException">The text does not have that form.</exception>
    internal static IEnumerable<HpkpDirective> Read(FormatText text, int start, int end)
    {
        string content = text.Content;
        int at = start;
        while (true)
        {
            SkipSpace();
            if (at >= end) yield break;
            if (content[at] == ';')
            {
                at++;
                continue;
            }

            int begin = at;
            string name = Token();
            if (name.Length == 0) throw text.Error(TextPlace.At(at), "expected the name of a directive");
            SkipSpace();
            string? value = null;
            if (at < end && content[at] == '=')
            {
                at++;
                SkipSpace();
                value = at < end && content[at] == '"' ? Quoted() : Token();
                SkipSpace();
            }

            if (at < end && content[at] != ';')
                throw text.Error(TextPlace.At(at), "expected ';'");
            yield return new HpkpDirective(name, value, begin);
        }

        void SkipSpace()
        {
            while (at < end && char.IsWhiteSpace(content[at])) at++;
        }

        string Token()
        {
            int from = at;
            while (at < end
                && content[at] is > ' ' and < (char)0x7f and not (';' or '=' or '"' or ',' or ':'))
                at++;
            return content.Substring(from, at - from);
        }

        string Quoted()
        {
            var value = new StringBuilder();
            int from = at++;
            for (; at < end && content[at] != '"'; at++)
            {
                if (content[at] == '\\' && at + 1 < end) at++;
                value.Append(content[at]);
            }

            if (at >= end) throw text.Error(TextPlace.At(from), "the closing quotation mark is missing");
            at++;
            return value.ToString();
        }
    }
}

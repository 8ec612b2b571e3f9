using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Members that this version does not know. They are kept and have no effect, which is not what somebody meant who
/// misspelt one.
/// </summary>
internal static class UnknownMembers
{
    internal static IEnumerable<PinSetFinding> Find(PinSet set, PinLinter linter)
    {
        foreach (PinSetFinding finding in Of(set.Unknown, PinSetJson.SetMembers, set.Pattern)) yield return finding;
        foreach (PinSetPin pin in set.Entries)
            foreach (PinSetFinding finding in Of(pin.Unknown, PinSetJson.PinMembers, set.Pattern, pin.Pin))
                yield return finding;
    }

    /// <param name="unknown">The members as a JSON object, or null.</param>
    /// <param name="known">The names that could have been meant.</param>
    /// <param name="subject">The set or the file.</param>
    /// <param name="pin">The pin they stand beside, or null.</param>
    internal static IEnumerable<PinSetFinding> Of(
        string? unknown, IReadOnlyList<string> known, string subject, string? pin = null) =>
        unknown is null ? []
            : JsonReader.Parse(unknown, subject).Members.Select(member => Finding(member.Key, known, subject, pin));

    private static PinSetFinding Finding(string name, IReadOnlyList<string> known, string subject, string? pin)
    {
        string? meant = known.Where(one => Distance(name, one) <= Math.Min(one.Length / 3, 2))
            .OrderBy(one => Distance(name, one)).FirstOrDefault();
        return new PinSetFinding(
            "UnknownMember", meant is null ? FindingSeverity.Information : FindingSeverity.Error, subject,
            $"The member '{TerminalText.Printable(name)}' is not known here and has no effect.",
            meant is null ? "Nothing, where it is somebody else's." : $"Write '{meant}', or remove it.")
        {
            Pin = pin,
        };
    }

    /// <summary>
    /// How many characters must be put in, taken out or changed; names of other lengths are far away.
    /// </summary>
    private static int Distance(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > 2) return int.MaxValue;
        int[] above = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int[] row = new int[right.Length + 1];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                bool same = char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]);
                row[j] = Math.Min(Math.Min(row[j - 1], above[j]) + 1, above[j - 1] + (same ? 0 : 1));
            }

            above = row;
        }

        return above[right.Length];
    }
}

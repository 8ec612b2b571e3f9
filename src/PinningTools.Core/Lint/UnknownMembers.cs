using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Members that this version does not know. They are kept and have no effect, which is not intended if a name was
/// misspelled.
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
    /// <param name="known">The known names.</param>
    /// <param name="subject">The set or the file.</param>
    /// <param name="pin">The pin that has these members, or null.</param>
    internal static IEnumerable<PinSetFinding> Of(
        string? unknown, IReadOnlyList<string> known, string subject, string? pin = null) =>
        unknown is null ? []
            : JsonReader.Parse(unknown, subject).Members.Select(member => Finding(member.Key, known, subject, pin));

    private static PinSetFinding Finding(string name, IReadOnlyList<string> known, string subject, string? pin)
    {
        string? meant = NearNames.Find(name, known);
        return new PinSetFinding(
            "UnknownMember", meant is null ? FindingSeverity.Information : FindingSeverity.Error, subject,
            $"The member '{TerminalText.Printable(name)}' is not known and has no effect.",
            meant is null ? "None is needed if another program uses it." : $"Write '{meant}', or remove the member.")
        {
            Pin = pin,
        };
    }
}

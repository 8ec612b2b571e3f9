using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace PinningTools.Internal;

/// <summary>
/// The entry of a check in a crontab, between two marks. Everything else in the table is kept byte for byte: a table is
/// read as Latin-1, which has a character for each byte.
/// </summary>
internal static class CronTable
{
    private static readonly Regex s_mark = new(
        @"^# (?<kind>>>>|<<<) pincheck:(?<name>[A-Za-z0-9._-]+)(?: (?<mark>[0-9a-f]{12}))?(?=\s|$)", RegexOptions.CultureInvariant);

    /// <summary>The names of the checks that have a mark.</summary>
    internal static IEnumerable<string> Names(string table) => Lines(table).Select(line => s_mark.Match(line))
        .Where(mark => mark.Success && mark.Groups["kind"].Value == ">>>").Select(mark => mark.Groups["name"].Value).Distinct();

    /// <summary>The entry with its marks; the first one has a hash of what is between them.</summary>
    internal static string Entry(CheckSchedule schedule, string machine)
    {
        string line = $"{Time(schedule, machine)} {Command(schedule)} # pincheck:{schedule.Name}\n";
        return $"# >>> pincheck:{schedule.Name} {GeneratedFile.MarkOf(line)} made by Register-PinCheck\n{line}# <<< pincheck:{schedule.Name}\n";
    }

    /// <summary>The line for a shell. cron makes a line end of % and takes a backslash before it away again.</summary>
    internal static string Command(CheckSchedule schedule) => ShellCommand(schedule).Replace("%", "\\%");

    internal static string ShellCommand(CheckSchedule schedule) => string.Join(
        " ", schedule.Engine.Arguments(schedule.Script).Prepend(schedule.Engine.Program).Select(QuoteShell));

    /// <summary>
    /// The time of the day. cron delays nothing, so the delay is chosen once: by a hash, so that the machines of an
    /// estate have different ones and each registration has the same.
    /// </summary>
    internal static TimeSpan TimeOf(CheckSchedule schedule, string machine)
    {
        long number = long.Parse(CheckId.Of(8, machine, schedule.Name), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        TimeSpan time = schedule.At + TimeSpan.FromMinutes(number % (schedule.RandomDelay + 1));
        return new TimeSpan(time.Hours, time.Minutes, 0);
    }

    /// <summary>The table with the entry, in the place of the one before or at the end.</summary>
    /// <exception cref="PinningException">The marks are unclear, or somebody edited the entry.</exception>
    internal static string Put(string table, string name, string entry, bool force)
    {
        if (Find(table, name) is not { } old)
            return table + (table.Length == 0 || table.EndsWith("\n", StringComparison.Ordinal) ? "" : "\n") + entry;
        string before = table.Substring(old.Start, old.Length);
        if (before != entry && !force && !IsUnedited(before)) throw new PinningException(Faults.CrontabEdited(name));
        return table.Substring(0, old.Start) + entry + table.Substring(old.Start + old.Length);
    }

    /// <summary>The table without the entry; null if it has none.</summary>
    /// <exception cref="PinningException">The marks are unclear.</exception>
    internal static string? Remove(string table, string name) => Find(table, name) is { } old
        ? table.Substring(0, old.Start) + table.Substring(old.Start + old.Length) : null;

    internal static string QuoteShell(string text) => text.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z')
        or (>= '0' and <= '9') or '/' or '.' or '_' or '-' or '+' or ':' or '@')
        ? text : "'" + text.Replace("'", "'\"'\"'") + "'";

    private static string Time(CheckSchedule schedule, string machine)
    {
        TimeSpan time = TimeOf(schedule, machine);
        return string.Format(CultureInfo.InvariantCulture, "{0} {1} * * *", time.Minutes, time.Hours);
    }

    private static bool IsUnedited(string entry)
    {
        string[] lines = [.. Lines(entry)];
        return s_mark.Match(lines[0]).Groups["mark"].Value
            == GeneratedFile.MarkOf(string.Concat(lines.Skip(1).Take(lines.Length - 2)));
    }

    /// <summary>
    /// One beginning and one end behind it, and no other mark between them: whoever wrote others there, it is not known
    /// which lines are whose.
    /// </summary>
    private static (int Start, int Length)? Find(string table, string name)
    {
        int position = 0;
        int? start = null, end = null;
        bool isInside = false;
        foreach (string line in Lines(table))
        {
            Match mark = s_mark.Match(line);
            bool isOurs = mark.Success && mark.Groups["name"].Value == name;
            bool isStart = mark.Groups["kind"].Value == ">>>";
            if (mark.Success && (isOurs ? (isStart ? start is not null : !isInside) : isInside))
                throw new PinningException(Faults.CrontabUnclear(name));
            if (isOurs && isStart) start = position;
            if (isOurs) isInside = isStart;
            position += line.Length;
            if (isOurs && !isStart) end = position;
        }

        if (isInside) throw new PinningException(Faults.CrontabUnclear(name));
        return start is { } from && end is { } to ? (from, to - from) : null;
    }

    /// <summary>The lines with their ends.</summary>
    private static IEnumerable<string> Lines(string text)
    {
        for (int start = 0; start < text.Length;)
        {
            int end = text.IndexOf('\n', start);
            int next = end < 0 ? text.Length : end + 1;
            yield return text.Substring(start, next - start);
            start = next;
        }
    }
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Requires that a file which a scheduler runs, or code that it loads, can be changed only by root and by the account that
/// runs it: the file, and every folder on its path, because in each of them it could be replaced. Links are followed one
/// by one. On Windows, where permissions are not read, nothing is checked.
/// </summary>
internal static class ScheduleRights
{
    private const int MaxLinks = 40;

    /// <param name="path">The file or folder, absolute. What does not exist yet is passed over.</param>
    /// <param name="runner">The account that runs it, or null if it is not known before it runs.</param>
    /// <exception cref="PinningException">Another account can change it.</exception>
    internal static void Require(string path, uint? runner)
    {
        if (!UnixFile.IsAvailable) return;
        foreach (string part in Parts(path))
        {
            if (UnixFile.Read(part, followsLinks: false) is not { } facts) continue;
            string what = part == path ? "it" : $"its folder '{part}'";
            if (facts.Owner != 0 && facts.Owner != runner)
                throw Refused(path, $"{what} belongs to another account (user {facts.Owner})", $"chown root {CommandText.Quote(part)}");
            if (facts.Kind == UnixFileKind.Link) continue;
            if (facts.IsWorldWritable) throw Refused(path, $"every account can write to {what}", $"chmod o-w {CommandText.Quote(part)}");
            if (facts.IsGroupWritable && facts.Group != 0)
                throw Refused(path, $"a group can write to {what}", $"chmod g-w {CommandText.Quote(part)}");
        }
    }

    /// <summary>Requires that an account with no rights of its own can read a file and enter the folders on its path.</summary>
    /// <exception cref="PinningException">It cannot.</exception>
    internal static void RequireReadable(string path)
    {
        const int Read = 0x4, Enter = 0x1;
        if (!UnixFile.IsAvailable) return;
        foreach (string part in Parts(path))
        {
            if (UnixFile.Read(part, followsLinks: false) is not { } facts || facts.Kind == UnixFileKind.Link) continue;
            int needed = facts.Kind == UnixFileKind.Folder ? Enter : Read;
            if ((facts.Permissions & needed) == 0)
                throw new PinningException(Faults.ScheduleNotReadable(
                    path, part, $"chmod o+{(needed == Read ? "r" : "x")} {CommandText.Quote(part)}"));
        }
    }

    /// <summary>The path with its links resolved, as far as it exists.</summary>
    internal static string Resolve(string path) => Parts(path).LastOrDefault(part => UnixFile.Read(part, followsLinks: false)
        is not { Kind: UnixFileKind.Link }) ?? path;

    /// <summary>Every folder, link and file on a path, from the root on, with the targets of links.</summary>
    /// <exception cref="PinningException">There are too many links.</exception>
    private static IEnumerable<string> Parts(string path)
    {
        var rest = new Stack<string>(Enumerable.Reverse(Split(path)));
        string current = "/";
        yield return current;
        for (int links = 0; rest.Count > 0;)
        {
            string name = rest.Pop();
            if (name == ".") continue;
            if (name == "..")
            {
                current = Path.GetDirectoryName(current) ?? "/";
                continue;
            }

            string next = Path.Combine(current, name);
            yield return next;
            if (UnixFile.Read(next, followsLinks: false) is not { Kind: UnixFileKind.Link })
            {
                current = next;
                continue;
            }

            if (++links > MaxLinks || UnixFile.ReadLink(next) is not { } target)
                throw new PinningException(Faults.FileUnreadable(path, "It has too many links, or one that cannot be read."));
            if (target.StartsWith("/", StringComparison.Ordinal)) current = "/";
            foreach (string part in Enumerable.Reverse(Split(target))) rest.Push(part);
        }
    }

    private static string[] Split(string path) => path.Split(['/'], StringSplitOptions.RemoveEmptyEntries);

    private static PinningException Refused(string path, string what, string command) =>
        new(Faults.ScheduleOpenToOthers(path, what, command));
}

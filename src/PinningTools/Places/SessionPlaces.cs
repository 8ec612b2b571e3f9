using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Runspaces;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>The machines of -Session.</summary>
internal static class SessionPlaces
{
    /// <summary>
    /// One for each session. A machine has the name by which New-PSSession was told to find it; if two have the same, or
    /// that of this machine, the session's name is added.
    /// </summary>
    internal static IReadOnlyList<SessionPlace> From(PSSession[] sessions, bool mayCopy, Action<string> warn)
    {
        var used = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { Environment.MachineName };
        PSSession[] each = [.. sessions.GroupBy(one => one.InstanceId).Select(one => one.First())];
        foreach (IGrouping<string, PSSession> same in each.GroupBy(one => one.ComputerName ?? "", StringComparer.OrdinalIgnoreCase))
            if (same.Skip(1).Any()) used.Add(Clean(same.Key));
        return
        [
            .. each.Select(session =>
            {
                string name = Clean(session.ComputerName);
                if (used.Contains(name)) name = $"{name} ({Clean(session.Name)})";
                for (string first = name; !used.Add(name);) name = $"{first} {session.Id}";
                return new SessionPlace(session, name, mayCopy, warn);
            }),
        ];
    }

    internal static Task CloseAsync(IEnumerable<IPlace> places) =>
        Task.WhenAll(places.OfType<SessionPlace>().Select(place => place.CloseAsync()));

    private static string Clean(string? name) => DisplayText.Clean(EscapedText.Cut(name is { Length: > 0 } ? name : "unknown", 60));
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace PinningTools.Tests.Shape.Floors;

/// <summary>The rooms in their order, the lowest first.</summary>
internal sealed partial class FloorList
{
    private readonly List<string> _rooms;

    internal FloorList(IEnumerable<string> rooms) => _rooms = [.. rooms];

    internal IReadOnlyList<string> Rooms => _rooms;

    /// <summary>From the table of a page: a row is a floor, its first cell the rooms, from the left.</summary>
    internal static FloorList Read(IEnumerable<string> page) => new(page
        .SkipWhile(line => !line.StartsWith("| rooms |", StringComparison.Ordinal)).Skip(2)
        .TakeWhile(line => line.StartsWith('|'))
        .SelectMany(row => Name().Matches(row.Split('|')[1])).Select(match => match.Groups[1].Value));

    /// <summary>What is against the order: types in no room of the list, and uses of rooms that lie higher.</summary>
    internal IEnumerable<string> Breaches(IReadOnlyCollection<RoomedType> types)
    {
        Dictionary<string, string> rooms = types.ToDictionary(type => type.Name, type => type.Room);
        foreach (RoomedType type in types)
        {
            int floor = _rooms.IndexOf(type.Room);
            if (floor < 0) yield return $"{type.Name}: there is no room '{type.Room}' in the list";
            foreach (string used in type.Uses.Where(used => rooms.ContainsKey(used)))
            {
                if (floor >= 0 && _rooms.IndexOf(rooms[used]) > floor)
                    yield return $"{type.Room}/{type.Name} uses {rooms[used]}/{used}, which lies higher";
            }
        }
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();
}

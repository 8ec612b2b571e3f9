using System.Collections.Generic;
using System.IO;
using System.Linq;
using PinningTools.Tests.Shape.Floors.Planted;
using Xunit;

namespace PinningTools.Tests.Shape.Floors;

/// <summary>No room of Core uses one that lies higher: docs/ARCHITECTURE.md has the order.</summary>
public sealed class FloorsTests
{
    private static readonly FloorList s_floors =
        FloorList.Read(File.ReadLines(Path.Combine(BuiltModule.Root, "docs", "ARCHITECTURE.md")));

    [Theory]
    [InlineData("net8.0")]
    [InlineData("netstandard2.0")]
    public void No_room_uses_one_above_it(string build)
    {
        IReadOnlyList<RoomedType> types = TypesOfCore(build);

        Assert.True(types.Count > 200, $"Only {types.Count} types were found.");
        Assert.True(types.Sum(type => type.Uses.Count) > 1000, "The uses were not found.");
        Assert.Empty(s_floors.Breaches(types));
    }

    [Fact]
    public void Every_room_of_the_list_is_there_once()
    {
        HashSet<string> rooms = [.. TypesOfCore("net8.0").Select(type => type.Room)];

        Assert.All(s_floors.Rooms, room => Assert.Contains(room, rooms));
        Assert.Equal(s_floors.Rooms.Count, s_floors.Rooms.Distinct().Count());
    }

    /// <summary>By its body, in a lambda, by a constraint, a field, an attribute and a catch; and not downwards.</summary>
    [Fact]
    public void A_use_upwards_is_found_in_every_form() => Assert.Equal(
        [
            Upward(nameof(Cellar), nameof(Gable)),
            Upward(nameof(Cellar), nameof(IChimney)),
            Upward(nameof(Cellar), nameof(Roof)),
            Upward(nameof(Drain), nameof(BannerAttribute)),
            Upward(nameof(Larder), nameof(Weathercock)),
            Upward(nameof(Trap), nameof(StormException)),
        ],
        new FloorList(["Attic", "Lower", "Upper"]).Breaches(PlantedTypes()).Order());

    [Fact]
    public void A_room_that_the_list_does_not_have_is_an_error() => Assert.Equal(
        [$"{Space}{nameof(Trunk)}: there is no room 'Attic' in the list"],
        new FloorList(["Upper", "Lower"]).Breaches(PlantedTypes())
            .Where(breach => !breach.Contains("lies higher")));

    [Fact]
    public void The_list_is_read_row_by_row_from_the_left() => Assert.Equal(
        ["A", "B", "C"],
        FloorList.Read(["# Page", "| rooms | what |", "|---|---|", "| `A` `B` | `x` |", "| `C` | y |", "", "| `D` |"]).Rooms);

    private const string Space = "PinningTools.Tests.Shape.Floors.Planted.";

    private static string Upward(string from, string to) =>
        $"Lower/{Space}{from} uses Upper/{Space}{to}, which lies higher";

    private static IReadOnlyList<RoomedType> TypesOfCore(string build) => RoomedTypes.Of(
        Path.Combine(BuiltModule.Root, "lib", build, "PinningTools.Core.dll"), "src/PinningTools.Core");

    private static IReadOnlyList<RoomedType> PlantedTypes() => RoomedTypes.Of(
        typeof(FloorsTests).Assembly.Location, "tests/PinningTools.Shape.Tests/Floors/Planted");
}

using System.Linq;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.PinSets;

public sealed class StoreChangesTests
{
    [Theory]
    [InlineData("", "a", false, "Add 1 pin set")]
    [InlineData("a", "a b c", false, "Add 2 pin sets, replace 1 pin set")]
    [InlineData("a b c", "a", false, "Replace 1 pin set, remove 2 pin sets")]
    [InlineData("a b c", "d", true, "Add 1 pin set")]
    [InlineData("a", "", false, "Remove 1 pin set")]
    [InlineData("", "", false, "Write no pin set")]
    public void What_is_done_is_said_in_words(string before, string written, bool append, string expected) =>
        Assert.Equal(expected, Changes(before, written, append).ToString());

    [Fact]
    public void What_would_be_lost_is_refused_and_named()
    {
        Changes("a b", "c", append: true).RefuseLosses();
        Changes("a b", "a b c", append: false).RefuseLosses();

        PinningException error =
            Assert.Throws<PinningException>(() => Changes("a b c d e f g", "a", append: false).RefuseLosses());

        Assert.Equal("PinSetsWouldBeLost", error.Fault.Id);
        Assert.Contains("'b', 'c', 'd', 'e', 'f' and 1 more", error.Fault.Message);
    }

    private static StoreChanges Changes(string before, string written, bool append) =>
        new("pins.json", TestSets.Store(Split(before)), [.. TestSets.Store(Split(written)).Sets], append);

    private static string[] Split(string patterns) => [.. patterns.Split(' ').Where(pattern => pattern.Length > 0)];
}

using System.Linq;
using Xunit;

namespace PinningTools.Tests.Formats;

public sealed class PinLinesTests
{
    [Theory]
    [InlineData("# ours\nsha256/" + TestFormats.X1 + " # the leaf's\n\n  sha256/" + TestFormats.X2 + "\t#backup\n")]
    [InlineData(TestFormats.X1Hex + " # the leaf's\n" + TestFormats.X2Hex + "\n")]
    public void What_stands_behind_a_pin_as_a_comment_is_passed_over(string text) => Assert.Equal(
        ["sha256/" + TestFormats.X1, "sha256/" + TestFormats.X2],
        Assert.Single(TestFormats.Read(null, text).Sets).Entries.Select(pin => pin.Pin));
}

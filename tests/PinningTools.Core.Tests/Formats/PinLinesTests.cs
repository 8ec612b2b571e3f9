using System.Linq;
using Xunit;

namespace PinningTools.Tests.Formats;

public sealed class PinLinesTests
{
    [Theory]
    [InlineData("# ours\nsha256/" + Form.X1 + " # the leaf's\n\n  sha256/" + Form.X2 + "\t#backup\n")]
    [InlineData(Form.X1Hex + " # the leaf's\n" + Form.X2Hex + "\n")]
    public void What_stands_behind_a_pin_as_a_comment_is_passed_over(string text) => Assert.Equal(
        ["sha256/" + Form.X1, "sha256/" + Form.X2],
        Assert.Single(Form.Read(null, text).Sets).Entries.Select(pin => pin.Pin));
}

using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Text;

/// <summary>A name in a line to paste stays that name: the Pester suite has PowerShell read these lines.</summary>
public sealed class CommandTextTests
{
    [Theory]
    [InlineData("plain name", "'plain name'")]
    [InlineData("it's", "'it''s'")]
    [InlineData("a‘b’c‚d‛e", "'a‘‘b’’c‚‚d‛‛e'")]
    [InlineData("“$x” „`y`” (z)", "'“$x” „`y`” (z)'")]
    [InlineData("a\nb", "('a' + [char]0x000A + 'b')")]
    [InlineData("\u202e\u001b", "('' + [char]0x202E + '' + [char]0x001B + '')")]
    [InlineData("👍\U000e0041", "('👍' + [char]0xDB40 + '' + [char]0xDC41 + '')")]
    public void Every_character_means_itself(string text, string quoted) =>
        Assert.Equal(quoted, CommandText.Quote(text));
}

using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Checks.Reports;

public sealed class EscapedTextTests
{
    [Theory]
    [InlineData("plain \u00FC \uD83D\uDD11", "plain \u00FC \uD83D\uDD11")]
    [InlineData("a\u202Eb", "a\\u202Eb")]
    [InlineData("a\nb\tc", "a\\u000Ab\\u0009c")]
    [InlineData("a\u200Bb\u00AD", "a\\u200Bb\\u00AD")]
    [InlineData(null, "")]
    public void What_is_not_seen_is_written_by_its_number(string? text, string expected) =>
        Assert.Equal(expected, EscapedText.Line(text));

    /// <summary>No test's name can hold them.</summary>
    [Fact]
    public void Halves_of_letters_and_what_is_never_one_are_written_by_their_numbers()
    {
        Assert.Equal("\\uD800x", EscapedText.Line("\uD800x"));
        Assert.Equal("\\uFFFE\\uFDD0\\uD83F\\uDFFF", EscapedText.Line("\uFFFE\uFDD0\uD83F\uDFFF"));
    }

    [Fact]
    public void Lines_of_a_message_stay() => Assert.Equal("a\nb\\u0009\nc", EscapedText.Lines("a\r\nb\t\nc"));

    [Fact]
    public void Lines_can_be_joined() => Assert.Equal("a / b", EscapedText.Joined("a\n\n  b\n"));

    [Theory]
    [InlineData("short", 10, "short")]
    [InlineData("0123456789ab", 10, "0123456...")]
    [InlineData("012345\uD83D\uDD11789", 10, "012345...")]
    public void A_cut_text_keeps_its_letters_whole(string text, int length, string expected) =>
        Assert.Equal(expected, EscapedText.Cut(text, length));
}

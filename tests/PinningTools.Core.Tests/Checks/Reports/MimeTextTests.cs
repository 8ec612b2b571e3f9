using System.Linq;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Checks.Reports;

public sealed class MimeTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("Bcc: x\r\nBcc: y", "Bcc: x\\u000D\\u000ABcc: y")]
    [InlineData("Z\u00FCrich", "=?utf-8?B?WsO8cmljaA==?=")]
    [InlineData("=?utf-8?B?QUFB?=", "=?utf-8?B?PT91dGYtOD9CP1FVRkI/PQ==?=")]
    public void A_header_is_one_header(string text, string expected) => Assert.Equal(expected, MimeText.Header(text));

    [Fact]
    public void Long_headers_are_folded_between_words_and_letters_stay_whole()
    {
        string ascii = MimeText.Header(string.Join(" ", Enumerable.Repeat("example.com:443", 30)));
        string other = MimeText.Header(string.Concat(Enumerable.Repeat("\uD83D\uDD11\u00FC", 40)));

        Assert.All(ascii.Split('\n').Concat(other.Split('\n')), line => Assert.True(line.Length <= 78, line));
        Assert.All(ascii.Split('\n').Skip(1), line => Assert.StartsWith(" ", line));
    }

    [Theory]
    [InlineData("ops@example.com", true)]
    [InlineData("Operations <ops@example.com>", true)]
    [InlineData("ops@example.com\nBcc: all@example.com", false)]
    [InlineData("ops@example.com, all@example.com", false)]
    [InlineData("ops", false)]
    [InlineData("@example.com", false)]
    [InlineData("a@b@c", false)]
    [InlineData("Ops <ops@example.com> x", false)]
    [InlineData("\u00FC@example.com", false)]
    [InlineData("", false)]
    public void An_address_is_one_address(string text, bool expected) => Assert.Equal(expected, MimeText.IsAddress(text));

    [Theory]
    [InlineData(".\n", "=2E\n")]
    [InlineData("From me\n", "=46rom me\n")]
    [InlineData("a=b \n", "a=3Db=20\n")]
    [InlineData("\u00FC", "=C3=BC\n")]
    public void A_body_is_quoted(string text, string expected) => Assert.Equal(expected, MimeText.QuotedPrintable(text));

    [Fact]
    public void Long_lines_of_a_body_are_broken_softly()
    {
        string body = MimeText.QuotedPrintable(new string('\u00FC', 100));

        Assert.All(body.Split('\n'), line => Assert.True(line.Length <= 76, line));
    }
}

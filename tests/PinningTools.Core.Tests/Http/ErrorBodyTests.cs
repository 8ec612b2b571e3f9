using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Xml;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Http;

/// <summary>The body of an error is a stranger's: to make it readable must not cost more than to read it.</summary>
public sealed class ErrorBodyTests
{
    [Fact]
    public void Xml_within_bounds_is_indented() =>
        Assert.Equal(
            Environment.NewLine + "<a>" + Environment.NewLine + "  <b>1</b>" + Environment.NewLine + "</a>",
            Format("<a><b>1</b></a>", "application/xml"));

    [Theory]
    [InlineData(65)]
    [InlineData(6_000)]
    public void Xml_that_is_too_deep_is_shown_as_it_came(int depth)
    {
        string text = Nested(depth);

        Assert.Equal(text, Format(text, "application/xml"));
    }

    /// <summary>What looks like a tag in a string of it is not one.</summary>
    [Theory]
    [InlineData(65)]
    [InlineData(100_000)]
    public void Json_that_is_too_deep_is_shown_as_it_came(int depth)
    {
        string text = new string('[', depth) + "\"use <b>bold</b>\"" + new string(']', depth);

        Assert.Equal(text, Format(text, "application/json"));
    }

#if !NETSTANDARD_LEG
    [Fact]
    public void What_only_says_that_it_is_JSON_is_shown_without_its_tags() =>
        Assert.Equal("broken", Format("<b>broken</b>", "application/json"));
#endif

    [Theory]
    [InlineData("application/xml", "<a>", "<b/>", "</a>")]
    [InlineData("application/json", "[0", ",[[0]]", "]")]
    [InlineData("text/html", "<a>", "<b>", "</a>")]
    public void What_is_too_long_is_shown_as_it_came(string type, string begin, string middle, string end)
    {
        string text = begin + string.Concat(Enumerable.Repeat(middle, 600_000)) + end;

        Assert.Equal(text, Format(text, type));
    }

    [Theory]
    [InlineData("application/xml", "<a>&#27;]0;owned&#7;</a>")]
    [InlineData("application/json", """{"a":"\ud800"}""")]
    [InlineData("application/json", "{\"a\":\"\u001b]0;owned\u0007\"}")]
    [InlineData("text/plain", "\u001b]0;owned\u0007")]
    public void What_would_steer_a_terminal_or_is_no_text_is_shown_harmless(string type, string text) =>
        Assert.DoesNotContain(
            Format(text, type), letter => char.IsControl(letter) && letter is not ('\r' or '\n' or '\t'));

    [Fact]
    public void A_document_that_is_too_deep_to_walk_through_is_none()
    {
        Assert.Equal("a", XmlContent.Load(Nested(500)).DocumentElement!.Name);
        Assert.Throws<XmlException>(() => XmlContent.Load(Nested(100_000)));
    }

    [Fact]
    public void A_feed_whose_entry_is_too_deep_ends_before_it()
    {
        string text = $"<feed><entry>1</entry><entry>{Nested(100_000)}</entry><entry>3</entry></feed>";
        using var body = new System.IO.MemoryStream(Encoding.UTF8.GetBytes(text));

        Assert.Equal("1", Assert.Single(XmlContent.TryReadFeed(body)!).InnerText);
    }

    private static string Nested(int depth) =>
        string.Concat(Enumerable.Repeat("<a>", depth)) + string.Concat(Enumerable.Repeat("</a>", depth));

    private static string Format(string text, string type)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.InternalServerError)
        {
            Content = new StringContent(text, Encoding.UTF8, type),
        };
        return ErrorBody.Format(text, response);
    }
}

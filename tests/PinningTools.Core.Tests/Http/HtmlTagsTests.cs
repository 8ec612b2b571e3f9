using System.Collections.Generic;
using System.Linq;
using System.Text;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Http;

/// <summary>What links, images and fields a page has, broken pages included.</summary>
public sealed class HtmlTagsTests
{
    [Theory]
    [InlineData("<a href='x'>y</a>", "<a href='x'>y</a>")]
    [InlineData("x<A\nhref=x>y</A>z<a b/>c", "<A\nhref=x>y</A>|<a b/>")]
    [InlineData("<a b>c<a d>e</a>", "<a b>c|<a d>e</a>")]
    [InlineData("<a b>c", "<a b>c")]
    [InlineData("<a >", "<a >")]
    [InlineData("<abbr x>y</abbr><a>z</a>", "")]
    [InlineData("<a b", "")]
    [InlineData("<a b>c</a><a d>e", "<a b>c</a>|<a d>e")]
    [InlineData("<a />b</a>", "<a />")]
    public void Links_are_found_with_what_they_enclose(string html, string links) =>
        Assert.Equal(links, string.Join("|", HtmlTags.Links(html)));

    [Fact]
    public void Images_and_fields_are_their_tags()
    {
        const string Html = "<img src=a><IMG\tsrc=b/><imgs c><input d><input e";

        Assert.Equal(["<img src=a>", "<IMG\tsrc=b/>"], HtmlTags.Images(Html));
        Assert.Equal(["<input d>"], HtmlTags.Fields(Html));
    }

    /// <summary>A square of the length would not end today; the test's own deadline is the suite's.</summary>
    [Theory]
    [InlineData("<a >", true)]
    [InlineData("<a ", false)]
    [InlineData("<img ", false)]
    [InlineData("<input ", false)]
    [InlineData("<a x='>", true)]
    [InlineData("<a b=", false)]
    public void A_page_that_is_all_beginnings_is_walked_through_once(string part, bool hasLinks)
    {
        string html = new StringBuilder().Insert(0, part, 3_000_000 / part.Length).ToString();

        int links = HtmlTags.Links(html).Count();
        _ = HtmlTags.Images(html).Count() + HtmlTags.Fields(html).Count();

        Assert.Equal(hasLinks ? 3_000_000 / part.Length : 0, links);
    }

    [Fact]
    public void The_last_link_of_six_hundred_kilobytes_of_open_ones_is_there()
    {
        string html = string.Concat(Enumerable.Repeat("<a >", 150_000)) + "<a href=\"last\">x</a>";

        List<string> links = [.. HtmlTags.Links(html)];

        Assert.Equal(150_001, links.Count);
        Assert.Equal("last", HtmlTags.Attributes(links[^1]).Single().Value);
    }
}

using System.Linq;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.PinSets;

public sealed class HostPatternTests
{
    [Theory]
    [InlineData("Example.COM.", "example.com")]
    [InlineData("*.Example.com", "*.example.com")]
    [InlineData("**.example.com:8443", "**.example.com:8443")]
    [InlineData("b\u00fccher.example", "xn--bcher-kva.example")]
    [InlineData("*.b\u00fccher.example", "*.xn--bcher-kva.example")]
    [InlineData("192.0.2.1:443", "192.0.2.1:443")]
    [InlineData("[2001:DB8::0:1]:443", "[2001:db8::1]:443")]
    [InlineData("2001:db8::1", "[2001:db8::1]")]
    public void A_pattern_has_one_canonical_text(string given, string canonical)
    {
        Assert.Equal(canonical, HostPattern.Parse(given).Text);
        Assert.Equal(canonical, HostPattern.Parse(canonical).Text);
    }

    [Theory]
    [InlineData("*", "PatternInvalid")]
    [InlineData("a.*.example.com", "PatternInvalid")]
    [InlineData("*example.com", "PatternInvalid")]
    [InlineData("***.example.com", "PatternInvalid")]
    [InlineData("*.*.example.com", "PatternInvalid")]
    [InlineData("*.192.0.2.1", "PatternInvalid")]
    [InlineData("**.[2001:db8::1]", "PatternInvalid")]
    [InlineData("**.1", "HostInvalid")]
    [InlineData("*.", "HostInvalid")]
    [InlineData("", "HostInvalid")]
    [InlineData("host:0", "PortInvalid")]
    [InlineData("host:65536", "PortInvalid")]
    [InlineData("host:x", "PortInvalid")]
    [InlineData("https://host", "PatternInvalid")]
    public void What_is_no_pattern_is_refused(string given, string id) =>
        Assert.Equal(id, Assert.Throws<PinningException>(() => HostPattern.Parse(given)).Fault.Id);

    [Theory]
    [InlineData("a.example,b.example")]
    [InlineData("a.example; b.example:443")]
    public void Several_hosts_in_one_pattern_are_told_as_such(string given) =>
        Assert.Contains("names 2", Assert.Throws<PinningException>(() => HostPattern.Parse(given)).Message);

    [Theory]
    [Trait("Pitfall", "28")]
    [InlineData("example.com", "example.com", 443, true)]
    [InlineData("example.com", "www.example.com", 443, false)]
    [InlineData("example.com:443", "example.com", 443, true)]
    [InlineData("example.com:443", "example.com", 8443, false)]
    [InlineData("*.example.com", "www.example.com", 443, true)]
    [InlineData("*.example.com", "example.com", 443, false)]
    [InlineData("*.example.com", "a.b.example.com", 443, false)]
    [InlineData("*.example.com", "badexample.com", 443, false)]
    [InlineData("**.example.com", "example.com", 443, true)]
    [InlineData("**.example.com", "a.b.c.example.com", 443, true)]
    [InlineData("**.example.com", "badexample.com", 443, false)]
    [InlineData("192.0.2.1", "192.0.2.1", 443, true)]
    [InlineData("2001:db8::1", "[2001:DB8:0::1]", 443, true)]
    public void A_wildcard_reaches_whole_labels_only(string pattern, string host, int port, bool matches) =>
        Assert.Equal(matches, HostPattern.Parse(pattern).Matches(HostName.Parse(host), port));

    [Theory]
    [InlineData("**.example.com", "*.example.com", true)]
    [InlineData("**.example.com", "example.com", true)]
    [InlineData("**.example.com", "**.a.example.com", true)]
    [InlineData("*.example.com", "a.example.com", true)]
    [InlineData("*.example.com", "**.example.com", false)]
    [InlineData("*.example.com", "example.com", false)]
    [InlineData("example.com", "*.example.com", false)]
    [InlineData("**.example.com:443", "a.example.com", false)]
    [InlineData("**.example.com", "a.example.com:443", true)]
    [InlineData("**.ample.com", "*.example.com", false)]
    public void Covering_is_being_for_every_host_of_the_other(string wide, string narrow, bool covers) =>
        Assert.Equal(covers, HostPattern.Parse(wide).Covers(HostPattern.Parse(narrow)));

    [Fact]
    public void The_candidates_of_a_host_go_from_the_most_specific_to_the_widest() =>
        Assert.Equal(
            ["a.b.example.com", "*.b.example.com", "**.a.b.example.com", "**.b.example.com",
                "**.example.com", "**.com"],
            HostPattern.Candidates(HostName.Parse("a.b.example.com")).ToArray());
}

using System.Linq;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.PinSets;

public sealed class PinStoreTests
{
    [Theory]
    [InlineData("a.example.com", "a.example.com *.example.com **.example.com", "a.example.com")]
    [InlineData("a.example.com", "*.example.com **.a.example.com **.example.com", "*.example.com")]
    [InlineData("a.b.example.com", "*.example.com **.example.com **.b.example.com", "**.b.example.com")]
    [InlineData("example.com", "*.example.com **.example.com", "**.example.com")]
    [InlineData("example.com", "*.example.com **.com", "**.com")]
    [InlineData("example.com", "*.example.com", null)]
    [InlineData("a.example.com", "a.example.com:443 a.example.com", "a.example.com:443")]
    [InlineData("a.example.com", "a.example.com:8443 a.example.com", "a.example.com")]
    [InlineData("a.example.com", "*.example.com:443 a.example.com", "a.example.com")]
    [InlineData("a.example.com", "*.example.com:8443 **.example.com", "**.example.com")]
    [InlineData("192.0.2.1", "192.0.2.1 **.com", "192.0.2.1")]
    [InlineData("192.0.2.2", "192.0.2.1 **.com", null)]
    [InlineData("A.EXAMPLE.com.", "a.example.com", "a.example.com")]
    [InlineData("2001:db8::1", "[2001:db8::1]:443", "[2001:db8::1]:443")]
    public void The_most_specific_set_applies_and_applies_alone(string host, string patterns, string? expected) =>
        Assert.Equal(expected, TestSets.Store(patterns.Split(' ')).Find(HostName.Parse(host), 443)?.Pattern);

    [Fact]
    public void Every_host_is_found_by_the_same_rule_as_patterns_match()
    {
        string[] labels = ["a", "b", "example", "com"];
        string[] names =
        [
            .. from x in labels
               from y in labels
               from z in labels
               from text in new[] { x, $"{x}.{y}", $"{x}.{y}.{z}" }
               select text,
        ];
        HostPattern[] patterns = [.. names.Distinct().Where((_, i) => i % 3 == 0).SelectMany(name =>
            new[] { name, "*." + name, "**." + name + ":443", "**." + name }).Select(HostPattern.Parse)];
        PinStore store = TestSets.Store([.. patterns.Select(pattern => pattern.Text)]);

        foreach (HostName host in names.Distinct().Select(HostName.Parse))
        {
            string? expected = patterns.Where(pattern => pattern.Matches(host, 443))
                .OrderBy(pattern => pattern.Kind)
                    .ThenByDescending(pattern => pattern.Host.Value.Length).ThenBy(pattern => pattern.Port is null)
                .FirstOrDefault()?.Text;
            Assert.Equal(expected, store.Find(host, 443)?.Pattern);
        }
    }

    [Fact]
    public void Two_sets_for_one_pattern_are_refused() =>
        Assert.Equal("PinSetTwice", TestSets.FaultOf(() => TestSets.Store("Example.com", "example.COM.")));

    [Fact]
    public void The_order_is_stable_whatever_the_order_of_adding()
    {
        string[] patterns =
            ["b.example", "**.a.example", "*.a.example", "a.example:8443", "a.example:443", "a.example"];

        string[] sorted = ["a.example", "a.example:443", "a.example:8443", "*.a.example", "**.a.example", "b.example"];
        Assert.Equal(sorted, TestSets.Store(patterns).Sets.Select(set => set.Pattern));
        Assert.Equal(sorted, TestSets.Store([.. patterns.Reverse()]).Sets.Select(set => set.Pattern));
    }
}

using PinningTools.Internal;
using PinningTools.Tests.PinSets;
using Xunit;
using static PinningTools.Tests.Http.WebClient;

namespace PinningTools.Tests.Http;

public sealed class InlinePinsTests
{
    [Theory]
    [InlineData("a.example", 443, true)]
    [InlineData("A.Example.", 443, true)]
    [InlineData("a.example", 8443, false)]
    [InlineData("b.example", 443, false)]
    [InlineData("b.a.example", 443, false)]
    public void Pins_given_with_a_request_cover_its_own_host_and_port_alone(string host, int port, bool isCovered)
    {
        var policy = new PinPolicy { Pins = [SpkiPin.Parse(Leaf.Pin)] };
        var pins = new InlinePins(new TlsTarget(HostName.Parse("a.example"), 443), policy);

        Assert.Same(isCovered ? policy : null, pins.Find(new TlsTarget(HostName.Parse(host), port)));
    }

    [Fact]
    public void Sets_that_are_given_too_cover_other_hosts_and_veto_everywhere()
    {
        var policy = new PinPolicy { Pins = [SpkiPin.Parse(Leaf.Pin)] };
        PinSet own = TestSets.Of("a.example") with
        {
            Pins = [TestSets.Entry("good"), TestSets.Entry("bad") with { Bad = true }],
        };
        var sets = new StorePolicies(new PinStore([own, TestSets.Of("b.example")]));
        var pins = new InlinePins(new TlsTarget(HostName.Parse("a.example"), 443), policy, sets);

        PinPolicy covered = pins.Find(new TlsTarget(HostName.Parse("a.example"), 443))!;
        Assert.Equal(policy.Pins, covered.Pins);
        Assert.Null(covered.Set);
        Assert.Equal([TestSets.Pin("bad")], covered.Vetoes);
        Assert.Equal("b.example", pins.Find(new TlsTarget(HostName.Parse("b.example"), 443))!.Set!.Pattern);
        Assert.Equal("a.example", pins.Find(new TlsTarget(HostName.Parse("a.example"), 8443))!.Set!.Pattern);
        Assert.Null(pins.Find(new TlsTarget(HostName.Parse("c.example"), 443)));
    }
}

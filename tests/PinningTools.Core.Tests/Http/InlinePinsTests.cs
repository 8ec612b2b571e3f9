using PinningTools.Internal;
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
}

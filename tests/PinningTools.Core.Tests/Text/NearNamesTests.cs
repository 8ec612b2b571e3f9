using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Text;

public sealed class NearNamesTests
{
    private static readonly string[] s_known = ["HostName", "Port", "Pin", "PinOnly", "TrustAnchor", "Enabled"];

    [Theory]
    [InlineData("Prot", "Port")]
    [InlineData("pins", "Pin")]
    [InlineData("PinOnyl", "PinOnly")]
    [InlineData("TrustAnchr", "TrustAnchor")]
    [InlineData("TrsutAnchors", "TrustAnchor")]
    [InlineData("Enable", "Enabled")]
    [InlineData("port", "Port")]
    [InlineData("Owner", null)]
    [InlineData("Notes", null)]
    [InlineData("Pn", "Pin")]
    [InlineData("Po", null)]
    [InlineData("", null)]
    public void A_slip_finds_the_name_that_was_meant(string name, string? meant) =>
        Assert.Equal(meant, NearNames.Find(name, s_known));
}

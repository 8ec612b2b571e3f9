using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.PinSets;

/// <summary>What a pin set says of the talk before TLS reaches the connection.</summary>
public sealed class StartTlsOfSetsTests
{
    private static PinSet Set(string? startTls) =>
        TestSets.Of("mail.example") with { StartTls = startTls, Pins = [TestSets.Entry("one")] };

    [Theory]
    [InlineData("smtp", StartTlsProtocol.Smtp)]
    [InlineData("XmppServer", StartTlsProtocol.XmppServer)]
    [InlineData(null, StartTlsProtocol.None)]
    public void A_target_takes_the_protocol_of_its_set(string? name, StartTlsProtocol protocol) =>
        Assert.Equal(protocol, TlsTarget.Parse("mail.example:25").Under(PinPolicy.From(Set(name))).StartTls);

    [Fact]
    public void What_was_asked_for_comes_first() =>
        Assert.Equal(StartTlsProtocol.Imap, TlsTarget.Parse("mail.example", 143, StartTlsProtocol.Imap)
            .Under(PinPolicy.From(Set("smtp"))).StartTls);

    [Theory]
    [InlineData("gopher")]
    [InlineData("auto")]
    [InlineData("none")]
    [InlineData("3")]
    [InlineData("-1")]
    public void An_unknown_protocol_is_refused_rather_than_skipped(string name)
    {
        var error = Assert.Throws<PinningException>(() => PinPolicy.From(Set(name)));

        Assert.Equal("PinSetStartTlsUnknown", error.Fault.Id);
    }

    [Theory]
    [InlineData("mail.example", 25)]
    [InlineData("mail.example:443", 443)]
    [InlineData("mail.example:2525", 2525)]
    public void The_protocol_of_a_set_gives_the_port_where_nobody_named_one(string host, int port) =>
        Assert.Equal(port, TlsTarget.Parse(host).Under(PinPolicy.From(Set("smtp"))).Port);
}

using PinningTools.Internal;
using PinningTools.Tests.PinSets;
using Xunit;

namespace PinningTools.Tests.Verification;

/// <summary>The policy that counts is the one of the endpoint that is connected to.</summary>
public sealed class EndpointPolicyTests
{
    private static readonly PinSet s_host = TestSets.Of("mail.example") with { StartTls = "smtp" };
    private static readonly PinSet s_port = TestSets.Of("mail.example:25") with { StartTls = "lmtp" };
    private static readonly PinSet s_silentPort = TestSets.Of("mail.example:25");

    [Theory]
    [InlineData("mail.example")]
    [InlineData("mail.example:25")]
    [InlineData("smtp://mail.example")]
    public void The_set_for_the_port_counts_whoever_named_the_port(string host)
    {
        (TlsTarget target, PinPolicy? policy) = Find(host, null, s_host, s_silentPort);

        Assert.Equal(("mail.example:25", 25), (policy?.Set?.Pattern, target.Port));
    }

    [Theory]
    [InlineData(StartTlsProtocol.Smtp)]
    [InlineData(StartTlsProtocol.Auto)]
    public void So_it_does_where_the_protocol_was_asked_for(StartTlsProtocol startTls) =>
        Assert.Equal(
            startTls == StartTlsProtocol.Smtp ? "mail.example:25" : "mail.example",
            Find("mail.example", startTls, s_host, s_silentPort).Policy?.Set?.Pattern);

    [Fact]
    public void What_led_to_the_port_is_spoken_there_unless_its_own_set_knows_better()
    {
        Assert.Equal(StartTlsProtocol.Smtp, Find("mail.example", null, s_host, s_silentPort).Target.StartTls);
        Assert.Equal(StartTlsProtocol.Lmtp, Find("mail.example", null, s_host, s_port).Target.StartTls);
        Assert.Equal(25, Find("mail.example", null, s_host, s_port).Target.Port);
    }

    [Fact]
    public void A_set_for_one_port_stays_at_it()
    {
        (TlsTarget target, PinPolicy? policy) =
            Find("mail.example", null, TestSets.Of("mail.example:443") with { StartTls = "smtp" }, s_port);

        Assert.Equal(("mail.example:443", 443), (policy?.Set?.Pattern, target.Port));
        Assert.Equal(StartTlsProtocol.Smtp, target.StartTls);
    }

    [Fact]
    public void A_wider_set_that_gives_the_port_gives_way_to_the_one_for_it()
    {
        PinSet wide = TestSets.Of("**.example") with { StartTls = "imap" };
        PinSet port = TestSets.Of("**.example:143");

        (TlsTarget target, PinPolicy? policy) = Find("box.mail.example", null, wide, port);

        Assert.Equal(("**.example:143", 143), (policy?.Set?.Pattern, target.Port));
        Assert.Equal(StartTlsProtocol.Imap, target.StartTls);
    }

    [Theory]
    [InlineData(StartTlsProtocol.None)]
    [InlineData(StartTlsProtocol.Imap)]
    public void What_was_asked_for_is_spoken(StartTlsProtocol startTls) =>
        Assert.Equal(startTls, Find("mail.example", startTls, s_host, s_port).Target.StartTls);

    [Fact]
    public void An_address_with_the_scheme_of_TLS_asks_for_TLS_at_once()
    {
        (TlsTarget target, _) = Find("https://mail.example", null, s_host, s_port);

        Assert.Equal((443, StartTlsProtocol.None), (target.Port, target.StartTls));
    }

    [Fact]
    public void Certificates_without_a_connection_are_judged_by_the_same_set()
    {
        var target = TlsTarget.Offline("leaf.pem", HostName.Parse("mail.example"));

        (TlsTarget asked, PinPolicy? policy) = Find(target, s_host, s_port);

        Assert.Equal("mail.example:25", policy?.Set?.Pattern);
        Assert.Equal("leaf.pem", asked.ToString());
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(443, null)]
    [InlineData(8443, "only.example:8443")]
    public void For_certificates_without_a_connection_the_port_can_be_said(int? port, string? pattern) => Assert.Equal(
        pattern,
        Find(
            TlsTarget.Offline("leaf.pem", HostName.Parse("only.example"), port),
            TestSets.Of("only.example:8443")).Policy?.Set?.Pattern);

    [Fact]
    public void A_port_that_is_none_is_refused_there_too() =>
        Assert.Equal("PortInvalid", TestSets.FaultOf(() => TlsTarget.Offline("leaf.pem", null, 0)));

    [Fact]
    public void A_host_without_a_set_has_no_policy() =>
        Assert.Null(Find("other.example", null, s_host, s_port).Policy);

    private static (TlsTarget Target, PinPolicy? Policy) Find(
        string host, StartTlsProtocol? startTls, params PinSet[] sets) =>
        Find(TlsTarget.Parse(host, null, startTls), sets);

    private static (TlsTarget Target, PinPolicy? Policy) Find(TlsTarget target, params PinSet[] sets) =>
        EndpointPolicy.Find(new StorePolicies(new PinStore(sets)), target);
}

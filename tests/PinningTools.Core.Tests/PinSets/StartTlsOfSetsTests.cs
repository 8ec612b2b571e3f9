using System.Linq;
using PinningTools.Internal;
using PinningTools.Tests.Formats;
using Xunit;

namespace PinningTools.Tests.PinSets;

/// <summary>What a pin set says of the talk before TLS reaches the connection.</summary>
public sealed class StartTlsOfSetsTests
{
    private static PinSet Set(string? startTls) =>
        TestSets.Of("mail.example") with { StartTls = startTls, Pins = [TestSets.Entry("one")] };

    private static TlsTarget Applied(TlsTarget target, string? startTls) =>
        PinPolicy.From(Set(startTls)).Apply(target);

    [Theory]
    [InlineData("smtp", StartTlsProtocol.Smtp)]
    [InlineData("XmppServer", StartTlsProtocol.XmppServer)]
    [InlineData(null, StartTlsProtocol.None)]
    public void A_target_takes_the_protocol_of_its_set(string? name, StartTlsProtocol protocol) =>
        Assert.Equal(protocol, Applied(TlsTarget.Parse("mail.example:25"), name).StartTls);

    [Fact]
    public void What_was_asked_for_comes_first() =>
        Assert.Equal(
            StartTlsProtocol.Imap,
            Applied(TlsTarget.Parse("mail.example", 143, StartTlsProtocol.Imap), "smtp").StartTls);

    [Theory]
    [InlineData("mail.example:25", null, StartTlsProtocol.Smtp)]
    [InlineData("mail.example:25", "none", StartTlsProtocol.None)]
    [InlineData("mail.example:25", "None", StartTlsProtocol.None)]
    [InlineData("mail.example:25", "imap", StartTlsProtocol.Imap)]
    [InlineData("mail.example:465", null, StartTlsProtocol.None)]
    [InlineData("mail.example:465", "smtp", StartTlsProtocol.Smtp)]
    [InlineData("https://mail.example:25", null, StartTlsProtocol.None)]
    [InlineData("https://mail.example:25", "smtp", StartTlsProtocol.None)]
    public void Where_nobody_says_it_the_set_does_and_else_the_port(
        string host, string? inSet, StartTlsProtocol protocol) =>
        Assert.Equal(
            protocol, Applied(TlsTarget.Parse(host), inSet).AsPortSpeaks().StartTls);

    [Theory]
    [InlineData(StartTlsProtocol.None, StartTlsProtocol.None)]
    [InlineData(StartTlsProtocol.Auto, StartTlsProtocol.Smtp)]
    [InlineData(StartTlsProtocol.Pop3, StartTlsProtocol.Pop3)]
    public void What_was_asked_for_comes_before_set_and_port(StartTlsProtocol given, StartTlsProtocol protocol) =>
        Assert.Equal(
            protocol,
            Applied(TlsTarget.Parse("mail.example", 25, given), "imap").AsPortSpeaks().StartTls);

    [Theory]
    [InlineData("mail.example:25", StartTlsProtocol.None, "none")]
    [InlineData("mail.example:25", null, "smtp")]
    [InlineData("mail.example:443", null, null)]
    [InlineData("mail.example:443", StartTlsProtocol.None, null)]
    [InlineData("mail.example:2143", StartTlsProtocol.Imap, "imap")]
    public void What_was_spoken_is_what_a_new_set_says(string host, StartTlsProtocol? given, string? name) =>
        Assert.Equal(name, PinSetEntries.Spoken(TlsTarget.Parse(host, null, given).AsPortSpeaks()));

    [Fact]
    public void An_imported_record_of_a_mail_server_is_asked_as_mail_is()
    {
        string zone = $"_25._tcp.mail.example. IN TLSA 3 1 1 {TestSets.Entry("one").Value.ToHexString()}\n"
            + $"_143._tcp.mail.example. IN TLSA 3 1 1 {TestSets.Entry("one").Value.ToHexString()}\n"
            + $"_993._tcp.mail.example. IN TLSA 3 1 1 {TestSets.Entry("one").Value.ToHexString()}\n";
        var store = new StorePolicies(new PinStore(TestFormats.Read("Tlsa", zone).Sets));

        Assert.Equal(
            [StartTlsProtocol.Smtp, StartTlsProtocol.Imap, StartTlsProtocol.None],
            ((int[])[25, 143, 993]).Select(port => TlsTarget.Parse("mail.example", port))
                .Select(target => store.Find(target)!.Apply(target).AsPortSpeaks().StartTls));
    }

    [Theory]
    [InlineData("gopher")]
    [InlineData("auto")]
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
        Assert.Equal(port, Applied(TlsTarget.Parse(host), "smtp").Port);
}

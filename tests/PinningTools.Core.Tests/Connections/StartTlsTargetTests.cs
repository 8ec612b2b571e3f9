using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Connections;

public sealed class StartTlsTargetTests
{
    [Theory]
    [InlineData("smtp://mx.example", 25, StartTlsProtocol.Smtp)]
    [InlineData("submission://mx.example", 587, StartTlsProtocol.Smtp)]
    [InlineData("lmtp://mx.example", 24, StartTlsProtocol.Lmtp)]
    [InlineData("imap://mx.example:1143/INBOX", 1143, StartTlsProtocol.Imap)]
    [InlineData("pop3://mx.example", 110, StartTlsProtocol.Pop3)]
    [InlineData("sieve://mx.example", 4190, StartTlsProtocol.Sieve)]
    [InlineData("nntp://news.example", 119, StartTlsProtocol.Nntp)]
    [InlineData("ftp://ftp.example/pub", 21, StartTlsProtocol.Ftp)]
    [InlineData("ldap://dc.example", 389, StartTlsProtocol.Ldap)]
    [InlineData("LDAP://dc.example:3268", 3268, StartTlsProtocol.Ldap)]
    [InlineData("postgres://user@db.example/shop", 5432, StartTlsProtocol.Postgres)]
    [InlineData("postgresql://db.example", 5432, StartTlsProtocol.Postgres)]
    [InlineData("mysql://db.example", 3306, StartTlsProtocol.MySql)]
    [InlineData("xmpp://chat.example", 5222, StartTlsProtocol.Xmpp)]
    [InlineData("xmpp-server://chat.example", 5269, StartTlsProtocol.XmppServer)]
    [InlineData("mssql://db.example", 1433, StartTlsProtocol.Tds)]
    [InlineData("rdp://desk.example", 3389, StartTlsProtocol.Rdp)]
    [InlineData("smtps://mx.example", 465, StartTlsProtocol.None)]
    [InlineData("https://www.example", 443, StartTlsProtocol.None)]
    public void A_scheme_gives_protocol_and_port(string uri, int port, StartTlsProtocol protocol)
    {
        TlsTarget target = TlsTarget.Parse(uri);

        Assert.Equal((port, protocol), (target.Port, target.StartTls));
    }

    [Theory]
    [InlineData(25, StartTlsProtocol.Smtp)]
    [InlineData(587, StartTlsProtocol.Smtp)]
    [InlineData(24, StartTlsProtocol.Lmtp)]
    [InlineData(143, StartTlsProtocol.Imap)]
    [InlineData(110, StartTlsProtocol.Pop3)]
    [InlineData(4190, StartTlsProtocol.Sieve)]
    [InlineData(119, StartTlsProtocol.Nntp)]
    [InlineData(21, StartTlsProtocol.Ftp)]
    [InlineData(389, StartTlsProtocol.Ldap)]
    [InlineData(5432, StartTlsProtocol.Postgres)]
    [InlineData(3306, StartTlsProtocol.MySql)]
    [InlineData(5222, StartTlsProtocol.Xmpp)]
    [InlineData(5269, StartTlsProtocol.XmppServer)]
    [InlineData(1433, StartTlsProtocol.Tds)]
    [InlineData(3389, StartTlsProtocol.Rdp)]
    [InlineData(443, StartTlsProtocol.None)]
    [InlineData(993, StartTlsProtocol.None)]
    [InlineData(12345, StartTlsProtocol.None)]
    public void Auto_guesses_from_the_port(int port, StartTlsProtocol protocol)
    {
        TlsTarget target = TlsTarget.Parse("host.example", port, StartTlsProtocol.Auto);

        Assert.Equal((port, protocol), (target.Port, target.StartTls));
        Assert.Equal(StartTlsProtocol.None, TlsTarget.Parse("host.example", port).StartTls);
    }

    [Theory]
    [InlineData(StartTlsProtocol.Smtp, 25)]
    [InlineData(StartTlsProtocol.Tds, 1433)]
    [InlineData(StartTlsProtocol.Auto, 443)]
    [InlineData(StartTlsProtocol.None, 443)]
    public void A_protocol_gives_the_port_where_none_is_given(StartTlsProtocol protocol, int port) =>
        Assert.Equal(port, TlsTarget.Parse("host.example", null, protocol).Port);

    [Theory]
    [InlineData("imap://mx.example", StartTlsProtocol.Smtp)]
    [InlineData("imap://mx.example", StartTlsProtocol.None)]
    [InlineData("https://www.example", StartTlsProtocol.Smtp)]
    public void A_scheme_that_says_otherwise_than_the_parameter_is_refused(string uri, StartTlsProtocol given)
    {
        PinningException error = Assert.Throws<PinningException>(() => TlsTarget.Parse(uri, null, given));

        Assert.Equal("StartTlsConflict", error.Fault.Id);
    }

    [Theory]
    [InlineData("imap://mx.example", StartTlsProtocol.Imap)]
    [InlineData("imap://mx.example", StartTlsProtocol.Auto)]
    public void A_scheme_and_a_parameter_may_agree(string uri, StartTlsProtocol given) =>
        Assert.Equal(StartTlsProtocol.Imap, TlsTarget.Parse(uri, null, given).StartTls);

    [Fact]
    public void A_scheme_that_leads_to_no_tls_is_refused() =>
        Assert.Equal(
            "SchemeNotTls", Assert.Throws<PinningException>(() => TlsTarget.Parse("gopher://old.example")).Fault.Id);
}

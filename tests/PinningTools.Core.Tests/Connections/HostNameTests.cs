using System;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Connections;

public sealed class HostNameTests
{
    [Theory]
    [Trait("Pitfall", "24")]
    [InlineData("example.com", "example.com")]
    [InlineData("EXAMPLE.Com", "example.com")]
    [InlineData("example.com.", "example.com")]
    [InlineData(" example.com ", "example.com")]
    [InlineData("bücher.example", "xn--bcher-kva.example")]
    [InlineData("XN--BCHER-KVA.example", "xn--bcher-kva.example")]
    [InlineData("my_host", "my_host")]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("[2001:DB8::1]", "2001:db8::1")]
    [InlineData("2001:db8:0:0:0:0:0:1", "2001:db8::1")]
    public void Hosts_have_one_canonical_form(string text, string canonical) =>
        Assert.Equal(canonical, HostName.Parse(text).Value);

    [Theory]
    [InlineData("192.0.2.1", true)]
    [InlineData("[::1]", true)]
    [InlineData("example.com", false)]
    public void Addresses_are_told_from_names(string text, bool isAddress) =>
        Assert.Equal(isAddress, HostName.Parse(text).IsAddress);

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a..b")]
    [InlineData("exa mple.com")]
    [InlineData("example.com/path")]
    [InlineData("user@example.com")]
    [InlineData("127.1")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("example.0x10")]
    [InlineData("256.0.0.1")]
    [InlineData("01.2.3.4")]
    [InlineData("1:2:3")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example")]
    [InlineData("example\0.com")]
    public void What_is_no_host_is_refused(string text)
    {
        var error = Assert.Throws<PinningException>(() => HostName.Parse(text));

        Assert.Equal("HostInvalid", error.Fault.Id);
        Assert.Equal(RedactedUri.Of(text), error.Fault.Target);
    }

    [Fact]
    public void A_name_longer_than_the_DNS_allows_is_refused() =>
        Assert.Throws<PinningException>(
            () => HostName.Parse(string.Join(".", System.Linq.Enumerable.Repeat("label", 50))));

    [Theory]
    [InlineData("example.com", null, "example.com", 443)]
    [InlineData("example.com", 8443, "example.com", 8443)]
    [InlineData("example.com:8443", null, "example.com", 8443)]
    [InlineData("example.com:8443", 8443, "example.com", 8443)]
    [InlineData("[::1]:8443", null, "::1", 8443)]
    [InlineData("::1", null, "::1", 443)]
    [InlineData("[::1]", 636, "::1", 636)]
    [InlineData("https://example.com", null, "example.com", 443)]
    [InlineData("https://example.com:443/x", 443, "example.com", 443)]
    [InlineData("https://user:secret@example.com:8443/x?y#z", null, "example.com", 8443)]
    [InlineData("https://[::1]:8443/", null, "::1", 8443)]
    [InlineData("ldaps://dc1.example", null, "dc1.example", 636)]
    [InlineData("ldaps://dc1.example", 3269, "dc1.example", 3269)]
    [InlineData("imaps://mail.example", null, "mail.example", 993)]
    [InlineData("mqtts://broker.example:9883", null, "broker.example", 9883)]
    [InlineData("https://bücher.example", null, "xn--bcher-kva.example", 443)]
    public void A_target_is_read_from_every_way_to_write_one(string text, int? port, string host, int expected)
    {
        TlsTarget target = TlsTarget.Parse(text, port);

        Assert.Equal(host, target.Host.Value);
        Assert.Equal(expected, target.Port);
    }

    [Theory]
    [InlineData("example.com:0", null, "PortInvalid")]
    [InlineData("example.com:70000", null, "PortInvalid")]
    [InlineData("example.com:https", null, "PortInvalid")]
    [InlineData("example.com:", null, "PortInvalid")]
    [InlineData("example.com", 0, "PortInvalid")]
    [InlineData("example.com", 70000, "PortInvalid")]
    [InlineData("example.com:443", 8443, "PortGivenTwice")]
    [InlineData("https://example.com:443/", 8443, "PortGivenTwice")]
    [InlineData("http://example.com", null, "SchemeNotTls")]
    [InlineData("https://", null, "HostInvalid")]
    [InlineData("-----BEGIN CERTIFICATE-----", null, "TargetIsPem")]
    public void What_names_no_target_is_refused_with_its_own_fault(string text, int? port, string fault)
    {
        var error = Assert.Throws<PinningException>(() => TlsTarget.Parse(text, port));

        Assert.Equal(fault, error.Fault.Id);
        Assert.NotEqual("", error.Fault.Advice);
    }

    [Theory]
    [InlineData("host.example", "host.example", true)]
    [InlineData("HOST.example", "host.example", true)]
    [InlineData("*.example.org", "a.example.org", true)]
    [InlineData("*.example.org", "example.org", false)]
    [InlineData("*.example.org", "b.a.example.org", false)]
    [InlineData("*.org", "example.org", false)]
    [InlineData("*", "host", false)]
    [InlineData("a*.example.org", "ab.example.org", false)]
    [InlineData("*.*.example.org", "b.a.example.org", false)]
    [InlineData("host.example", "host.example.evil.test", false)]
    [InlineData("192.0.2.1", "192.0.2.1", false)]
    public void Names_match_as_RFC_9525_says(string pattern, string host, bool matches)
    {
        var options = new Testing.CertificateOptions { DnsNames = [pattern], IpAddresses = [] };
        DerCertificate certificate = DerCertificate.Parse(Testing.TestCertificate.SelfSigned("x", options).Der);

        Assert.Equal(matches, CertificateNames.IsFor(certificate, HostName.Parse(host)));
    }

    /// <summary>The platform reads them, and drops what follows.</summary>
    [Theory]
    [InlineData("[::1]:7777")]
    [InlineData("[::1]:0x50")]
    [InlineData("[::1]:")]
    [InlineData("[[::1]]")]
    [InlineData("[::1]:7777]")]
    [InlineData("::1]")]
    [InlineData("[127.0.0.1]")]
    [InlineData("[localhost]")]
    [InlineData("127.0.0.1:7777")]
    [InlineData("localhost:7777")]
    [InlineData("::1/64")]
    public void What_is_more_than_a_host_is_no_host(string text)
    {
        Assert.False(HostName.TryParse(text, out _, out Fault? fault));
        Assert.Equal("HostInvalid", fault.Id);
        PinningException asAddress = Assert.Throws<PinningException>(
            () => TlsTarget.Parse("host.example", address: text));
        Assert.Equal("AddressInvalid", asAddress.Fault.Id);
        Assert.Contains("-Port", asAddress.Fault.Advice, StringComparison.Ordinal);
        Assert.Throws<PinningException>(() => TlsTarget.Parse("host.example", serverName: text));
    }

    [Theory]
    [InlineData("[::1]:7777", true)]
    [InlineData("localhost:7777", true)]
    [InlineData("::1:zz", false)]
    public void A_port_where_none_belongs_is_called_one(string text, bool isPort)
    {
        Assert.False(HostName.TryParse(text, out _, out Fault? fault));
        Assert.Equal(isPort, fault.Message.IndexOf("it has a port", StringComparison.Ordinal) >= 0);
    }

    /// <summary>The platform's Uri takes them, and throws when it is asked for the name.</summary>
    [SkippableTheory]
    [InlineData("https://a\u200db.example/")]
    [InlineData("https://a\ufffdb.example/")]
    public void An_address_whose_host_has_no_name_in_ASCII_is_refused(string address)
    {
        Skip.If(MonoRuntime.IsRunning && address.IndexOf('\u200d') >= 0,
            "Mono maps a joiner to nothing, as IDNA 2003 does, and the name is that of the host without it");
        Action[] uses =
        [
            () => TlsTarget.Parse(address),
            () => PinnedWebRequest.TargetOf(new Uri(address)),
            () => ProxySettings.Read(address.Replace("https", "http"), null, false),
        ];
        foreach (Action use in uses) Assert.Equal("HostInvalid", Assert.Throws<PinningException>(use).Fault.Id);
        Assert.False(Origin.Same(new Uri(address), new Uri(address)));
    }
}

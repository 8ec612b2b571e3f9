using System;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Connections;

/// <summary>Which addresses lead to the same server.</summary>
public sealed class OriginTests
{
    [Theory]
    [InlineData("https://host/", "https://HOST:443/other?x#y", true)]
    [InlineData("https://host/", "https://host./", true)]
    [InlineData("https://host/", "https://host:444/", false)]
    [InlineData("https://host/", "http://host:443/", false)]
    [InlineData("https://host/", "https://host.example/", false)]
    // Two hosts, although texts without case compare as one.
    [InlineData("https://ς.example/", "https://σ.example/", false)]
    [InlineData("https://ας.example/", "https://ασ.example/", false)]
    [InlineData("https://straße.example/", "https://strasse.example/", false)]
    [InlineData("https://i.example/", "https://ı.example/", false)]
    // One host, although the texts differ.
    [InlineData("https://Σ.example/", "https://σ.example/", true)]
    [InlineData("https://bücher.example/", "https://xn--bcher-kva.example/", true)]
    [InlineData("https://BÜCHER.example/", "https://XN--BCHER-KVA.example./", true)]
    [InlineData("https://ｈｏｓｔ/", "https://host/", true)]
    [InlineData("https://a。example/", "https://a.example/", true)]
    [InlineData("https://[::1]/", "https://[0:0:0:0:0:0:0:1]/", true)]
    [InlineData("https://[2001:DB8::1]/", "https://[2001:db8:0::1]/", true)]
    [InlineData("https://[::1]/", "https://[::2]/", false)]
    [InlineData("https://[::ffff:127.0.0.1]/", "https://127.0.0.1/", false)]
    [InlineData("https://127.0.0.1/", "https://127.1/", true)]
    [InlineData("https://127.0.0.1/", "https://0x7f000001/", true)]
    [InlineData("https://127.0.0.1/", "https://１２７.0.0.1/", true)]
    [InlineData("https://127.0.0.1/", "https://127.0.0.2/", false)]
    // No one's address is no one's server.
    [InlineData("https://host/", "mailto:a@host", false)]
    [InlineData("file:///etc", "file:///etc", false)]
    public void Two_addresses_lead_to_one_server_or_do_not(string left, string right, bool same)
    {
        Assert.Equal(same, Origin.Same(new Uri(left), new Uri(right)));
        Assert.Equal(same, Origin.Same(new Uri(right), new Uri(left)));
    }

    [Theory]
    [InlineData("host。", "host")]
    [InlineData("host．", "host")]
    [InlineData("ΑΣ.example", "ασ.example")]
    public void Other_full_stops_and_capitals_are_canonical_too(string text, string same) =>
        Assert.Equal(HostName.Parse(same).Value, HostName.Parse(text).Value);

    [Theory]
    [InlineData("WWW.Example", true)]
    [InlineData("www.example", true)]
    [InlineData("www.example.", false)]
    public void A_certificates_name_compares_by_the_letters_of_ascii(string name, bool isSame) =>
        Assert.Equal(isSame, HostName.IsSame(name, "www.example"));

    [Theory]
    [InlineData("\u212A.example", "k.example")]
    [InlineData("\u017F.example", "s.example")]
    [InlineData("\u0131.example", "i.example")]
    public void No_other_letter_stands_for_one_of_ascii(string name, string host) =>
        Assert.False(HostName.IsSame(name, host));
}

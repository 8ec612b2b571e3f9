using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Checks.Sending;

public sealed class SecretAddressTests
{
    [Theory]
    [InlineData("https://hooks.example.com/services/T000AAA/B000BBB/XyZsecretXyZ", "https://hooks.example.com/...")]
    [InlineData("https://flows.example.com:8443/workflows/1234567?sig=s3cr3tsig", "https://flows.example.com:8443/...")]
    [InlineData("https://flows.example.com?sig=s3cr3tsig", "https://flows.example.com/...")]
    [InlineData("https://flows.example.com/#s3cr3tsig", "https://flows.example.com/...")]
    [InlineData("  https://flows.example.com/\n", "https://flows.example.com/")]
    public void Its_host_is_what_is_shown(string address, string shown) =>
        Assert.Equal(shown, SecretAddress.Read(address).Shown);

    [Theory]
    [InlineData("at https://flows.example.com/workflows/12ab34cd/run?v=1&sig=s3%2Fcr3tsig now", "at ... now")]
    [InlineData("at /workflows/12ab34cd/run", "at ...")]
    [InlineData("id 12AB34CD", "id ...")]
    [InlineData("sig s3%2Fcr3tsig or s3/cr3tsig", "sig ... or ...")]
    [InlineData("run v1 at flows.example.com", "run v1 at flows.example.com")]
    public void A_text_of_others_is_passed_on_without_it(string text, string masked) => Assert.Equal(
        masked,
        SecretAddress.Read("https://flows.example.com/workflows/12ab34cd/run?v=1&sig=s3%2Fcr3tsig").Mask(text));

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("http://flows.example.com/s3cr3t", "https://")]
    [InlineData("flows.example.com/s3cr3t", "https://")]
    [InlineData("https://me:s3cr3t@flows.example.com/", "password")]
    [InlineData("https:///s3cr3t", "valid")]
    [InlineData("https://exa mple.com/s3cr3t", "valid")]
    public void What_cannot_be_used_is_refused_without_being_repeated(string address, string why)
    {
        PinningException error = Assert.Throws<PinningException>(() => SecretAddress.Read(address));

        Assert.Equal("SendAddressInvalid", error.Fault.Id);
        Assert.Contains(why, error.Fault.Message);
        Assert.DoesNotContain("s3cr3t", error.ToString());
        Assert.Null(error.Fault.Target);
    }

    [Fact]
    public void What_is_kept_of_it_does_not_tell_it()
    {
        var one = SecretAddress.Read("https://flows.example.com/s3cr3t");

        Assert.Equal(one.Id, SecretAddress.Read("https://flows.example.com/s3cr3t").Id);
        Assert.NotEqual(one.Id, SecretAddress.Read("https://flows.example.com/s3cr3u").Id);
        Assert.Matches("^[0-9a-f]{16}$", one.Id);
    }
}

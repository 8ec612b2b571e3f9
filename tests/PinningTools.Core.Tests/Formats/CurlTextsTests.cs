using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Formats;

/// <summary>Commands and configuration files of curl as people keep them.</summary>
public sealed class CurlTextsTests
{
    private const string One = "sha256//" + TestFormats.X1;
    private const string Two = "sha256//" + TestFormats.X2;

    [Theory]
    [InlineData("# pinnedpubkey = \"" + Two + "\"\npinnedpubkey = \"" + One + "\"\n")]
    [InlineData("pinnedpubkey = \"" + One + "\"\n  #pinnedpubkey = \"" + Two + "\"\n")]
    [InlineData("url = \"https://a.example\"\n\t# --pinnedpubkey " + Two + "\n--pinnedpubkey " + One + "\n")]
    [InlineData("#!/bin/sh\n# curl --pinnedpubkey '" + Two + "' https://a.example\n"
        + "curl --pinnedpubkey '" + One + "' x\n")]
    [InlineData("curl --pinnedpubkey '" + One + "' https://a.example # --pinnedpubkey " + Two + "\n")]
    [InlineData("rem curl --pinnedpubkey " + Two + "\ncurl --pinnedpubkey " + One + "\n")]
    [InlineData(":: curl --pinnedpubkey " + Two + "\r\ncurl --pinnedpubkey " + One + "\r\n")]
    [InlineData("# " + Two + "\n" + One + "\n")]
    [InlineData("curl --pinnedpubkey=" + One + " https://a.example\n")]
    [InlineData("pinnedpubkey:" + One + "\n")]
    [InlineData("curl \\\n  --silent \\\n  --pinnedpubkey \"" + One + "\" \\\n  https://a.example\n")]
    public void A_line_that_is_commented_out_does_not_count(string text)
    {
        PinSet set = Assert.Single(TestFormats.Read("Curl", text).Sets);

        Assert.Equal("sha256/" + TestFormats.X1, Assert.Single(set.Entries).Pin);
    }

    [Fact]
    public void A_text_with_nothing_but_comments_has_no_pins()
    {
        Fault fault = TestFormats.FaultOf(() => TestFormats.Read("Curl", "# pinnedpubkey = " + One + "\n"));

        Assert.Equal("FormatMalformed", fault.Id);
        Assert.Contains("comments", fault.Message);
    }

    [Fact]
    public void The_file_of_a_key_is_no_list_of_pins()
    {
        Fault fault = TestFormats.FaultOf(() => TestFormats.Read(null, "pinnedpubkey = \"/etc/key.pem\"\n"));

        Assert.Equal("FormatMalformed", fault.Id);
        Assert.Contains("Get-SpkiPin", fault.Message);
    }

    [Theory]
    [InlineData("insecure\npinnedpubkey = \"" + One + "\"\n", "insecure")]
    [InlineData("pinnedpubkey = \"" + One + "\"\n-k\n", "insecure")]
    [InlineData("curl -k --pinnedpubkey " + One + " https://a.example", "insecure")]
    [InlineData("curl -skL --pinnedpubkey " + One + " https://a.example", "insecure")]
    [InlineData("curl --pinnedpubkey " + One + " --insecure https://a.example", "insecure")]
    [InlineData("curl --cacert root.pem --pinnedpubkey " + One + " https://a.example", "cacert")]
    [InlineData("curl --proxy-pinnedpubkey " + Two + " --pinnedpubkey " + One + " https://a.example", "proxy")]
    [InlineData("crlfile = a.crl\npinnedpubkey = \"" + One + "\"\n", "revocation")]
    [InlineData("curl --resolve a:443:127.0.0.1 --pinnedpubkey " + One + " https://a.example", "resolve")]
    public void What_changes_the_meaning_of_the_pins_is_said(string text, string word) =>
        Assert.Contains(TestFormats.Read("Curl", text).Losses, loss => loss.Contains(word));

    [Theory]
    [InlineData("# insecure\npinnedpubkey = \"" + One + "\"\n")]
    [InlineData("curl --proxy-insecure --pinnedpubkey " + One + " https://insecure.example/-k")]
    [InlineData("curl -ok --pinnedpubkey " + One + " https://a.example")]
    [InlineData("curl -sHk:1 --pinnedpubkey " + One + " https://a.example")]
    [InlineData("insecure\nno-insecure\npinnedpubkey = " + One + "\n")]
    [InlineData("curl -o insecure --pinnedpubkey " + One + " https://a.example")]
    public void What_is_not_insecure_is_not_called_so(string text) =>
        Assert.DoesNotContain(TestFormats.Read("Curl", text).Losses, loss => loss.Contains("The option insecure"));
}

using System.Linq;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Formats;

public sealed class DetectionTests
{
    public static TheoryData<string> Both =>
        [.. PinSetFormats.All.Where(format => format.CanRead && format.CanWrite).Select(format => format.Name)];

    [Theory]
    [MemberData(nameof(Both))]
    public void What_a_format_writes_is_known_as_its_own(string name)
    {
        for (int seed = 0; seed < 50; seed++)
        {
            PinSet[] sets = TestFormats.Get(name) is ForeignFormat format
                ? new GeneratedSets(seed).Fitting(format)
                : new GeneratedSets(seed).Wild(4);

            Assert.Equal(name, PinSetFormats.Detect(new FormatText("test", TestFormats.Write(name, sets).Content)).Name);
        }
    }

    [Theory]
    [InlineData("Urllib3", "urllib3.HTTPSConnectionPool('h', assert_fingerprint='0b9f')")]
    [InlineData("Sslyze", "{\"server_scan_results\": [{\"hpkp_pin\": \"\"}]}")]
    [InlineData("Hex", "sha256 Fingerprint=0B:9F")]
    [InlineData("OkHttpJava", ".add(\"example.com\", \"sha256/AAAA\")")]
    [InlineData("OkHttp", "sha1/2jmj7l5rSw0yVb/vlWAYkK/YBwk=")]
    [InlineData("Curl", "curl --pinnedpubkey key.pem https://example.com")]
    [InlineData("Chromium", "// comment\n{\"pinsets\": []}")]
    public void Others_are_known_by_what_they_hold(string name, string text) =>
        Assert.Equal(name, PinSetFormats.Detect(new FormatText("test", text)).Name);

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("{}")]
    [InlineData("<html/>")]
    public void Anything_else_is_refused(string text) =>
        Assert.Equal("FormatNotDetected", TestFormats.FaultOf(() => PinSetFormats.Detect(new FormatText("test", text))).Id);

    [Theory]
    [InlineData("{\"pinSets\": [}", "JsonMalformed", "line 1, column 14")]
    [InlineData("{\"PinStore\": 1}", "JsonUnexpected", "did you mean 'pinStore'?")]
    [InlineData("{\"pinSets\": []}", "JsonUnexpected", "line 1, column 1")]
    [InlineData("{\"other\": 1}", "FormatNotDetected", "in no known pin format")]
    public void What_looks_like_a_store_is_told_what_is_wrong_with_it(string text, string id, string message)
    {
        PinningException error = Assert.Throws<PinningException>(() => PinSetFormats.Detect(new FormatText("t", text)));

        Assert.Equal(id, error.Fault.Id);
        Assert.Contains(message, error.Fault.Message);
    }

    [Fact]
    public void Names_are_found_in_any_case_and_unknown_ones_refused()
    {
        Assert.Equal("OkHttpJava", PinSetFormats.Get("okhttpjava").Name);
        Assert.Equal("FormatUnknown", TestFormats.FaultOf(() => PinSetFormats.Get("Morse")).Id);
        Assert.Equal(PinSetFormats.All.Count, PinSetFormats.All.Select(format => format.Name).Distinct().Count());
    }
}

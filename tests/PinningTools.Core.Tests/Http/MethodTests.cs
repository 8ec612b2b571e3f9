using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Http;

public sealed class MethodTests
{
    [Theory]
    [InlineData(" ")]
    [InlineData("GET POST")]
    [InlineData("G\u00c9T")]
    [InlineData("G\0T")]
    [InlineData("GET / HTTP/1.1\r\nX: y")]
    [InlineData("M,N")]
    [InlineData("\"")]
    [InlineData("connect")]
    public void An_impossible_method_is_named(string name) => Assert.Equal(
        "MethodInvalid", Assert.Throws<PinningException>(() => PinnedWebRequest.ReadMethod(name)).Fault.Id);

    [Theory]
    [InlineData("get", "GET")]
    [InlineData("VERSION-CONTROL", "VERSION-CONTROL")]
    [InlineData("M!#$%&'*+.^_`|~", "M!#$%&'*+.^_`|~")]
    public void Any_other_is_sent_in_capitals(string name, string method) =>
        Assert.Equal(method, PinnedWebRequest.ReadMethod(name).Method);
}

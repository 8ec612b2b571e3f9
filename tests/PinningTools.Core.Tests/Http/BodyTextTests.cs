using System.IO;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Http;

public sealed class BodyTextTests
{
    /// <summary>UTF-7 is one the platform knows and will have nothing to do with.</summary>
    [Theory]
    [InlineData("utf-7", "hello")]
    [InlineData("x-none", "hello")]
    [InlineData(null, "<meta charset=\"utf-7\">")]
    public void A_charset_that_cannot_be_read_is_none(string? charset, string text)
    {
        using var response = new HttpResponseMessage { Content = new ByteArrayContent([]) };
        response.Content.Headers.ContentType = new MediaTypeHeaderValue("text/html") { CharSet = charset };
        using var body = new MemoryStream();
        body.Write(Encoding.ASCII.GetBytes(text));

        Assert.Equal(text, BodyText.Decode(response, body, out _));
    }
}

using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Xml;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Http;

/// <summary>XML for which the platform has other exceptions than that of XML.</summary>
public sealed class ForeignXmlTests
{
    [Theory]
    [InlineData("<?xml version=\"9.9\"?><a>x</a>")]
    [InlineData("<?xml version=\"1.1\"?><a>x</a>")]
    [InlineData("<?xml version=\"\"?><a>x</a>")]
    [InlineData("<?xml version=\"1.0\" encoding=\"\"?><a>x</a>")]
    [InlineData("<?xml version=\"1.0\" standalone=\"maybe\"?><a>x</a>")]
    [InlineData("<a xml:space=\"x\">x</a>")]
    [InlineData("<a>&#xD800;</a>")]
    [InlineData("<a b=\"\ud800\">x\udc00</a>")]
    [InlineData("<:a>x</:a>")]
    [InlineData("<a xmlns:b=\"\">x</a>")]
    public void It_is_no_xml_and_nothing_worse(string text)
    {
        try
        {
            XmlContent.Load(text, preserveWhitespace: true);
        }
        catch (XmlException)
        {
            // Whether it is XML is the platform's matter.
        }

        using var response = new HttpResponseMessage(HttpStatusCode.InternalServerError);
        response.Content = new StringContent(text);
        response.Content.Headers.ContentType = new("application/xml");
        Assert.NotEmpty(ErrorBody.Format(text, response).Trim());
        byte[] feed = Encoding.UTF8.GetBytes(text.Replace("<a", "<rss><item/><a", StringComparison.Ordinal));
        _ = XmlContent.TryReadFeed(new MemoryStream(feed));
    }

    /// <summary>A server's document, sent on.</summary>
    [Fact]
    public void An_encoding_that_nobody_knows_is_told()
    {
        XmlDocument document = XmlContent.Load("<a/>");
        document.InsertBefore(document.CreateXmlDeclaration("1.0", "x-none", null), document.DocumentElement);

        PinningException error = Assert.Throws<PinningException>(() => RequestBody.FromXml(document));

        Assert.Equal("XmlEncodingUnknown", error.Fault.Id);
    }
}

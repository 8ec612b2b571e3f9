using System.IO;
using System.Text;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Http;

/// <summary>What is not even tried as XML.</summary>
public sealed class XmlContentTests
{
    private static readonly Encoding[] s_encodings =
    [
        new UTF8Encoding(false), new UTF8Encoding(true), new UnicodeEncoding(false, true),
        new UnicodeEncoding(true, true), new UnicodeEncoding(false, false), new UnicodeEncoding(true, false),
    ];

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData(" \r\n\t{\"a\":1}")]
    [InlineData("[")]
    public void Objects_and_lists_of_JSON_are_ruled_out(string text)
    {
        Assert.True(IsRuledOut(Encoding.UTF8.GetBytes(text)));
    }

    [Theory]
    [InlineData("<a/>")]
    [InlineData(" \n<feed>{</feed>")]
    [InlineData("<?xml version='1.0'?><a/>")]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("null")]
    [InlineData("a{")]
    public void What_could_be_XML_is_not_in_any_encoding(string text)
    {
        Assert.All(
            s_encodings, encoding => Assert.False(IsRuledOut([.. encoding.GetPreamble(), .. encoding.GetBytes(text)])));
    }

    private static bool IsRuledOut(byte[] bytes)
    {
        // Not at the beginning of its buffer, as a stream may be.
        byte[] buffer = [.. Encoding.UTF8.GetBytes("{<"), .. bytes, (byte)'{'];
        using var body = new MemoryStream(buffer, 2, bytes.Length, writable: false, publiclyVisible: true);
        return XmlContent.IsRuledOut(body);
    }
}

using System.Linq;
using System.Text;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Drill;

/// <summary>What an impostor received is told without what is secret in it.</summary>
public sealed class LeakTextTests
{
    [Theory]
    [InlineData("GET /v1/users?token=hunter2 HTTP/1.1", "GET /v1/users?... HTTP/1.1")]
    [InlineData("GET http://user:hunter2@api.example/v1 HTTP/1.1", "GET http://api.example/v1 HTTP/1.1")]
    [InlineData("GET /\u001b[2J HTTP/1.1", "GET /?[2J HTTP/1.1")]
    [InlineData("hunter2", "data of another protocol")]
    public void A_first_line_is_shown_without_its_query(string line, string expected) =>
        Assert.Equal(expected, LeakText.RequestLine(line));

    [Theory]
    [InlineData("AUTH PLAIN aHVudGVyMg==", "AUTH")]
    [InlineData("PASS hunter2", "PASS")]
    [InlineData("a1 LOGIN user hunter2", "LOGIN")]
    [InlineData("ehlo client.example", "EHLO")]
    [InlineData("\u0001\u0002hunter2", "data of another protocol")]
    [InlineData("", "data of another protocol")]
    public void Of_other_protocols_the_command_is_shown_alone(string line, string expected) =>
        Assert.Equal(expected, LeakText.Command(line));

    /// <summary>A field that is not known to be harmless may hold anything, whatever its name is.</summary>
    [Fact]
    public void Only_harmless_fields_have_their_values()
    {
        string[] shown = LeakText.Headers(
        [
            "Host: api.example", "User-Agent: curl/8", "Authorization: Bearer hunter2", "Cookie: id=hunter2",
            "X-Custom: hunter2", "hunter2",
        ]);

        Assert.Equal(
        [
            "Host: api.example", "User-Agent: curl/8", "Authorization: (14 characters)", "Cookie: (10 characters)",
            "X-Custom: (7 characters)", "a line: (7 characters)",
        ], shown);
    }

    [Fact]
    public void A_request_is_read_as_far_as_it_goes()
    {
        InterceptedRequest request = new();
        request.Add(Encoding.ASCII.GetBytes("POST /a HTTP/1.1\r\nContent-Len"));
        Assert.False(request.IsComplete);
        request.Add(Encoding.ASCII.GetBytes("gth: 4\r\nExpect: 100-continue\r\n\r\n"));
        Assert.True(request.AsksToContinue);
        Assert.False(request.IsComplete);
        request.Add(Encoding.ASCII.GetBytes("body"));

        Assert.True(request.IsComplete);
        Assert.Equal(4, request.BodyBytes);
        Assert.Equal(["Content-Length: 4", "Expect: 100-continue"], request.Fields);
    }

    [Fact]
    public void Chunks_end_with_the_last_one()
    {
        InterceptedRequest request = new();
        request.Add(Encoding.ASCII.GetBytes("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n"));
        Assert.False(request.IsComplete);
        request.Add(Encoding.ASCII.GetBytes("0\r\n\r\n"));

        Assert.True(request.IsComplete);
    }

    [Fact]
    public void A_request_without_end_is_cut_off()
    {
        InterceptedRequest request = new();
        byte[] piece = Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\n" + new string('a', 16_000));
        while (!request.IsComplete) request.Add(piece);

        Assert.InRange(request.Bytes, InterceptedRequest.MaxBytes, InterceptedRequest.MaxBytes + piece.Length);
        Assert.Equal("GET / HTTP/1.1", request.FirstLine);
    }

    [Fact]
    public void What_is_not_HTTP_is_complete_with_its_first_bytes()
    {
        InterceptedRequest request = new();
        request.Add(Encoding.ASCII.GetBytes("EHLO client\r\n"));

        Assert.True(request.IsComplete);
        Assert.False(request.IsHttp);
        Assert.Empty(request.Fields);
    }

    /// <summary>It goes into a result as the client's own words, and from there to a terminal.</summary>
    [Fact]
    public void Long_lines_are_cut() =>
        Assert.All(LeakText.Headers(Enumerable.Repeat("Accept: " + new string('a', 5000), 500)),
            line => Assert.True(line.Length < 300));
}

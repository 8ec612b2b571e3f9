using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;
using static PinningTools.Tests.Http.RawAnswers;
using static PinningTools.Tests.Http.WebClient;

namespace PinningTools.Tests.Http;

/// <summary>
/// A server's words in a message or a line must not steer the terminal they are shown in: clear a screen, say that all
/// is well, write to the clipboard.
/// </summary>
public sealed class ServerTextTests : IDisposable
{
    private const string Steering = "\u001b]0;owned\u0007\u009b2J\u0008";

    private readonly WebClient _client = new();

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData("HTTP/1.1 2" + Steering + " OK\r\n\r\n", "RequestFailed")]
    [InlineData("HTTP/1.1 200 OK\r\nX" + Steering + "\r\n\r\n", "RequestFailed")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + Steering + "\r\n", "ResponseBroken")]
    [InlineData("HTTP/1.1 302 OK\r\nLocation: evil:" + Steering + "\r\n\r\n", "RedirectInvalid")]
    [InlineData("HTTP/1.1 302 OK\r\nLocation: file:///" + Steering + "\r\n\r\n", "RedirectInvalid")]
    [InlineData("HTTP/1.1 302 OK\r\nLocation: http://h/" + Steering + "\r\n\r\n", "InsecureRedirection")]
    public async Task In_a_fault(string answer, string id)
    {
        await using TlsTestServer server = TlsTestServer.Start(Leaf, Raw(answer));

        PinningException error = await RefusedAsync(_client.Request(server.Uri));

        Assert.Equal(id, error.Fault.Id);
        AssertHarmless(error.Message);
        AssertHarmless(error.Fault.ToString());
        AssertHarmless($"{error.Fault.Target}");
    }

    [Fact]
    public async Task In_a_verbose_line()
    {
        var lines = new List<string>();
        await using TlsTestServer server = TlsTestServer.Start(
            Leaf, Raw($"HTTP/1.1 200 {Steering}\r\nContent-Type: text/{Steering}\r\nContent-Length: 0\r\n\r\n"));

        await SendAsync(_client.Request(server.Uri) with { Verbose = lines.Add });

        Assert.Equal(2, lines.Count);
        Assert.All(lines, AssertHarmless);
    }

    [Fact]
    public void In_the_status_of_an_error() =>
        AssertHarmless(Faults.ResponseStatus(404, Steering, new Uri("https://localhost/")).Message);

    /// <summary>A line of the server's would pass for one of ours.</summary>
    [Fact]
    public void A_servers_lines_make_no_lines() =>
        Assert.Equal(
            "a?b??c?d?e",
            Faults.RequestFailed(new Uri("https://localhost/"), "a\nb\r\nc\td\re").Message.Split("failed: ")[1]);

    [Fact]
    public void Nor_does_a_message_read_backwards_or_hide_anything() =>
        Assert.Equal(
            "a?b?c",
            Faults.RequestFailed(new Uri("https://localhost/"), "a\u202eb\u200bc").Message.Split("failed: ")[1]);

    private static void AssertHarmless(string text) =>
        Assert.DoesNotContain(text, letter => char.IsControl(letter) && letter is not ('\r' or '\n' or '\t'));
}

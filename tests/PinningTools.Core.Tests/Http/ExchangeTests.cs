using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using Xunit;
using static PinningTools.Tests.Http.RawAnswers;
using static PinningTools.Tests.Http.WebClient;

namespace PinningTools.Tests.Http;

public sealed class ExchangeTests : IDisposable
{
    private readonly WebClient _client = new();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Waiting_for_the_header_has_an_end()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);

        PinningException error = await RefusedAsync(
            _client.Request(new Uri(server.Uri, "/slow/60000")) with
            {
                ConnectionTimeout = TimeSpan.FromMilliseconds(500),
            });

        Assert.Equal("ConnectionTimeoutReached", error.Fault.Id);
    }

    [Fact]
    public async Task Waiting_for_the_rest_of_the_body_has_an_end()
    {
        await using TlsTestServer server = TlsTestServer.Start(
            Leaf, Raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", stayOpen: true));

        PinningException error = await RefusedAsync(_client.Request(server.Uri) with
        {
            OperationTimeout = TimeSpan.FromMilliseconds(500),
        });

        Assert.Equal("OperationTimeoutReached", error.Fault.Id);
    }

    [Fact]
    public async Task A_server_that_asks_for_patience_is_asked_again()
    {
        int asked = 0;
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        server.Map("/busy", context =>
        {
            context.Response.StatusCode = ++asked < 3 ? 429 : 200;
            context.Response.Headers.RetryAfter = "0";
            return Task.CompletedTask;
        });

        PinnedWebRequest request = _client.Request(new Uri(server.Uri, "/busy")) with
        {
            MaximumRetryCount = 5, RetryInterval = TimeSpan.FromDays(1),
        };

        Assert.Equal(200, (await SendAsync(request)).Status);
        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task Cookies_last_as_long_as_their_jar()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        var jar = new CookieContainer();

        await SendAsync(_client.Request(new Uri(server.Uri, "/cookie/set?a=1")) with { Cookies = jar });

        PinnedWebRequest next = _client.Request(new Uri(server.Uri, "/cookie"));
        Assert.Equal("a=1", (await SendAsync(next with { Cookies = jar })).Text);
        Assert.Equal("", (await SendAsync(next)).Text);
    }

    [Fact]
    public async Task A_challenge_is_answered_with_the_credentials()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);

        Answer answer = await SendAsync(_client.Request(new Uri(server.Uri, "/auth/basic")) with
        {
            Credentials = new NetworkCredential("me", "pw"),
        });

        Assert.Equal("Basic bWU6cHc=", answer.Text);
        Assert.False(server.Requests[0].Headers.ContainsKey("Authorization"));
    }

    [Theory]
    [InlineData("X-Bad", "a\r\nInjected: 1", true)]
    [InlineData("X-Bad", "a\nb", false)]
    [InlineData("X Bad", "a", false)]
    public async Task A_field_that_would_break_the_header_is_refused(string name, string value, bool skip)
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);

        PinningException error = await RefusedAsync(
            _client.Request(server.Uri) with { Headers = [new(name, value)], SkipHeaderValidation = skip });

        Assert.Equal("HeaderInvalid", error.Fault.Id);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_content_type_that_is_none_is_refused()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);

        PinningException error = await RefusedAsync(
            _client.Request(server.Uri) with
            {
                Method = HttpMethod.Post, Body = RequestBody.FromText("x"), ContentType = "no type at all",
            });

        Assert.Equal("WebCmdletContentTypeException", error.Fault.Id);
    }

    [Fact]
    public async Task A_stream_that_can_be_read_once_is_not_sent_twice()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes("body"));
        packed.Position = 0;
        using var once = new GZipStream(packed, CompressionMode.Decompress);

        var uri = new Uri(server.Uri, "/redirect?to=/echo&code=307");

        PinningException error = await RefusedAsync(_client.Request(uri) with
        {
            Method = HttpMethod.Post, Body = RequestBody.FromStream(once),
        });

        Assert.Equal("BodyUsedUp", error.Fault.Id);
        Assert.Equal("body", server.Requests[0].BodyText);
    }

    [Fact]
    public async Task A_body_is_sent_whole_again_on_a_retry_and_a_redirection()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("body"), "body");
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes("no body"));
        stream.Position = 3;
        RequestBody[] bodies = [RequestBody.FromFile(folder.File("body")), RequestBody.FromStream(stream)];
        foreach (RequestBody body in bodies)
        {
            int asked = 0;
            await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
            server.Map("/busy", context =>
            {
                context.Response.StatusCode = ++asked < 3 ? 503 : 307;
                context.Response.Headers.Location = "/echo";
                return Task.CompletedTask;
            });

            Answer answer = await SendAsync(_client.Request(new Uri(server.Uri, "/busy")) with
            {
                Method = HttpMethod.Post, Body = body, MaximumRetryCount = 5,
            });

            Assert.Equal(200, answer.Status);
            Assert.Equal(["body", "body", "body", "body"], server.Requests.Select(request => request.BodyText));
        }

        Assert.True(stream.CanRead, "the stream is the user's");
    }

    [Fact]
    public async Task No_answer_after_the_handshake_is_a_failed_request()
    {
        await using TlsTestServer server = TlsTestServer.Start(Leaf, Raw(""));

        Assert.Equal("RequestFailed", (await RefusedAsync(_client.Request(server.Uri))).Fault.Id);
    }

    [Fact]
    [Trait("Pitfall", "20")]
    public async Task A_host_without_any_pin_is_not_asked()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        PinnedWebRequest request = _client.Request(new Uri("https://localhost:1/")) with { Uri = server.Uri };

        Assert.Equal("NotPinned", (await RefusedAsync(request)).Fault.Id);
        Assert.Equal(0, server.ConnectionCount);
    }

    [Theory]
    [InlineData("http://localhost/")]
    [InlineData("ftp://localhost/")]
    [InlineData("https://")]
    public void Without_TLS_there_is_nothing_to_pin(string uri) =>
        Assert.Equal("UriNotHttps", Assert.Throws<PinningException>(() => PinnedWebRequest.ReadUri(uri)).Fault.Id);

    [Theory]
    [InlineData("localhost", "https://localhost/")]
    [InlineData("localhost:8443/x?y=1", "https://localhost:8443/x?y=1")]
    public void Without_a_scheme_https_is_meant(string text, string uri) =>
        Assert.Equal(uri, PinnedWebRequest.ReadUri(text).AbsoluteUri);
}

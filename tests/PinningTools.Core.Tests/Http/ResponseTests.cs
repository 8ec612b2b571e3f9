using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using Xunit;
using static PinningTools.Tests.Http.WebClient;

namespace PinningTools.Tests.Http;

public sealed class ResponseTests : IDisposable
{
    private static readonly byte[] s_file = [.. Enumerable.Range(0, 200_000).Select(place => (byte)(place * 7))];

    private readonly WebClient _client = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("/gzip")]
    [InlineData("/deflate")]
#if !NETSTANDARD_LEG
    [InlineData("/br")]
#endif
    public async Task A_packed_body_is_unpacked_and_its_fields_are_gone(string path)
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);

        Answer answer = await SendAsync(_client.Request(new Uri(server.Uri, path)));

        Assert.Equal("hello", answer.Text);
        Assert.Empty(answer.Response.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task Deflate_without_a_zlib_header_is_read_as_well()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        server.Map("/raw", async context =>
        {
            context.Response.Headers.ContentEncoding = "deflate";
            await using var body = new DeflateStream(context.Response.Body, CompressionLevel.Fastest);
            await body.WriteAsync(Encoding.UTF8.GetBytes("hello"));
        });

        Assert.Equal("hello", (await SendAsync(_client.Request(new Uri(server.Uri, "/raw")))).Text);
    }

    [Fact]
    public async Task A_decompression_bomb_is_stopped()
    {
        byte[] zeros = new byte[1 << 20];
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            for (int i = 0; i < 300; i++) gzip.Write(zeros);
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        server.Map("/bomb", context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            return context.Response.Body.WriteAsync(packed.ToArray()).AsTask();
        });
        string file = _folder.File("bomb");

        PinningException inMemory = await RefusedAsync(_client.Request(new Uri(server.Uri, "/bomb")));
        PinningException toFile = await Assert.ThrowsAsync<PinningException>(() => DownloadAsync(new Uri(server.Uri, "/bomb"), file));

        Assert.Equal("DecompressionBomb", inMemory.Fault.Id);
        Assert.Equal("DecompressionBomb", toFile.Fault.Id);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_header_without_end_is_stopped()
    {
        PinningException error = await RefusedByRawAsync("HTTP/1.1 200 OK\r\nX: " + new string('x', 1 << 20));

        Assert.Equal("RequestFailed", error.Fault.Id);
    }

    [Theory]
    [InlineData("FFFFFFFFFFFFFFFFFF\r\nx")]
    [InlineData("-1\r\nx")]
    [InlineData("zz\r\nx")]
    public async Task A_chunk_of_an_absurd_size_is_refused(string chunk)
    {
        PinningException error = await RefusedByRawAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk);

        Assert.Equal("ResponseBroken", error.Fault.Id);
    }

    [Fact]
    public async Task A_length_that_is_not_kept_is_a_broken_response()
    {
        PinningException error = await RefusedByRawAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort");

        Assert.Equal("ResponseBroken", error.Fault.Id);
    }

    [Fact]
    public async Task An_announced_length_beyond_the_bound_is_refused_before_it_is_read()
    {
        PinningException error = await RefusedByRawAsync("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n");

        Assert.Equal("ResponseTooLarge", error.Fault.Id);
    }

    [Fact]
    public async Task A_download_that_breaks_off_leaves_nothing_behind_and_an_older_file_as_it_was()
    {
        await using TlsTestServer server = TlsTestServer.Start(Leaf, Raw("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort"));
        string file = _folder.File("file");
        await File.WriteAllTextAsync(file, "older");

        await Assert.ThrowsAsync<PinningException>(() => DownloadAsync(server.Uri, _folder.File("new")));
        await Assert.ThrowsAsync<PinningException>(() => DownloadAsync(server.Uri, file));

        Assert.Equal("older", await File.ReadAllTextAsync(file));
        Assert.Equal([file], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_download_that_may_be_resumed_keeps_what_came_and_goes_on_from_there()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        server.Map("/file", context => Results.Bytes(s_file, "application/octet-stream", enableRangeProcessing: true).ExecuteAsync(context));
        string file = _folder.File("file");
        await using (TlsTestServer broken = TlsTestServer.Start(Leaf, Raw("HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + (char)0 + (char)7)))
            await Assert.ThrowsAsync<PinningException>(() => DownloadAsync(broken.Uri, file, resumeFrom: 0));
        Assert.Equal(2, new FileInfo(file).Length);

        await DownloadAsync(new Uri(server.Uri, "/file"), file, resumeFrom: 2);
        bool again = await DownloadAsync(new Uri(server.Uri, "/file"), file, resumeFrom: s_file.Length);

        Assert.True(again);
        Assert.Equal(s_file, await File.ReadAllBytesAsync(file));
        Assert.Equal("bytes=2-", server.Requests[0].Headers["Range"]);
    }

    [Fact]
    public async Task A_file_longer_than_the_servers_is_downloaded_anew()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        server.Map("/file", context => Results.Bytes(s_file, "application/octet-stream", enableRangeProcessing: true).ExecuteAsync(context));
        string file = _folder.File("file");
        await File.WriteAllBytesAsync(file, new byte[300_000]);

        await DownloadAsync(new Uri(server.Uri, "/file"), file, resumeFrom: 300_000);

        Assert.Equal(s_file, await File.ReadAllBytesAsync(file));
    }

    [Fact]
    public async Task A_range_that_does_not_continue_the_file_is_not_appended()
    {
        await using TlsTestServer server = TlsTestServer.Start(
            Leaf, Raw("HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 5-9/10\r\nContent-Length: 5\r\n\r\nevil!"));
        string file = _folder.File("file");
        await File.WriteAllTextAsync(file, "ab");

        var error = await Assert.ThrowsAsync<PinningException>(() => DownloadAsync(server.Uri, file, resumeFrom: 2));

        Assert.Equal("ResumeMismatch", error.Fault.Id);
        Assert.Equal("ab", await File.ReadAllTextAsync(file));
    }

    [Theory]
    [InlineData("https://h/a/b.zip", "b.zip")]
    [InlineData("https://h/a/b%20c.zip?x=1", "b c.zip")]
    [InlineData("https://h/..%2f..%2fetc%2fpasswd", "passwd")]
    [InlineData("https://h/a/..%5c..%5cevil.exe", "evil.exe")]
    public void In_a_folder_the_last_part_of_the_address_names_the_file_and_leads_nowhere_else(string uri, string name) =>
        Assert.Equal(Path.Combine(_folder.Path, name), OutFile.PathFor(_folder.Path, new Uri(uri)));

    [Theory]
    [InlineData("https://h/")]
    [InlineData("https://h/a/%2e%2e%2f")]
    public void An_address_without_a_name_names_no_file(string uri) =>
        Assert.Equal("OutFileNameMissing", Assert.Throws<PinningException>(() => OutFile.PathFor(_folder.Path, new Uri(uri))).Fault.Id);

    [Fact]
    public async Task A_file_that_cannot_be_written_is_named()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);

        var error = await Assert.ThrowsAsync<PinningException>(() => DownloadAsync(server.Uri, Path.Combine(_folder.Path, "no", "such", "folder")));

        Assert.Equal("OutFileUnwritable", error.Fault.Id);
    }

    [Fact]
    public async Task Waiting_for_the_header_has_an_end()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);

        PinningException error = await RefusedAsync(
            _client.Request(new Uri(server.Uri, "/slow/60000")) with { ConnectionTimeout = TimeSpan.FromMilliseconds(500) });

        Assert.Equal("ConnectionTimeoutReached", error.Fault.Id);
    }

    [Fact]
    public async Task Waiting_for_the_rest_of_the_body_has_an_end()
    {
        await using TlsTestServer server = TlsTestServer.Start(
            Leaf, Raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", stayOpen: true));

        PinningException error = await RefusedAsync(_client.Request(server.Uri) with { OperationTimeout = TimeSpan.FromMilliseconds(500) });

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

        PinnedWebRequest request = _client.Request(new Uri(server.Uri, "/busy")) with { MaximumRetryCount = 5, RetryInterval = TimeSpan.FromDays(1) };

        Assert.Equal(200, (await SendAsync(request)).Status);
        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task Cookies_last_as_long_as_their_jar()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        var jar = new CookieContainer();

        await SendAsync(_client.Request(new Uri(server.Uri, "/cookie/set?a=1")) with { Cookies = jar });

        Assert.Equal("a=1", (await SendAsync(_client.Request(new Uri(server.Uri, "/cookie")) with { Cookies = jar })).Text);
        Assert.Equal("", (await SendAsync(_client.Request(new Uri(server.Uri, "/cookie")))).Text);
    }

    [Fact]
    public async Task A_challenge_is_answered_with_the_credentials()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);

        Answer answer = await SendAsync(_client.Request(new Uri(server.Uri, "/auth/basic")) with { Credentials = new NetworkCredential("me", "pw") });

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
            _client.Request(server.Uri) with { Method = HttpMethod.Post, Body = RequestBody.FromText("x"), ContentType = "no type at all" });

        Assert.Equal("WebCmdletContentTypeException", error.Fault.Id);
    }

    [Fact]
    public async Task A_stream_that_can_be_read_once_is_not_sent_twice()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(Encoding.UTF8.GetBytes("body"));
        packed.Position = 0;
        using var once = new GZipStream(packed, CompressionMode.Decompress);

        PinningException error = await RefusedAsync(_client.Request(new Uri(server.Uri, "/redirect?to=/echo&code=307")) with
        {
            Method = HttpMethod.Post, Body = RequestBody.FromStream(once),
        });

        Assert.Equal("BodyUsedUp", error.Fault.Id);
        Assert.Equal("body", server.Requests[0].BodyText);
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
    public void Without_a_scheme_https_is_meant(string text, string uri) => Assert.Equal(uri, PinnedWebRequest.ReadUri(text).AbsoluteUri);

    private static TlsServerOptions Raw(string answer, bool stayOpen = false) => new()
    {
        Handler = async (stream, stop) =>
        {
            byte[] buffer = new byte[8192];
            await stream.ReadAtLeastAsync(buffer, 1, false, stop);
            await stream.WriteAsync(Encoding.Latin1.GetBytes(answer), stop);
            await stream.FlushAsync(stop);
            if (stayOpen) await stream.CopyToAsync(Stream.Null, stop);
        },
    };

    private async Task<PinningException> RefusedByRawAsync(string answer)
    {
        await using TlsTestServer server = TlsTestServer.Start(Leaf, Raw(answer));
        return await RefusedAsync(_client.Request(server.Uri));
    }

    private async Task<bool> DownloadAsync(Uri uri, string file, long? resumeFrom = null)
    {
        WebDownload download = await WebDownload.StartAsync(_client.Request(uri) with { ResumeFrom = resumeFrom }, file, CancellationToken.None);
        using WebReply reply = download.Reply;
        await download.SaveAsync(to => reply.CopyAsync(to, long.MaxValue, CancellationToken.None));
        return download.IsComplete;
    }
}

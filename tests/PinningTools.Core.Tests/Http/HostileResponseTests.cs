using System;
using System.IO;
using System.IO.Compression;
using System.Text;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using Xunit;
using static PinningTools.Tests.Http.RawAnswers;
using static PinningTools.Tests.Http.WebClient;

namespace PinningTools.Tests.Http;

/// <summary>A server with a good verdict is still not trusted with memory, disk and time.</summary>
public sealed class HostileResponseTests : IDisposable
{
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
        PinningException toFile = await Assert.ThrowsAsync<PinningException>(
            () => _client.DownloadAsync(new Uri(server.Uri, "/bomb"), file));

        Assert.Equal("DecompressionBomb", inMemory.Fault.Id);
        Assert.Equal("DecompressionBomb", toFile.Fault.Id);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("deflate")]
#if !NETSTANDARD_LEG
    [InlineData("br")]
#endif
    public async Task A_bomb_is_stopped_however_it_is_packed(string encoding)
    {
        using var packed = new MemoryStream();
        using (Stream packer = encoding == "br"
            ? new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true)
            : new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 100; i++) packer.Write(zeros);
        }

        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        server.Map("/bomb", context => SendPackedAsync(context, encoding, packed.ToArray()));

        PinningException error = await RefusedAsync(_client.Request(new Uri(server.Uri, "/bomb")));

        Assert.Equal("DecompressionBomb", error.Fault.Id);
    }

    [Fact]
    public async Task A_bomb_in_a_bomb_is_unpacked_once_and_no_further()
    {
        byte[] inner = Gzip(new byte[1 << 20]);
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        server.Map("/nested", context => SendPackedAsync(context, "gzip, gzip", Gzip(inner)));

        PinnedWebRequest request = _client.Request(new Uri(server.Uri, "/nested"));

        using ExchangeResponse reply = await new WebExchange(request).SendAsync(default);
        MemoryStream body = await reply.ReadAsync(default);

        Assert.Equal(inner, body.ToArray());
        Assert.Equal(["gzip"], reply.Message.Content.Headers.ContentEncoding);
    }

    [Theory]
    [InlineData("gzip", "this is not packed at all")]
    [InlineData("deflate", "\u0078\u009c\u00ff\u00ff\u00ff\u00ff")]
#if !NETSTANDARD_LEG
    [InlineData("br", "this is not packed at all")]
#endif
    public async Task What_is_not_packed_as_it_says_is_a_broken_response(string encoding, string body)
    {
        PinningException error = await RefusedByRawAsync(
            $"HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\nContent-Length: {body.Length}\r\n\r\n{body}");

        Assert.Equal("ResponseBroken", error.Fault.Id);
    }

    [Fact]
    public async Task Header_fields_without_end_are_stopped()
    {
        var head = new StringBuilder("HTTP/1.1 200 OK\r\n");
        for (int i = 0; i < 10_000; i++) head.Append("X-").Append(i).Append(": some value\r\n");

        PinningException error = await RefusedByRawAsync(head.Append("Content-Length: 0\r\n\r\n").ToString());

        Assert.Equal("RequestFailed", error.Fault.Id);
    }

    [Fact]
    public async Task Extensions_of_a_chunk_without_end_are_stopped()
    {
        PinningException error = await RefusedByRawAsync(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;" + new string('x', 1 << 20)
            + "\r\nhello\r\n0\r\n\r\n");

        Assert.Equal("ResponseBroken", error.Fault.Id);
    }

    [Fact]
    public async Task Trailing_fields_without_end_are_stopped()
    {
        var trailer = new StringBuilder("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n");
        for (int i = 0; i < 10_000; i++) trailer.Append("X-").Append(i).Append(": some value\r\n");

        PinningException error = await RefusedByRawAsync(trailer.Append("\r\n").ToString());

        Assert.Equal("ResponseBroken", error.Fault.Id);
    }

    [Fact]
    public async Task A_body_beyond_the_bound_is_stopped_though_nothing_was_announced()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        using ExchangeResponse reply =
            await new WebExchange(_client.Request(new Uri(server.Uri, "/bytes/2000000"))).SendAsync(default);

        var error = await Assert.ThrowsAsync<PinningException>(() => reply.CopyAsync(Stream.Null, 1_000_000, default));

        Assert.Equal("ResponseTooLarge", error.Fault.Id);
        Assert.InRange(reply.Received, 1_000_000, 1_500_000);
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
        PinningException error = await RefusedByRawAsync(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk);

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

    private async Task<PinningException> RefusedByRawAsync(string answer)
    {
        await using TlsTestServer server = TlsTestServer.Start(Leaf, Raw(answer));
        return await RefusedAsync(_client.Request(server.Uri));
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(bytes);
        return packed.ToArray();
    }

    private static Task SendPackedAsync(HttpContext context, string encoding, byte[] bytes)
    {
        context.Response.Headers.ContentEncoding = encoding;
        return context.Response.Body.WriteAsync(bytes).AsTask();
    }
}

using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using Xunit;
using static PinningTools.Tests.Http.RawAnswers;
using static PinningTools.Tests.Http.WebClient;

namespace PinningTools.Tests.Http;

public sealed class DownloadTests : IDisposable
{
    private static readonly byte[] s_file = [.. Enumerable.Range(0, 200_000).Select(place => (byte)(place * 7))];

    private readonly WebClient _client = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_download_that_breaks_off_leaves_nothing_behind_and_an_older_file_as_it_was()
    {
        await using TlsTestServer server = TlsTestServer.Start(
            Leaf, Raw("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort"));
        string file = _folder.File("file");
        await File.WriteAllTextAsync(file, "older");

        await Assert.ThrowsAsync<PinningException>(() => _client.DownloadAsync(server.Uri, _folder.File("new")));
        await Assert.ThrowsAsync<PinningException>(() => _client.DownloadAsync(server.Uri, file));

        Assert.Equal("older", await File.ReadAllTextAsync(file));
        Assert.Equal([file], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_download_that_may_be_resumed_keeps_what_came_and_goes_on_from_there()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        server.Map("/file", FileAsync);
        string file = _folder.File("file");
        TlsServerOptions breaking = Raw("HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + (char)0 + (char)7);
        await using (TlsTestServer broken = TlsTestServer.Start(Leaf, breaking))
            await Assert.ThrowsAsync<PinningException>(() => _client.DownloadAsync(broken.Uri, file, resumeFrom: 0));
        Assert.Equal(2, new FileInfo(file).Length);

        await _client.DownloadAsync(new Uri(server.Uri, "/file"), file, resumeFrom: 2);
        bool again = await _client.DownloadAsync(new Uri(server.Uri, "/file"), file, resumeFrom: s_file.Length);

        Assert.True(again);
        Assert.Equal(s_file, await File.ReadAllBytesAsync(file));
        Assert.Equal("bytes=2-", server.Requests[0].Headers["Range"]);
    }

    [Fact]
    public async Task A_file_longer_than_the_servers_is_downloaded_anew()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        server.Map("/file", FileAsync);
        string file = _folder.File("file");
        await File.WriteAllBytesAsync(file, new byte[300_000]);

        await _client.DownloadAsync(new Uri(server.Uri, "/file"), file, resumeFrom: 300_000);

        Assert.Equal(s_file, await File.ReadAllBytesAsync(file));
    }

    [Fact]
    public async Task A_range_that_does_not_continue_the_file_is_not_appended()
    {
        await using TlsTestServer server = TlsTestServer.Start(
            Leaf, Raw("HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 5-9/10\r\nContent-Length: 5\r\n\r\nevil!"));
        string file = _folder.File("file");
        await File.WriteAllTextAsync(file, "ab");

        var error = await Assert.ThrowsAsync<PinningException>(
            () => _client.DownloadAsync(server.Uri, file, resumeFrom: 2));

        Assert.Equal("ResumeMismatch", error.Fault.Id);
        Assert.Equal("ab", await File.ReadAllTextAsync(file));
    }

    [Theory]
    [InlineData("https://h/a/b.zip", "b.zip")]
    [InlineData("https://h/a/b%20c.zip?x=1", "b c.zip")]
    [InlineData("https://h/..%2f..%2fetc%2fpasswd", "passwd")]
    [InlineData("https://h/a/..%5c..%5cevil.exe", "evil.exe")]
    public void In_a_folder_the_last_part_of_the_address_names_the_file_and_leads_nowhere_else(
        string uri, string name) =>
        Assert.Equal(Path.Combine(_folder.Path, name), OutFile.PathFor(_folder.Path, new Uri(uri)));

    [Theory]
    [InlineData("https://h/")]
    [InlineData("https://h/a/%2e%2e%2f")]
    public void An_address_without_a_name_names_no_file(string uri)
    {
        var error = Assert.Throws<PinningException>(() => OutFile.PathFor(_folder.Path, new Uri(uri)));

        Assert.Equal("OutFileNameMissing", error.Fault.Id);
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_named()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);

        var error = await Assert.ThrowsAsync<PinningException>(
            () => _client.DownloadAsync(server.Uri, Path.Combine(_folder.Path, "no", "such", "folder")));

        Assert.Equal("OutFileUnwritable", error.Fault.Id);
    }

    private static Task FileAsync(HttpContext context) =>
        Results.Bytes(s_file, "application/octet-stream", enableRangeProcessing: true).ExecuteAsync(context);
}

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
    public async Task What_killed_downloads_to_the_same_file_left_is_taken_away()
    {
        using var folder = new TemporaryFolder();
        string Part(string name) => folder.File($".{name}.{Guid.NewGuid():N}.part");
        string dead = Part("file");
        string others = Part("file.txt");
        string foreign = folder.File(".file.notes.part");
        string alive = Part("file");
        foreach (string one in new[] { dead, others, foreign }) File.WriteAllText(one, "some");
        using var held = new FileStream(alive, FileMode.CreateNew, FileAccess.Write, FileShare.Read);

        await OutFile.SaveAsync(folder.File("file"), false, false, file => file.WriteAsync(new byte[9]).AsTask());

        Assert.Equal(
            new[] { "file", Path.GetFileName(alive), Path.GetFileName(foreign), Path.GetFileName(others) }.Order(),
            folder.Names().Order());
        File.WriteAllText(dead, "some");
        await OutFile.SaveNewAsync(folder.File("file"), file => file.WriteAsync(new byte[9]).AsTask());
        Assert.False(File.Exists(dead));
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

    /// <summary>As New-TemporaryFile makes it.</summary>
    [Fact]
    public async Task A_download_that_breaks_off_leaves_an_empty_file_empty()
    {
        await using TlsTestServer server = TlsTestServer.Start(
            Leaf, Raw("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort"));
        string file = _folder.File("file");
        await File.WriteAllTextAsync(file, "");

        await Assert.ThrowsAsync<PinningException>(() => _client.DownloadAsync(server.Uri, file));

        Assert.Equal("", await File.ReadAllTextAsync(file));
        Assert.Equal([file], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_length_beyond_all_bounds_is_no_reason_to_fall_over()
    {
        await using TlsTestServer server = TlsTestServer.Start(
            Leaf, Raw($"HTTP/1.1 200 OK\r\nContent-Length: {long.MaxValue}\r\n\r\nshort"));

        var error = await Assert.ThrowsAsync<PinningException>(
            () => _client.DownloadAsync(server.Uri, _folder.File("file")));

        Assert.Equal("ResponseBroken", error.Fault.Id);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
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

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task A_file_longer_than_the_servers_is_downloaded_anew_after_the_retries(int retries)
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        server.Map("/file", FileAsync);
        string file = _folder.File("file");
        await File.WriteAllBytesAsync(file, new byte[300_000]);

        await _client.DownloadAsync(new Uri(server.Uri, "/file"), file, resumeFrom: 300_000, retries);

        Assert.Equal(s_file, await File.ReadAllBytesAsync(file));
        Assert.Equal(retries + 1, server.Requests.Count(request => request.Headers.ContainsKey("Range")));
        Assert.Equal(retries + 2, server.Requests.Count);
    }

    [Theory]
    [InlineData(206, "bytes 2-6/7")]
    [InlineData(416, "bytes */2")]
    public async Task A_part_that_was_not_asked_for_is_no_part_of_the_file(int status, string range)
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        server.Map("/file", context =>
        {
            bool isAsked = context.Request.Headers.ContainsKey("Range");
            context.Response.StatusCode = isAsked ? 416 : status;
            context.Response.Headers.ContentRange = isAsked ? "bytes */5" : range;
            return isAsked ? Task.CompletedTask : context.Response.WriteAsync("evil!");
        });
        string file = _folder.File("file");
        await File.WriteAllTextAsync(file, "ab");

        bool isWhole = await _client.DownloadAsync(new Uri(server.Uri, "/file"), file, resumeFrom: 2);

        Assert.False(isWhole);
        Assert.Equal("evil!", await File.ReadAllTextAsync(file));
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
        Assert.Equal(Path.Combine(_folder.Path, name), OutFile.PathIn(_folder.Path, new Uri(uri)));

    [Theory]
    [InlineData("https://h/")]
    [InlineData("https://h/a/%2e%2e%2f")]
    public void An_address_without_a_name_names_no_file(string uri)
    {
        var error = Assert.Throws<PinningException>(() => OutFile.PathIn(_folder.Path, new Uri(uri)));

        Assert.Equal("OutFileNameMissing", error.Fault.Id);
    }

    [Theory]
    [InlineData("https://h/%1b]0;owned%07.profile")]
    [InlineData("https://h/invoice%e2%80%aefdp.exe")]
    [InlineData("https://h/.profile")]
    [InlineData("https://h/a%0ab")]
    [InlineData("https://h/%2e%2e%2f%2essh")]
    [InlineData("https://h/a.exe.")]
    [InlineData("https://h/a.exe%20")]
    public void A_name_that_hides_or_commands_something_names_no_file(string uri)
    {
        var error = Assert.Throws<PinningException>(() => OutFile.PathIn(_folder.Path, new Uri(uri)));

        Assert.Equal("OutFileNameRefused", error.Fault.Id);
        Assert.DoesNotContain(error.Fault.Message, character => char.IsControl(character) || character == '\u202e');
    }

    [SkippableFact]
    public async Task A_link_that_waits_in_the_folder_is_not_written_through()
    {
        Skip.If(Path.DirectorySeparatorChar == '\\', "making a link needs a privilege there");
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        server.Map("/file", FileAsync);
        string victim = _folder.File("victim");
        string folder = Directory.CreateDirectory(_folder.File("shared")).FullName;
        await File.WriteAllTextAsync(victim, "mine");
        File.CreateSymbolicLink(Path.Combine(folder, "file"), victim);

        var error = await Assert.ThrowsAsync<PinningException>(
            () => _client.DownloadAsync(new Uri(server.Uri, "/file"), folder));
        await _client.DownloadAsync(new Uri(server.Uri, "/file"), Path.Combine(folder, "file"));

        Assert.Equal("OutFileIsLink", error.Fault.Id);
        Assert.Equal(s_file, await File.ReadAllBytesAsync(victim));
    }

    [SkippableFact]
    public async Task A_file_that_waits_in_the_folder_is_replaced_and_its_owner_has_nothing_of_the_new_one()
    {
        Skip.If(Path.DirectorySeparatorChar == '\\', "permissions are others there");
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        server.Map("/file", FileAsync);
        string planted = _folder.File("file");
        await File.WriteAllTextAsync(planted, "");
        await using FileStream held = File.OpenRead(planted);

        await _client.DownloadAsync(new Uri(server.Uri, "/file"), _folder.Path);

        Assert.Equal(0, held.Length);
        Assert.Equal(s_file, await File.ReadAllBytesAsync(planted));
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_named()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);

        var error = await Assert.ThrowsAsync<PinningException>(
            () => _client.DownloadAsync(server.Uri, Path.Combine(_folder.Path, "no", "such", "folder")));

        Assert.Equal("OutFileFolderMissing", error.Fault.Id);
        Assert.Equal(FaultKind.NotFound, error.Fault.Kind);
        Assert.DoesNotContain(".part", error.Message, StringComparison.Ordinal);
    }

    private static Task FileAsync(HttpContext context) =>
        Results.Bytes(s_file, "application/octet-stream", enableRangeProcessing: true).ExecuteAsync(context);
}

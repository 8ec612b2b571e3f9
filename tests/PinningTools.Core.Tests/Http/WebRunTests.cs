using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
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

/// <summary>The run of a web command: bodies, files, next pages and the status of a response.</summary>
public sealed class WebRunTests : IAsyncLifetime, IDisposable
{
    private readonly WebClient _client = new();
    private readonly TemporaryFolder _folder = new();
    private readonly List<WebPage> _pages = [];
    private readonly List<Fault> _reported = [];
    private HttpTestServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await HttpTestServer.StartAsync(Leaf);
        // Each page names the next one, without end.
        _server.Map("/pages", context =>
        {
            int number = int.Parse(
                "0" + context.Request.QueryString.Value!.TrimStart('?'), CultureInfo.InvariantCulture);
            context.Response.Headers["Link"] = $"</pages?{number + 1}>; rel=\"next\"";
            return context.Response.WriteAsync($"page {number}");
        });
        _server.Map("/sorry", context =>
        {
            context.Response.StatusCode = 418;
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("<b>short and stout</b>");
        });
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_body_is_in_memory_where_it_is_a_result()
    {
        await Run("/").RunAsync(default);

        Assert.Equal(["hello"], Texts());
        Assert.Null(Assert.Single(_pages).File);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_for_a_file_is_a_result_too_where_that_is_wanted(bool keepsBody)
    {
        string file = _folder.File("body");

        await Run("/", file, keepsBody).RunAsync(default);

        Assert.Equal("hello", File.ReadAllText(file));
        Assert.Equal(keepsBody ? ["hello"] : new string?[] { null }, Texts());
        Assert.Equal(file, _pages[0].File);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task As_many_pages_are_asked_for_as_are_wanted(int pages)
    {
        await Run("/pages", pages: pages).RunAsync(default);

        Assert.Equal(Enumerable.Range(0, pages).Select(number => $"page {number}"), Texts());
        Assert.Equal(pages, _server.Requests.Count);
        Assert.Null(_pages[^1].Next);
    }

    [Fact]
    public async Task No_page_is_asked_for_before_the_last_one_was_taken()
    {
        var seen = new List<int>();
        WebRun run = new(_client.Request(Address("/pages")), null)
        {
            MaximumPages = 3,
            Take = async _ =>
            {
                // Whoever takes it may take its time.
                await Task.Delay(100);
                seen.Add(_server.Requests.Count);
            },
        };

        await run.RunAsync(default);

        Assert.Equal([1, 2, 3], seen);
    }

    [Fact]
    public async Task Whoever_stops_while_a_page_is_taken_is_asked_for_no_more()
    {
        using var stop = new CancellationTokenSource();
        WebRun run = new(_client.Request(Address("/pages")), null)
        {
            MaximumPages = int.MaxValue,
            Take = page =>
            {
                _pages.Add(page);
                stop.Cancel();
                return Task.CompletedTask;
            },
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.RunAsync(stop.Token));

        Assert.Single(_server.Requests);
        Assert.Null(run.Current);
    }

    [Fact]
    public async Task A_status_that_is_no_success_is_an_error_with_what_the_server_said()
    {
        var error = await Assert.ThrowsAsync<WebStatusException>(() => Run("/sorry").RunAsync(default));

        Assert.Equal(("short and stout", (HttpStatusCode)418), (error.Text, error.Response.StatusCode));
        Assert.Equal(Address("/sorry"), error.Uri);
        Assert.Empty(_pages);
    }

    [Fact]
    public async Task Where_any_status_is_wanted_it_is_a_result()
    {
        WebRun run = new(_client.Request(Address("/sorry")), null) { TakesAnyStatus = true, Take = TakeAsync };

        await run.RunAsync(default);

        Assert.Equal(["<b>short and stout</b>"], Texts());
    }

    [Fact]
    public async Task A_redirection_that_nobody_wanted_to_follow_is_a_result_and_said_beside_it()
    {
        Uri uri = Address("/redirect?to=" + _server.Uri);
        PinnedWebRequest request = _client.Request(uri) with { MaximumRedirection = 0 };
        WebRun run = new(request, null) { TakesAnyStatus = true, Take = TakeAsync, Report = _reported.Add };

        await run.RunAsync(default);

        Assert.Equal("MaximumRedirectExceeded", Assert.Single(_reported).Id);
        Assert.Single(_pages);
    }

    [Fact]
    public async Task A_page_of_an_impostor_is_not_taken()
    {
        await using TlsTestServer impostor = TlsTestServer.Start(Impostor);
        WebRun run = new(_client.Request(impostor.Uri), _folder.File("body")) { Take = TakeAsync };

        PinningException error = await Assert.ThrowsAsync<PinRefusedException>(() => run.RunAsync(default));

        Assert.Equal("PinMismatch", error.Fault.Id);
        Assert.Empty(_pages);
        Assert.Empty(_folder.Names());
        await AssertSilentAsync(impostor);
    }

    private Uri Address(string path) => new(_server.Uri, path);

    private WebRun Run(string path, string? file = null, bool keepsBody = true, int pages = 1) =>
        new(_client.Request(Address(path)), file) { KeepsBody = keepsBody, MaximumPages = pages, Take = TakeAsync };

    private Task TakeAsync(WebPage page)
    {
        _pages.Add(page);
        return Task.CompletedTask;
    }

    private IEnumerable<string?> Texts() =>
        _pages.Select(page => page.Body is { } body ? Encoding.UTF8.GetString(body.ToArray()) : null);
}

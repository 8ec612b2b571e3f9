using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.PinSets;

public sealed class RemoteStoreTests : IDisposable
{
    private readonly PublishedStore _published = new();

    public void Dispose() => _published.Dispose();

    [Fact]
    public async Task Fetched_sets_are_added_and_local_ones_win()
    {
        _published.Publish(1, "remote.example", "pins.example");

        PinStore store = await _published.LoadAsync();

        Assert.NotNull(store.Find(HostName.Parse("remote.example"), 443));
        Assert.Equal("local", store.Find(HostName.Parse("pins.example"), 443)?.Note);
        Assert.Empty(_published.Warnings);
    }

    [Fact]
    public async Task A_fresh_copy_serves_without_asking_and_an_old_one_is_renewed()
    {
        _published.Publish(1, "a.example");
        await _published.LoadAsync();
        int asked = _published.Asked;

        await _published.LoadAsync(PublishedStore.Now.AddHours(23));
        Assert.Equal(asked, _published.Asked);

        _published.Publish(2, "b.example");
        PinStore renewed = await _published.LoadAsync(PublishedStore.Now.AddHours(24));
        Assert.NotNull(renewed.Find(HostName.Parse("b.example"), 443));
    }

    [Fact]
    public async Task The_last_good_copy_serves_with_a_warning_when_the_source_is_away()
    {
        _published.Publish(1, "a.example");
        await _published.LoadAsync();
        _published.Content = null;

        PinStore store = await _published.LoadAsync(PublishedStore.Now.AddDays(2));

        Assert.NotNull(store.Find(HostName.Parse("a.example"), 443));
        Assert.Contains("the copy from 2026-06-01 is used", Assert.Single(_published.Warnings));
    }

    [Fact]
    public async Task A_copy_that_is_too_old_serves_no_more()
    {
        _published.Publish(1, "a.example");
        await _published.LoadAsync(maxAgeDays: 10);
        _published.Content = null;

        Assert.NotNull(await _published.LoadAsync(PublishedStore.Now.AddDays(9), maxAgeDays: 10));
        Assert.Equal("SourceTooOld", await _published.FaultAsync(PublishedStore.Now.AddDays(10), maxAgeDays: 10));
    }

    [Fact]
    public async Task A_script_that_asks_a_thousand_times_reads_once()
    {
        _published.Publish(1, "a.example");
        PinStore local = _published.Local();
        PinStore first = await _published.LoadAsync(local);

        for (int i = 0; i < 1000; i++) Assert.Same(first, await _published.LoadAsync(local));

        Assert.Equal(2, _published.Asked);
    }

    [Fact]
    public async Task A_source_that_is_away_is_left_alone_for_a_minute_and_each_use_says_so()
    {
        _published.Publish(1, "a.example");
        PinStore local = _published.Local();
        await _published.LoadAsync(local);
        (byte[]? content, _published.Content) = (_published.Content, null);
        int asked = _published.Asked;
        DateTime later = PublishedStore.Now.AddDays(2);

        for (int i = 0; i < 3; i++) await _published.LoadAsync(local, later.AddSeconds(i * 20));
        Assert.Equal((asked + 1, 3), (_published.Asked, _published.Warnings.Count));

        _published.Content = content;
        await _published.LoadAsync(local, later.AddSeconds(60));
        Assert.Equal((asked + 3, 3), (_published.Asked, _published.Warnings.Count));
    }

    [Fact]
    public async Task Who_may_not_write_beside_the_store_keeps_a_copy_of_their_own()
    {
        Directory.CreateDirectory(_published.CopyPath + ".lock");
        _published.Publish(1, "a.example");
        await _published.LoadAsync();
        _published.Content = null;

        PinStore store = await _published.LoadAsync();

        Assert.NotNull(store.Find(HostName.Parse("a.example"), 443));
        Assert.Empty(_published.Warnings);
        Assert.Single(Directory.GetFiles(_published.OwnFolder, "*.copy"));
        Assert.False(File.Exists(_published.CopyPath));
    }

    [Fact]
    public async Task The_newer_of_two_copies_serves()
    {
        _published.Publish(1, "old.example");
        await _published.LoadAsync();
        File.Move(_published.CopyPath, _published.Path + ".kept");
        File.Delete(_published.CopyPath + ".lock");
        Directory.CreateDirectory(_published.CopyPath + ".lock");
        _published.Publish(2, "new.example");
        await _published.LoadAsync();
        File.Move(_published.Path + ".kept", _published.CopyPath);
        _published.Content = null;

        Assert.NotNull((await _published.LoadAsync()).Find(HostName.Parse("new.example"), 443));
    }

    [Fact]
    public async Task Where_no_copy_can_be_kept_the_fetched_sets_serve_and_it_is_said()
    {
        Directory.CreateDirectory(_published.CopyPath + ".lock");
        File.WriteAllText(_published.OwnFolder, "in the way");
        _published.Publish(1, "a.example");

        Assert.NotNull((await _published.LoadAsync()).Find(HostName.Parse("a.example"), 443));
        Assert.Contains("an older version is not noticed", Assert.Single(_published.Warnings));
    }

    /// <summary>Someone keeps the lock: what was fetched and is good does not wait for its copy.</summary>
    [Fact]
    public async Task A_newer_store_serves_at_once_where_its_copy_cannot_be_locked()
    {
        _published.Publish(1, "old.example");
        await _published.LoadAsync();
        _published.Publish(2, "new.example");
        using FileStream held = new(
            _published.CopyPath + ".lock", FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        File.WriteAllText(_published.OwnFolder, "in the way");
        var watch = Stopwatch.StartNew();

        PinStore store = await _published.LoadAsync(PublishedStore.Now.AddDays(2));

        Assert.NotNull(store.Find(HostName.Parse("new.example"), 443));
        Assert.Contains("an older version is not noticed", Assert.Single(_published.Warnings));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"It took {watch.Elapsed}.");
    }

    [Fact]
    public async Task Local_sets_win_over_narrower_fetched_ones()
    {
        _published.Publish(1, "www.pins.example", "www.other.example");

        PinStore store = await _published.LoadAsync(_published.Local("**.pins.example"));

        Assert.Equal("**.pins.example", store.Find(HostName.Parse("www.pins.example"), 443)?.Pattern);
        Assert.NotNull(store.Find(HostName.Parse("www.other.example"), 443));
    }

    [Fact]
    public async Task A_store_is_fetched_over_a_connection_that_was_judged_first()
    {
        TestCertificate root = TestCertificate.Root("Source Root");
        _published.Publish(1, "remote.example");
        byte[] content = _published.Content!;
        string signature = Convert.ToBase64String(_published.Signature!);
        await using HttpTestServer server = await HttpTestServer.StartAsync(root.Issue("localhost"));
        server.Map("/store.json", context => context.Response.Body.WriteAsync(content, 0, content.Length));
        server.Map("/store.json.sig", context => context.Response.WriteAsync(signature));
        string uri = $"https://localhost:{server.Port}/store.json";

        PinStore good = await FetchAsync(_published.LocalFor(uri, root, root.Pin), _published.Path);
        Assert.NotNull(good.Find(HostName.Parse("remote.example"), 443));
        int requests = server.Requests.Count;
        Assert.Equal(2, requests);

        PinStore doubting = _published.LocalFor(uri, root, TestSets.Pin("other").ToString());
        var error = await Assert.ThrowsAsync<PinRefusedException>(() =>
            FetchAsync(doubting, _published.Path + ".other"));
        Assert.Equal("PinMismatch", error.Fault.Id);
        Assert.Equal(requests, server.Requests.Count);
    }

    private Task<PinStore> FetchAsync(PinStore local, string path) =>
        new RemoteStore(local, path) { Now = PublishedStore.Now }.LoadAsync(
            _published.Warnings.Add, CancellationToken.None);
}

using System;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.PinSets;

/// <summary>Who holds the host can keep serving what was signed once; the publisher says for how long that is good.</summary>
public sealed class ValidUntilTests : IDisposable
{
    private static readonly DateTime s_end = PublishedStore.Now.AddDays(10);

    private readonly PublishedStore _published = new();

    public void Dispose() => _published.Dispose();

    [Fact]
    public async Task Before_its_end_a_store_serves_and_is_renewed()
    {
        _published.PublishUntil(1, s_end, "a.example");
        await _published.LoadAsync();
        await _published.LoadAsync(s_end.AddSeconds(-1));

        Assert.Empty(_published.Warnings);
        Assert.Equal(4, _published.Asked);
    }

    [Fact]
    public async Task At_its_end_a_frozen_store_counts_as_a_source_that_is_away()
    {
        _published.PublishUntil(1, s_end, "a.example");
        await _published.LoadAsync();

        PinStore store = await _published.LoadAsync(s_end);

        Assert.NotNull(store.Find(HostName.Parse("a.example"), 443));
        Assert.Contains("was valid until 2026-06-11", Assert.Single(_published.Warnings));
    }

    /// <summary>However young the copy is: past the end the source is asked.</summary>
    [Fact]
    public async Task At_its_end_a_copy_is_no_longer_fresh()
    {
        _published.PublishUntil(1, s_end, "a.example");
        await _published.LoadAsync(s_end.AddHours(-1));
        int asked = _published.Asked;
        _published.PublishUntil(2, s_end.AddDays(10), "b.example");

        PinStore store = await _published.LoadAsync(s_end);

        Assert.Equal(asked + 2, _published.Asked);
        Assert.NotNull(store.Find(HostName.Parse("b.example"), 443));
        Assert.Empty(_published.Warnings);
    }

    [Fact]
    public async Task Each_fetch_of_a_frozen_store_leaves_its_age_as_it_is()
    {
        _published.PublishUntil(1, s_end, "a.example");
        await _published.LoadAsync(maxAgeDays: 5);
        await _published.LoadAsync(s_end.AddHours(-1), maxAgeDays: 5);

        Assert.NotNull(await _published.LoadAsync(s_end.AddDays(4), maxAgeDays: 5));
        Assert.Equal("SourceTooOld", await _published.FaultAsync(s_end.AddDays(5), maxAgeDays: 5));
    }

    [Fact]
    public async Task A_store_past_its_end_is_no_beginning()
    {
        _published.PublishUntil(1, s_end, "a.example");

        Assert.Equal("SourceExpired", await _published.FaultAsync(s_end));
        Assert.Equal("SourceExpired", await _published.FaultAsync(s_end));
    }

    /// <summary>It may hold a veto that the older one lacks.</summary>
    [Fact]
    public async Task Of_two_that_are_past_their_end_the_newer_one_serves()
    {
        _published.PublishUntil(1, s_end, "a.example");
        await _published.LoadAsync();
        _published.PublishUntil(2, s_end.AddDays(1), "b.example");

        PinStore store = await _published.LoadAsync(s_end.AddDays(2));
        PinStore again = await _published.LoadAsync(s_end.AddDays(3));

        Assert.NotNull(store.Find(HostName.Parse("b.example"), 443));
        Assert.NotNull(again.Find(HostName.Parse("b.example"), 443));
        Assert.Equal(2, _published.Warnings.Count);
        // Its age counts from its end, not from when it came.
        Assert.NotNull(await _published.LoadAsync(s_end.AddDays(5), maxAgeDays: 5));
        Assert.Equal("SourceTooOld", await _published.FaultAsync(s_end.AddDays(6), maxAgeDays: 5));
    }

    [Fact]
    public async Task The_end_is_covered_by_the_signature()
    {
        _published.PublishUntil(1, s_end, "a.example");
        string changed = Encoding.UTF8.GetString(_published.Content!).Replace("2026-06-11", "2036-06-11");
        _published.Content = Encoding.UTF8.GetBytes(changed);

        Assert.Equal("SourceSignatureInvalid", await _published.FaultAsync());
    }

    [Fact]
    public void The_end_is_written_and_read_back()
    {
        PinStore store = TestSets.Store("a.example");
        store.ValidUntil = new DateTime(2027, 1, 31, 12, 0, 0, DateTimeKind.Utc);

        string text = PinStoreJson.Write(store);

        Assert.Contains("\"validUntil\": \"2027-01-31T12:00:00Z\"", text);
        Assert.Equal(store.ValidUntil, PinStoreJson.Read(text, "test").ValidUntil);
        Assert.Equal("JsonUnexpected", TestSets.FaultOf(() =>
            PinStoreJson.Read("{\"pinStore\": 1, \"validUntil\": \"soon\"}", "test")));
        Assert.Equal("JsonUnexpected", TestSets.FaultOf(() =>
            PinStoreJson.Read("{\"pinStore\": 1, \"validuntil\": \"2027-01-31\"}", "test")));
    }

    [Theory]
    [InlineData(0, null, null)]
    [InlineData(3, null, "NoValidUntil")]
    [InlineData(3, -1, "ValidUntilPast")]
    [InlineData(3, 0, "ValidUntilPast")]
    [InlineData(3, 14, null)]
    [InlineData(3, 400, "ValidUntilFar")]
    public void The_linter_finds_a_published_store_without_a_near_end(int version, int? days, string? id)
    {
        PinStore store = TestSets.Store("a.example");
        store.Version = version;
        store.ValidUntil = days is { } ahead ? PublishedStore.Now.AddDays(ahead) : null;

        PinSetFinding? finding = StoreRules.Published(store, "/p/pins.json", PublishedStore.Now).SingleOrDefault();

        Assert.Equal(id, finding?.Id);
        if (id is not null)
            Assert.Equal(
                "Before you sign it: Update-PinSet -PinStore '/p/pins.json' -ValidUntil (Get-Date).AddDays(14)",
                finding?.Fix);
    }

    [Theory]
    [InlineData(null, false, "SourceCanFreeze")]
    [InlineData(30, false, null)]
    [InlineData(null, true, null)]
    public async Task The_linter_finds_a_source_that_could_be_frozen(int? maxAgeDays, bool hasEnd, string? id)
    {
        if (hasEnd) _published.PublishUntil(1, s_end, "a.example");
        else _published.Publish(1, "a.example");
        await _published.LoadAsync();

        Assert.Equal(
            id, StoreRules.Find(_published.Local(maxAgeDays: maxAgeDays), _published.Path).SingleOrDefault()?.Id);
    }

    /// <summary>A byte at a time, and each within every time that is given to a read.</summary>
    [Theory]
    [InlineData("/store.json", 2)]
    [InlineData("/store.json.sig", 2)]
    public async Task A_source_that_drips_is_left_at_the_deadline(string slow, int seconds)
    {
        TestCertificate root = TestCertificate.Root("Source Root");
        _published.Publish(1, "a.example");
        byte[] content = _published.Content!;
        byte[] signature = _published.Signature!;
        await using HttpTestServer server = await HttpTestServer.StartAsync(root.Issue("localhost"));
        server.Map("/store.json", context => SendAsync(context, content));
        server.Map("/store.json.sig", context => SendAsync(context, signature));
        PinStore local = _published.LocalFor($"https://localhost:{server.Port}/store.json", root, root.Pin);

        Task<PinStore> load = new RemoteStore(local, _published.Path)
        {
            Now = PublishedStore.Now,
            Timeout = TimeSpan.FromSeconds(seconds),
        }.LoadAsync(_published.Warnings.Add, CancellationToken.None);

        PinningException error = await Assert.ThrowsAsync<PinningException>(
            () => load.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal("SourceTimedOut", error.Fault.Id);

        async Task SendAsync(HttpContext context, byte[] body)
        {
            bool drips = context.Request.Path == slow;
            for (int i = 0; i < body.Length || drips; i++)
            {
                await context.Response.Body.WriteAsync(body.AsMemory(i % body.Length, 1), context.RequestAborted);
                if (!drips) continue;
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(100, context.RequestAborted);
            }
        }
    }
}

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Tests.Checks.Reports;
using PinningTools.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace PinningTools.Tests.Checks.Shards;

/// <summary>The parts of a run, merged in any order and in any steps, are the run of the whole list.</summary>
public sealed class ShardMergeTests(ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    private const int Parts = 5;
    private readonly ShardedList _list = new(90);
    private readonly TemporaryFolder _folder = new();
    private PinCheckSummary[] _parts = [];
    private PinCheckSummary _whole = new();

    public async Task InitializeAsync()
    {
        _parts = await _list.RunPartsAsync(Parts);
        _whole = await _list.RunAsync();
    }

    public async Task DisposeAsync() => await _list.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task All_parts_are_the_whole_run_but_for_time()
    {
        PinCheckSummary merged = await ShardedList.MergeAsync(_parts);

        Assert.Equal(ShardedList.ButTime(_whole), ShardedList.ButTime(merged));
        Assert.Equal(["Critical", "Ok", "Unknown", "Warning"], merged.Details.Select(one => one.Level).Distinct().Order());
        Assert.Equal((null, true, "", 0), (merged.Shard, merged.IsComplete, merged.ListId, merged.MissingShard.Length));
        Assert.Equal(_parts.Sum(part => part.Checked), merged.Checked);
    }

    [Fact]
    public async Task Any_order_any_steps_and_anything_twice_give_the_same()
    {
        string expected = (await ShardedList.MergeAsync(_parts)).ToJson();
        var random = new Random(17);
        for (int round = 0; round < 40; round++)
        {
            List<PinCheckSummary> open = [.. _parts, .. _parts.Where(_ => random.Next(3) == 0)];
            while (open.Count > 1)
            {
                // Some of them, in a random order, saved in between in one of the forms that can be read again.
                int take = random.Next(2, open.Count + 1);
                PinCheckSummary[] some = [.. open.OrderBy(_ => random.Next()).Take(take)];
                foreach (PinCheckSummary one in some) open.Remove(one);
                open.Add(Saved(await ShardedList.MergeAsync(some), random.Next(3)));
            }

            Assert.Equal(expected, open[0].ToJson());
        }
    }

    [Theory]
    [InlineData("2", "1,3-5/5", "2/5")]
    [InlineData("1 4", "2-3,5/5", "1/5 4/5")]
    [InlineData("1 2 3 4", "5/5", "1/5 2/5 3/5 4/5")]
    public async Task Missing_parts_are_named_and_never_whole(string without, string shard, string missing)
    {
        PinCheckSummary[] some = [.. _parts.Where((_, i) => !without.Split(' ').Contains($"{i + 1}"))];

        PinCheckSummary merged = await ShardedList.MergeAsync(some);

        Assert.Equal(shard, merged.Shard);
        Assert.Equal(missing.Split(' '), merged.MissingShard);
        Assert.False(merged.IsComplete);
        Assert.Contains("Unknown", merged.FailedOn);
        Assert.True(merged.ExitCode >= 2);
        Assert.Contains($"{merged.MissingShard.Length} of 5 parts missing: {merged.MissingShard[0]}", merged.ToStatusLine());
        Assert.Equal(some.Sum(part => part.Checked), merged.Checked);
        Assert.Equal(ShardedList.ButTime(_whole), ShardedList.ButTime(await ShardedList.MergeAsync([merged, .. _parts])));
    }

    [Fact]
    public async Task A_saved_part_counts_once_whatever_it_was_saved_as()
    {
        PinCheckSummary[] all = [.. _parts, .. Enumerable.Range(0, 3).Select(form => Saved(_parts[0], form))];

        Assert.Equal((await ShardedList.MergeAsync(_parts)).ToJson(), (await ShardedList.MergeAsync(all)).ToJson());
        PinCheckSummary alone = await ShardedList.MergeAsync(_whole, Saved(_whole, 1), Saved(_whole, 2));
        Assert.Equal(_whole.ToJson(), alone.ToJson());
        Assert.Equal(_whole.Checked, (await ShardedList.MergeAsync([await ShardedList.MergeAsync(_parts), .. _parts])).Checked);
    }

    [Fact]
    public async Task What_does_not_belong_together_is_refused()
    {
        PinCheckSummary part = _parts[0], other = _parts[1];
        Task<string> FaultOf(params PinCheckSummary[] runs) => FaultOfAsync(() => ShardedList.MergeAsync(runs));

        Assert.Equal("ReportEmpty", await FaultOf());
        Assert.Equal("MergeOther", await FaultOf(part, other with { Name = "other" }));
        Assert.Equal("MergeOther", await FaultOf(part, other with { ListId = "another list" }));
        Assert.Equal("MergeOther", await FaultOf(part, other with { WarningDays = 6 }));
        Assert.Equal("MergeOther", await FaultOf(part, other with { CriticalDays = 1 }));
        Assert.Equal("MergeOther", await FaultOf(part, other with { At = part.Started }));
        Assert.Equal("MergeOther", await FaultOf(part, await _list.RunAsync("2/6")));
        Assert.Equal("MergeApart", await FaultOf(part, other with { Started = part.Started.AddDays(-1) }));
        Assert.Equal("MergeTwice", await FaultOf(part, part with { Details = [part.Details[0] with { Message = "another" }, .. part.Details.Skip(1)] }));
        Assert.Equal("MergeTwice", await FaultOf(part, part with { Details = [.. part.Details.Skip(1)] }));
        Assert.Equal("MergeNotOfPart", await FaultOf(part, other with { Details = [.. other.Details, part.Details[0] with { Row = 999 }] , Shard = "2-3/5"}));
        Assert.Equal("MergePartAndWhole", await FaultOf(part, _whole with { Details = [.. _whole.Details.Skip(40)] }));
        Assert.Equal("MergeTwoRuns", await FaultOf(_whole, _whole with { Ok = 1 }));
        Assert.Equal("MergeFactsMissing", await FaultOf(part with { Details = [.. part.Details.Select(one => one with { Seen = "" })] }));
        Assert.Equal("MergeFactsMissing", await FaultOf(part with { Details = [.. part.Details.Select(one => one with { Seen = "{}" })] }));
        Assert.Equal("PinCheckShardInvalid", await FaultOf(part with { Shard = "1-/5" }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("3")]
    [InlineData("0/3")]
    [InlineData("4/3")]
    [InlineData("1/0")]
    [InlineData("1/10001")]
    [InlineData("-1/3")]
    [InlineData("1/3/3")]
    [InlineData(" 1/3")]
    public void A_part_is_a_number_of_a_count(string text) =>
        Assert.Equal("PinCheckShardInvalid", Assert.Throws<PinningException>(() => CheckShard.Parse(text)).Fault.Id);

    [Theory]
    [InlineData("www.example.com:443", 16, 1)]
    [InlineData("api.example.com:443", 16, 11)]
    [InlineData("mail.example.com:25+smtp", 3, 2)]
    public void The_part_of_an_endpoint_is_the_same_everywhere_and_for_ever(string key, int count, int number) =>
        Assert.Equal(number, CheckShard.NumberOf(key, count));

    [Fact]
    public async Task Results_of_several_machines_are_compared()
    {
        PinCheckSummary elsewhere = _whole with
        {
            VantagePoint = ["branch7"],
            Details = [.. _whole.Details.Select(one => one with { Views = [.. one.Views.Select(view => view with { VantagePoint = "branch7" })] })],
        };

        PinCheckSummary merged = await ShardedList.MergeAsync(_whole, elsewhere);

        Assert.Equal(PlaceJoinOf(_whole, elsewhere), merged.ToJson());
        Assert.Equal(2, merged.VantagePoint.Length);
    }

    /// <summary>Two nights with a state, once as a whole and once in parts: the same state, the same changes.</summary>
    [Fact]
    public async Task With_a_state_the_parts_leave_what_the_whole_run_leaves()
    {
        string whole = _folder.File("whole.state.jsonl"), parts = _folder.File("parts.state.jsonl");
        CheckRightsOf(_folder.Path);
        await _list.RunAsync(state: whole);
        PinCheckSummary first = await MergeAsync(parts, _parts);
        Assert.True(first.IsFirstRun);
        // A state counts in whole seconds: within one, the parts of the first night would not be older than the second.
        await Task.Delay(TimeSpan.FromSeconds(1.1));
        _list.Server.Certificate = ShardedList.Certificate.Renew();
        PinCheckSummary second = await _list.RunAsync(state: whole);
        PinCheckSummary[] renewed = await _list.RunPartsAsync(Parts, isSlim: true);

        PinCheckSummary merged = await MergeAsync(parts, renewed);

        Assert.Equal(Texts(second), Texts(merged));
        Assert.True(merged.Changes.Length > 50);
        Assert.Equal(Plain(whole), Plain(parts));
        Assert.Equal(second.Details.Count(one => one.Evidence.Length > 0), merged.Details.Count(one => File.Exists(one.Evidence)));
        Assert.Contains(merged.Details, one => one.Evidence.Length > 0);
        Assert.Equal("MergeLate", await FaultOfAsync(() => MergeAsync(parts, _parts)));
        Assert.Equal("MergeStateNeedsShards", await FaultOfAsync(() => MergeAsync(parts, _whole)));
        Assert.Equal("PinCheckStateOfOther", await FaultOfAsync(() => MergeAsync(parts, [.. renewed.Select(one => one with { Name = "other" })])));
        Assert.Equal("PinCheckShardState", await FaultOfAsync(() => _list.RunAsync("1/2", parts)));
        var places = new CheckOptions { Rows = _list.Rows, Shard = new CheckShard(1, 2), Places = [null!] };
        Assert.Equal("PinCheckShardSession", await FaultOfAsync(() => new CheckRun(places).RunAsync(CancellationToken.None)));
    }

    [Fact]
    public async Task A_missing_part_leaves_what_the_state_knows_of_it()
    {
        string state = _folder.File("nightly.state.jsonl");
        CheckRightsOf(_folder.Path);
        await MergeAsync(state, _parts);
        PinCheckSummary[] next = await _list.RunPartsAsync(Parts);

        PinCheckSummary merged = await MergeAsync(state, next[1..]);

        Assert.DoesNotContain(merged.Changes, change => change.Kind == "Removed");
        CheckState kept = CheckStateFile.Look(new CheckFiles(state));
        Assert.False(kept.IsComplete);
        Assert.Equal(_whole.Details.Select(one => one.Key).Where(key => key.Length > 0).Distinct().Count(), kept.Records.Count);
    }

    [Fact]
    public async Task A_part_of_a_short_list_may_be_empty_and_is_fine()
    {
        _list.Rows.RemoveRange(1, _list.Rows.Count - 1);

        PinCheckSummary[] parts = await _list.RunPartsAsync(3);

        Assert.Equal(1, parts.Sum(part => part.Checked));
        Assert.All(parts.Where(part => part.Checked == 0), part => Assert.Equal(("Ok", 0), (part.Level, part.ExitCode)));
        Assert.Equal(ShardedList.ButTime(await _list.RunAsync()), ShardedList.ButTime(await ShardedList.MergeAsync(parts)));
    }

    [Fact, Trait(Rounds.Category, Rounds.Long)]
    public async Task Sixteen_parts_in_three_orders_are_the_whole_run()
    {
        int count = Rounds.Of(usual: 160, whole: 10_000);
        await using var list = new ShardedList(count);
        var watch = Stopwatch.StartNew();
        string whole = ShardedList.ButTime(await list.RunAsync());
        TimeSpan wholeTime = watch.Elapsed;
        watch.Restart();
        PinCheckSummary[] parts = [.. (await list.RunPartsAsync(16)).Select((part, i) => Saved(part, i % 3))];
        TimeSpan partsTime = watch.Elapsed;
        watch.Restart();
        var random = new Random(3);
        PinCheckSummary[][] orders = [parts, [.. Enumerable.Reverse(parts)], [.. parts.OrderBy(_ => random.Next())]];
        string[] merged = new string[orders.Length];
        for (int i = 0; i < orders.Length; i++) merged[i] = (await ShardedList.MergeAsync(orders[i])).ToJson();

        Assert.All(merged, one => Assert.Equal(merged[0], one));
        Assert.Equal(whole, ShardedList.ButTime(merged[0]));
        output.Tell($"{count} endpoints: the whole run {wholeTime.TotalSeconds:0.0} s, sixteen parts one after the other {partsTime.TotalSeconds:0.0} s, three merges {watch.Elapsed.TotalSeconds:0.0} s; {merged[0].Length} bytes, equal");
    }

    private static Task<PinCheckSummary> MergeAsync(string state, params PinCheckSummary[] runs) =>
        new CheckMerge(new MergeOptions { State = state }).RunAsync(runs, CancellationToken.None);

    private static async Task<string> FaultOfAsync(Func<Task> work) => (await Assert.ThrowsAsync<PinningException>(work)).Fault.Id;

    private static string PlaceJoinOf(params PinCheckSummary[] runs) => PlaceJoin.Join(runs).ToJson();

    /// <summary>As it is, as JSON, or as a page.</summary>
    private static PinCheckSummary Saved(PinCheckSummary run, int form) => form switch
    {
        0 => run,
        1 => PinCheckSummary.FromJson(run.ToJson()),
        _ => Assert.Single(SavedReport.Read(Reporting.Write("Html", run), "the page")),
    };

    private static string[] Texts(PinCheckSummary run) =>
        [.. run.Changes.Select(one => $"{one.Key} {one.Kind} {one.Expected} {one.Level} {one.Why}"), .. run.Alerts.Select(one => $"{one.State} {one} {one.Why} {one.Fix.Replace("whole.", "parts.", StringComparison.Ordinal)}"),
            .. run.Details.Select(one => $"{one.Key} {one.Level} {one.FailedRuns} {one.Evidence.Replace("whole.", "parts.", StringComparison.Ordinal)}")];

    /// <summary>The state without times, which are left out where they are equal, and without ids.</summary>
    private static string Plain(string state) => Regex.Replace(
        Regex.Replace(File.ReadAllText(state), "\\d{4}-\\d\\d-\\d\\dT[^\"]*", "TIME"),
        ",?\"(runId|id|seen|since|asked)\":\"[^\"]*\"", "")
        .Replace("whole.", "parts.", StringComparison.Ordinal);

    private static void CheckRightsOf(string folder)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}

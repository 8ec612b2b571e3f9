using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace PinningTools.Tests.Checks;

/// <summary>
/// A process that keeps run after run is killed at any moment, between and within the append of the changes and the
/// replacement of the state; and disks that do not take what is written.
/// </summary>
[Trait(Rounds.Category, Rounds.Long)]
public sealed class CheckCrashTests(ITestOutputHelper output) : IDisposable
{
    private const int Endpoints = 40;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private CheckFiles Files => new(_folder.File("nightly.state.jsonl"));

    [Fact]
    public async Task Whenever_it_is_killed_the_state_is_whole_and_no_change_is_lost_or_written_twice()
    {
        int kills = Rounds.Of(15, 1000);
        var random = new Random(16);
        int within = 0;
        int torn = 0;
        for (int i = 0; i < kills; i++)
        {
            using Process child = ChildProcess.Start("nights", Files.State);
            // The first run is awaited, so that there is something to be killed in.
            string beat = Files.State + ".beat";
            for (var watch = Stopwatch.StartNew(); !File.Exists(beat); await Task.Delay(1))
                Assert.True(watch.Elapsed < TimeSpan.FromMinutes(2), "The process did not begin.");
            await Task.Delay(random.Next(40));
            child.Kill();
            await child.WaitForExitAsync();
            File.Delete(beat);

            CheckState known = CheckStateFile.Look(Files);
            string text = File.ReadAllText(Files.Changes);
            if (!text.EndsWith('\n')) torn++;
            Dictionary<long, List<PinCheckChange>> byRun = text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Take(text.EndsWith('\n') ? int.MaxValue : text.Count(c => c == '\n'))
                .Select((line, number) => CheckChangeText.Read(line, "x", number))
                .GroupBy(change => change.At.Ticks).ToDictionary(run => run.Key, run => run.ToList());
            long last = known.Finished.Ticks;
            Assert.Equal(Endpoints, known.Records.Count);
            Assert.All(byRun.Where(run => run.Key <= last), run => Assert.Equal(Endpoints, run.Value.Count));
            Assert.Equal((known.Finished - NightsProgram.Start).TotalDays + 1, byRun.Keys.Count(at => at <= last));
            Assert.True(byRun.Keys.Count(at => at > last) <= 1);
            if (byRun.Keys.Any(at => at > last)) within++;
            string[] ids = [.. byRun.Values.SelectMany(run => run).Select(change => change.Id)];
            Assert.Equal(ids.Length, ids.Distinct().Count());
        }

        output.Tell($"{kills} kills, {within} of them between append and replacement, {torn} within the append");
    }

    [SkippableTheory]
    [InlineData("room", "changes")]
    [InlineData("room", "state")]
    [InlineData("reading", "state")]
    public async Task A_disk_that_does_not_take_it_is_told_and_nothing_is_lost(string limit, string what)
    {
        string? bash = Tool.Find("bash");
        Skip.If(bash is null || !OperatingSystem.IsLinux(), "Mounts are Linux'.");
        Skip.IfNot(Environment.IsPrivilegedProcess && Tool.Find("unshare") is not null, "A mount needs root and unshare.");
        string place = _folder.File("place");
        Directory.CreateDirectory(place);
        string path = Path.Combine(place, "nightly.state.jsonl");
        string child = ChildProcess.CommandLine("full", path, what);
        string mount = limit == "room"
            ? $"mount -t tmpfs -o size=128k,mode=700 none '{place}' && {{ {child}; }}"
            : $"mount -t tmpfs -o mode=700 none '{place}' && {ChildProcess.CommandLine("full", path, "first")} "
                + $"&& mount -o remount,ro '{place}' && {{ {child}; }}";
        string quoted = mount.Replace("\"", "\\\"", StringComparison.Ordinal);

        ToolResult result = await Tool.RunAsync(bash!, ["-c", $"exec unshare -m bash -c \"{quoted}\""]);

        Assert.True(result.Output.Contains("FileUnwritable", StringComparison.Ordinal), result.Output + result.Error);
        Assert.EndsWith("whole", result.Output.TrimEnd(), StringComparison.Ordinal);
    }
}

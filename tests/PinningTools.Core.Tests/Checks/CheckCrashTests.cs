using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace PinningTools.Tests.Checks;

/// <summary>
/// A process that writes run after run is killed at any moment, between and within the append of the changes and the
/// replacement of the state. Full and read-only disks.
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
        long whole = 0;
        HashSet<string> ids = [];
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
            Assert.Equal(Endpoints, known.Records.Count);
            (PinCheckChange[] changes, bool isTorn) = ReadChanges(whole);
            if (isTorn) torn++;
            // Changes after the state belong to at most one run, which the next process repeats.
            PinCheckChange[] kept = [.. changes.TakeWhile(change => change.At <= known.Finished)];
            Assert.All(kept.GroupBy(change => change.At), run => Assert.Equal(Endpoints, run.Count()));
            Assert.All(kept, change => Assert.True(ids.Add(change.Id), $"duplicate change {change.Id}"));
            Assert.Equal(((known.Finished - NightsProgram.Start).TotalDays + 1) * Endpoints, ids.Count);
            PinCheckChange[] next = changes[kept.Length..];
            Assert.All(next, change => Assert.Equal(known.Finished.AddDays(1), change.At));
            Assert.Equal(next.Length, next.Select(change => change.Id).Distinct().Count());
            Assert.DoesNotContain(next, change => ids.Contains(change.Id));
            if (next.Length > 0) within++;
            whole += kept.Sum(change => Encoding.UTF8.GetByteCount(CheckChangeText.Write(change)) + 1);
        }

        output.Tell($"{kills} kills, {within} of them between append and replacement, {torn} within the append");
    }

    /// <summary>The changes from a position on, without a torn last line.</summary>
    private (PinCheckChange[] Changes, bool IsTorn) ReadChanges(long start)
    {
        using FileStream file = File.OpenRead(Files.Changes);
        file.Seek(start, SeekOrigin.Begin);
        using var reader = new StreamReader(file);
        string[] lines = reader.ReadToEnd().Split('\n');
        return ([.. lines[..^1].Select((line, number) => CheckChangeText.Read(line, "x", number))], lines[^1].Length > 0);
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

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Tests.Support;

namespace PinningTools.Tests.Checks;

/// <summary>What a process of its own does with a state, to be killed in it or to find the disk full.</summary>
internal static class NightsProgram
{
    private const int Endpoints = 40;

    internal static DateTime Start { get; } = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Run after run: each a day later, and each with another key of every endpoint.</summary>
    internal static async Task RunAsync(string path)
    {
        while (true)
        {
            await KeepAsync(path, Endpoints);
            await File.WriteAllTextAsync(path + ".beat", "");
        }
    }

    private static async Task KeepAsync(string path, int endpoints)
    {
        var files = new CheckFiles(path);
        using CheckStateFile file = await CheckStateFile.OpenAsync(files, TimeSpan.FromMinutes(1), CancellationToken.None);
        DateTime now = file.Last?.Finished.AddDays(1) ?? Start;
        var run = new CheckRunFacts
        {
            Name = "nightly",
            RunId = CheckId.NewRun(),
            Now = now,
            LastRunId = file.Last?.RunId ?? "",
        };
        var records = new Dictionary<string, CheckRecord>();
        var changes = new List<PinCheckChange>();
        for (int i = 0; i < endpoints; i++)
        {
            string key = FormattableString.Invariant($"h{i}.example:443");
            string pin = SampleSummary.Pin(key + now.Ticks.ToString(CultureInfo.InvariantCulture));
            records[key] = new CheckRecord { Key = key, Asked = now, Seen = now, Since = now, Leaf = new CheckLeaf { Pin = pin } };
            changes.Add(run.Change(
                key, "KeyChanged", false, "Ok", null, new PinCheckFacts { Pin = pin }, new string('x', 200), ""));
        }

        file.Save(
            new CheckState
            {
                Name = "nightly",
                RunId = run.RunId,
                Started = now,
                Finished = now,
                Records = records,
                Runs = [now],
            },
            [.. changes], keepDays: 100_000, _ => { });
    }

    /// <summary>Keeps a small run, then one that does not fit; says the fault, and whether the small one is whole.</summary>
    internal static async Task<int> FillAsync(string path, string what)
    {
        if (what == "first" || !File.Exists(path)) await KeepAsync(path, 4);
        if (what == "first") return 0;
        string state = await File.ReadAllTextAsync(path);
        string changes = await File.ReadAllTextAsync(new CheckFiles(path).Changes);
        try
        {
            // The changes of some fit, and their state beside the older one does not; those of a thousand never do.
            await KeepAsync(path, what == "changes" ? 1000 : 220);
            Console.WriteLine("written");
        }
        catch (PinningException error)
        {
            Console.WriteLine(error.Fault.Id);
        }

        CheckState known = CheckStateFile.Look(new CheckFiles(path));
        string after = await File.ReadAllTextAsync(new CheckFiles(path).Changes);
        bool isWhole = known.Records.Count == 4 && await File.ReadAllTextAsync(path) == state
            && after.StartsWith(changes, StringComparison.Ordinal) && after.EndsWith('\n')
            && Directory.GetFiles(Path.GetDirectoryName(path)!, ".*.tmp").Length == 0;
        Console.WriteLine(isWhole ? "whole" : "not whole");
        return 0;
    }
}

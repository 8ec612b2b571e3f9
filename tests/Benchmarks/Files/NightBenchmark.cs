using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using PinningTools.Internal;

namespace PinningTools.Benchmarks;

/// <summary>The state of a check with a memory: read, compared with what a run found, written.</summary>
internal static class NightBenchmark
{
    private static readonly DateTime s_start = new(2026, 11, 27, 2, 17, 9, DateTimeKind.Utc);

    /// <summary>Writes a state of so many endpoints.</summary>
    internal static void Write(string path, int count)
    {
        using CheckStateFile file = CheckStateFile
            .OpenAsync(new CheckFiles(Path.GetFullPath(path)), TimeSpan.Zero, CancellationToken.None).Result;
        CheckOutcome outcome = Run(file, Results(count, changed: 0), s_start);
        Console.WriteLine(FormattableString.Invariant(
            $"{count} endpoints: {new FileInfo(path).Length / 1e6:0.0} MB, {new FileInfo(path).Length / count} B each, {outcome.Changes.Length} changes"));
    }

    /// <summary>Reads it, compares it with a night in which one in a hundred endpoints has another key, and writes it.</summary>
    internal static void Compare(string path, int count)
    {
        List<CheckResult> results = Results(count, changed: 100);
        GC.Collect();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long allocated = GC.GetTotalAllocatedBytes();
        using var process = Process.GetCurrentProcess();
        double cpu = process.TotalProcessorTime.TotalSeconds;
        var watch = Stopwatch.StartNew();
        using CheckStateFile file = CheckStateFile
            .OpenAsync(new CheckFiles(Path.GetFullPath(path)), TimeSpan.Zero, CancellationToken.None).Result;
        double read = watch.Elapsed.TotalSeconds;
        CheckOutcome outcome = Run(file, results, s_start.AddDays(1));
        double all = watch.Elapsed.TotalSeconds;
        using var self = Process.GetCurrentProcess();
        cpu = self.TotalProcessorTime.TotalSeconds - cpu;
        Console.WriteLine(FormattableString.Invariant(
            $"{count} endpoints: read {read:0.00} s, with compare and write {all:0.00} s ({cpu:0.00} s of the processor); {outcome.Changes.Length} changes; live {(GC.GetTotalMemory(true) - before) / 1e6:0} MB, allocated {(GC.GetTotalAllocatedBytes() - allocated) / 1e6:0} MB, most of the process {self.PeakWorkingSet64 / 1e6:0} MB; file {new FileInfo(path).Length / 1e6:0.0} MB"));
        GC.KeepAlive(results);
        GC.KeepAlive(file);
    }

    /// <summary>What the process has with the results of a run and without a state.</summary>
    internal static void Idle(int count)
    {
        List<CheckResult> results = Results(count, changed: 100);
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(FormattableString.Invariant(
            $"{count} results alone: most of the process {self.PeakWorkingSet64 / 1e6:0} MB"));
        GC.KeepAlive(results);
    }

    private static CheckOutcome Run(CheckStateFile file, List<CheckResult> results, DateTime now)
    {
        var options = new CheckOptions { Rows = [], State = file.Files.State, Clock = () => now };
        var memory = new CheckMemory(options, file, "nightly", "here", now);
        var watch = Stopwatch.StartNew();
        CheckOutcome outcome = memory.Compare(results, isFiltered: false);
        double compared = watch.Elapsed.TotalSeconds;
        memory.Save(outcome);
        Console.WriteLine(FormattableString.Invariant(
            $"  compare {compared:0.00} s, write {watch.Elapsed.TotalSeconds - compared:0.00} s"));
        return outcome;
    }

    private static List<CheckResult> Results(int count, int changed)
    {
        string spare = Pin("spare");
        CheckPath path = CheckPath.Of("CN=R13,O=Let's Encrypt,C=US", "CN=ISRG Root X1", [Pin("R13"), Pin("X1")], s_start.AddDays(900));
        var results = new List<CheckResult>(count);
        var anchors = new CheckAnchors();
        for (int i = 0; i < count; i++)
        {
            string host = "host" + i.ToString("000000", CultureInfo.InvariantCulture) + ".example.com";
            string own = Pin(host);
            string shown = changed > 0 && i % changed == 0 ? Pin("other " + host) : own;
            var row = new CheckRow { Number = i + 1, HostName = host, Pins = [SpkiPin.Parse(own), SpkiPin.Parse(spare)], Owner = "web team" };
            CheckEndpoint endpoint = CheckEndpoint.From(row, new CheckOrder(), anchors, () => new StorePolicies(new PinStore()));
            var detail = new PinCheckDetail
            {
                Level = shown == own ? "Ok" : "Critical",
                Verdict = shown == own ? "Match" : "PinMismatch",
                Key = row.Key,
                HostName = host,
                LeafPin = shown,
                SparePins = 1,
                Message = shown == own ? "" : "No pin matched.",
            };
            results.Add(new CheckResult
            {
                Row = row,
                Endpoint = endpoint,
                Details = [detail],
                Main = detail,
                Reasons = [shown == own ? "" : "PinMismatch"],
                Asked = s_start,
                Leaf = new CheckLeaf
                {
                    Pin = shown,
                    NotBefore = s_start.AddDays(-30),
                    NotAfter = s_start.AddDays(60),
                    Sha256 = CheckId.Of(16, host, shown),
                    Since = s_start,
                },
                Path = path,
                Addresses = [new("192.0.2." + (i % 250).ToString(CultureInfo.InvariantCulture), shown)],
                InService = [shown],
            });
        }

        return results;
    }

    private static string Pin(string name) => "sha256/" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
}

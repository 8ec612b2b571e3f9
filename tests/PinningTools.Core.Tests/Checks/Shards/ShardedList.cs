using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Support;

namespace PinningTools.Tests.Checks.Shards;

/// <summary>A list of many names of one server, of all levels, that is run as a whole and in parts.</summary>
internal sealed partial class ShardedList : IAsyncDisposable
{
    private readonly NightServer _server = NightServer.Start(Certificate);

    internal ShardedList(int count)
    {
        Rows = [.. Enumerable.Range(1, count).Select(Row)];
    }

    internal static TestCertificate Certificate { get; } = TestCertificate.SelfSigned("*.shards.example");

    internal static string Spare { get; } = TestCertificate.SelfSigned("spare").Pin;

    internal NightServer Server => _server;

    internal List<ListRow> Rows { get; }

    internal Task<PinCheckSummary> RunAsync(string? shard = null, string? state = null, bool isSlim = false) => new CheckRun(new CheckOptions
    {
        Rows = Rows,
        Name = "nightly",
        Shard = shard is null ? null : CheckShard.Parse(shard),
        State = state,
        IsSlim = isSlim,
        WarningDays = 5,
        Order = new CheckOrder { Connection = new ConnectionOptions { Timeout = TimeSpan.FromMinutes(2) } },
    }).RunAsync(CancellationToken.None);

    internal async Task<PinCheckSummary[]> RunPartsAsync(int count, bool isSlim = false)
    {
        var parts = new PinCheckSummary[count];
        for (int i = 0; i < count; i++)
            parts[i] = await RunAsync(FormattableString.Invariant($"{i + 1}/{count}"), isSlim: isSlim);
        return parts;
    }

    internal static Task<PinCheckSummary> MergeAsync(params PinCheckSummary[] runs) =>
        new CheckMerge(new MergeOptions()).RunAsync(runs, CancellationToken.None);

    /// <summary>Everything but the times and the id of the run, which differ from run to run.</summary>
    internal static string ButTime(string text) => Chance().Replace(text, "${name}0");

    internal static string ButTime(PinCheckSummary run) => ButTime(run.ToJson());

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private ListRow Row(int number)
    {
        string name = FormattableString.Invariant($"h{number}.shards.example");
        string pin = number % 17 == 0 ? Spare : Certificate.Pin;
        string[] pins = number % 13 == 0 ? [pin] : [pin, TestPin(name)];
        return new ListRow(
        [
            Cell("HostName", number % 29 == 0 ? "not a host" : name), Cell("Port", _server.Port.ToString(CultureInfo.InvariantCulture)),
            new ListCell("Pin", pins, pins), Cell("PinOnly", "true"), Cell("Address", "127.0.0.1"),
            Cell("Owner", "team " + (number % 3).ToString(CultureInfo.InvariantCulture)),
            Cell("Site", number % 2 == 0 ? "north" : "south"),
        ]);
    }

    private static string TestPin(string name) => SampleSummary.Pin(name);

    private static ListCell Cell(string name, string text) => new(name, [text], text);

    [GeneratedRegex("(?<name>\"(?:Started|Finished|Elapsed|RunId|Seconds|Since|KeySince|At|Previous|Id)\": )(\"[^\"]*\"|[0-9.]+)")]
    private static partial Regex Chance();
}

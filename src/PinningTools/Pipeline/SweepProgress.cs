using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Progress of a sweep over many hosts: done, rate and failures, and the remaining time as soon as the number of hosts
/// is known. It is not shown in a job, in a redirected console, or for work that takes less than a second.
/// </summary>
internal sealed class SweepProgress
{
    private const int ActivityId = 0x50494E;
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(500);

    private readonly PSCmdlet _cmdlet;
    private readonly bool _silent;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _next = TimeSpan.FromSeconds(1);
    private long _done;
    private long _failed;
    private long _expected;
    private long _begun;
    private bool _shown;

    private readonly CmdletPump _pump;
    private readonly string _activity;
    private readonly string _failing;

    /// <param name="cmdlet">The cmdlet whose progress is shown.</param>
    /// <param name="pump">The cmdlet's pump; the progress is shown while it waits.</param>
    /// <param name="activity">The activity.</param>
    /// <param name="failing">The words for the hosts that failed.</param>
    internal SweepProgress(PSCmdlet cmdlet, CmdletPump pump, string activity, string failing)
    {
        _cmdlet = cmdlet;
        _pump = pump;
        _activity = activity;
        _failing = failing;
        _silent = !Environment.UserInteractive || Console.IsOutputRedirected
            || cmdlet.Host?.Name is not "ConsoleHost" and not "Visual Studio Code Host";
        pump.Tick = Show;
    }

    /// <summary>Sets the total number of hosts, if it is known.</summary>
    internal void Expect(long count) => _expected = count;

    /// <summary>Counts a host whose work starts.</summary>
    internal void Begin() => _begun++;

    /// <summary>Starts work that returns whether it succeeded, and counts it when it ends.</summary>
    internal void Start(Func<CancellationToken, Task<bool>> work)
    {
        Begin();
        _pump.Start(async stop =>
        {
            bool isGood = false;
            try
            {
                isGood = await work(stop).ConfigureAwait(false);
            }
            finally
            {
                _pump.Post(() => Count(isGood));
            }
        });
    }

    /// <summary>Waits for all work; from now on the total number is known.</summary>
    internal void AwaitAll()
    {
        _expected = _begun;
        _pump.Drain(0);
        Complete();
    }

    internal void Count(IEnumerable<PinVerdict> verdicts) => Count(verdicts.All(verdict => verdict.Passed));

    internal void Count(bool isGood)
    {
        _done++;
        if (!isGood) _failed++;
        Show();
    }

    /// <summary>Called on the pipeline thread regularly, with or without results.</summary>
    internal void Show()
    {
        if (_silent || _watch.Elapsed < _next) return;
        _next = _watch.Elapsed + s_interval;
        _shown = true;
        double rate = _done / _watch.Elapsed.TotalSeconds;
        string said = rate.ToString(rate < 10 ? "0.0" : "0", CultureInfo.CurrentCulture);
        var record =
            new ProgressRecord(ActivityId, _activity, $"{_done} done, {said} per second, {_failed} {_failing}");
        if (_expected > 0 && _done > 0)
        {
            record.PercentComplete = (int)Math.Min(100, 100 * _done / _expected);
            record.SecondsRemaining = (int)Math.Max(0, Math.Min(int.MaxValue, (_expected - _done) / rate));
        }

        _cmdlet.WriteProgress(record);
    }

    internal void Complete()
    {
        if (_shown)
            _cmdlet.WriteProgress(
                new ProgressRecord(ActivityId, _activity, "Done") { RecordType = ProgressRecordType.Completed });
    }
}

using System;
using System.Diagnostics;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>
/// The progress of a web command as Invoke-WebRequest shows it, and only of what takes a while: an operation that
/// ends within a second shows nothing.
/// </summary>
internal sealed class WebProgress(Cmdlet cmdlet, WebRun run)
{
    private const int Id = 174593042;
    private const string Format = "0.0";
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    private readonly Stopwatch _sinceLast = Stopwatch.StartNew();
    private readonly string _activity = run.KeepsBody ? "Reading web response stream" : "Web request status";
    private bool _isShown;

    /// <summary>Called on the pipeline thread now and then.</summary>
    internal void Show()
    {
        if (_sinceLast.Elapsed < s_interval || run.Current is not { } response) return;
        string total = response.Announced is { } announced ? ByteCount.Describe(announced, Format) : "???";
        string status = $"Downloaded: {ByteCount.Describe(response.Received, Format)} of {total}";
        var record = new ProgressRecord(Id, _activity, status);
        if (response.Announced > 0)
            record.PercentComplete = (int)Math.Min(response.Received * 100 / response.Announced.Value, 100);
        cmdlet.WriteProgress(record);
        _isShown = true;
        _sinceLast.Restart();
    }

    internal void End()
    {
        if (_isShown)
            cmdlet.WriteProgress(new ProgressRecord(Id, _activity, "Web request completed.")
            {
                RecordType = ProgressRecordType.Completed,
            });
    }
}

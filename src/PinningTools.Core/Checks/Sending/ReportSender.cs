// Sending (a part of the room Checks): what a check came to, to those who should know.
// - What was sent is noted after the receiver confirmed it, under a lock, and what could be lost is noted before: an
//   alert that was not confirmed is due again, and one that was confirmed is not sent twice. Between the confirmation and
//   the note there is a moment in which a crash makes it come twice; there is none in which it gets lost.
// - The address of a receiver is a secret: it is in no message, no error and no file.
// - https alone, without redirects, over a connection that has its verdict before a byte is sent (the room Http).
// - Each receiver has its turn whatever happened to the others; what failed is returned at the end.
// - Text of strangers is made harmless for each kind of receiver, and its limits of size are kept.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>Sends results of checks to receivers.</summary>
/// <param name="options">What is asked for.</param>
/// <param name="channels">The receivers.</param>
internal sealed class ReportSender(SendOptions options, IReadOnlyList<ISendChannel> channels)
{
    /// <returns>What could not be sent or noted, a fault for each receiver.</returns>
    internal async Task<IReadOnlyList<PinningException>> SendAsync(
        IReadOnlyList<PinCheckSummary> runs, CancellationToken cancel)
    {
        var failures = new List<PinningException>();
        foreach (PinCheckSummary run in runs)
        {
            if (run.At is { } at)
            {
                options.Warn($"The result as of {CheckDate.Minute(at)} is not sent: it is no run.");
                continue;
            }

            PinCheckSummary part = options.IsOwner is null ? run : ReportOwner.Part(run, options.IsOwner);
            await SendAsync(new SendJob(run, part, IsDrill: false), failures, cancel).ConfigureAwait(false);
        }

        return failures;
    }

    /// <summary>Sends a drill through every receiver; nothing is noted of it.</summary>
    internal async Task<IReadOnlyList<PinningException>> DrillAsync(CancellationToken cancel)
    {
        var failures = new List<PinningException>();
        PinCheckSummary drill = DrillReport.Create(options.Clock());
        await SendAsync(new SendJob(drill, drill, IsDrill: true), failures, cancel).ConfigureAwait(false);
        return failures;
    }

    private async Task SendAsync(SendJob job, List<PinningException> failures, CancellationToken cancel)
    {
        foreach (ISendChannel channel in channels)
        {
            try
            {
                await SendAsync(job, channel, cancel).ConfigureAwait(false);
            }
            catch (PinningException error)
            {
                failures.Add(error);
            }
        }
    }

    /// <exception cref="PinningException">It was not sent, or not all of it, or what was sent could not be noted.</exception>
    private async Task SendAsync(SendJob job, ISendChannel channel, CancellationToken cancel)
    {
        CheckFiles? files = !job.IsDrill && (options.State ?? job.Run.StateFile) is { } state ? new CheckFiles(state) : null;
        SendOptions here = options with { HasMarks = files is not null };
        SentMarks seen = files is null ? new SentMarks() : SentFile.Look(files, _ => { });
        IReadOnlyList<SendPlan> plans = channel.Plan(here, job, seen);
        if (plans.Count == 0)
        {
            options.Tell($"{channel.Shown}: there is nothing to send.");
            return;
        }

        // Asked before the lock is taken: whoever thinks over an answer keeps no one waiting.
        string text = string.Join("\n", plans.Select(plan => plan.Text));
        if (!await options.Confirm(channel.Shown, text).ConfigureAwait(false)) return;
        using SentFile? file = files is null ? null
            : await SentFile.OpenAsync(files, options.LockTimeout, options.Warn, cancel).ConfigureAwait(false);
        // What was sent in the meantime is not sent again.
        if (file is not null) plans = channel.Plan(here with { Warn = _ => { } }, job, file.Marks);
        foreach (SendPlan plan in plans)
        {
            if (plan.Owe()) file?.Save(options.Clock());
            await plan.SendAsync(cancel).ConfigureAwait(false);
            plan.Mark();
            file?.Save(options.Clock());
            options.Tell($"{channel.Shown}: it was sent.");
            if (job.IsDrill)
                options.Warn($"{channel.Shown} took the drill. Look whether it arrived: a receiver can take a message and "
                    + "fail later.");
        }
    }
}

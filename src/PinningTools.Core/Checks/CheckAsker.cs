using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Checks endpoints in parallel, up to the limit, regardless of their trust settings. It stops at the deadline:
/// endpoints without an answer by then count as not checked.
/// </summary>
/// <param name="options">The options of the run.</param>
/// <param name="maker">Makes results from verdicts.</param>
internal sealed class CheckAsker(CheckOptions options, CheckResultMaker maker)
{
    /// <summary>The results in the order of the endpoints, of which each is given up when it was asked.</summary>
    /// <param name="given">The endpoints.</param>
    /// <param name="last">The last state, or null.</param>
    /// <param name="cancel">Ends the sweep.</param>
    /// <param name="giveUp">Is called when the list is no longer needed; null if the caller keeps it.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    internal async Task<CheckResult[]> AskAsync(
        IReadOnlyList<CheckEndpoint> given, CheckState? last, CancellationToken cancel, Action? giveUp = null)
    {
        int[] order = OrderOf(given, last);
        CheckEndpoint?[] endpoints = [.. given];
        giveUp?.Invoke();
        var results = new CheckResult?[endpoints.Length];
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        // A timer for no time at all may still be late.
        if (options.MaxRuntime <= TimeSpan.Zero) deadline.Cancel();
        else if (options.MaxRuntime is { } most) deadline.CancelAfter(most);
        int next = -1;
        int workers = Math.Min(options.ThrottleLimit, endpoints.Length);
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(WorkAsync, CancellationToken.None)))
            .ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        return [.. results.Select((result, i) => result ?? CheckResultMaker.Miss(endpoints[i]!))];

        async Task WorkAsync()
        {
            for (int i; (i = Interlocked.Increment(ref next)) < order.Length && !deadline.IsCancellationRequested;)
            {
                int one = order[i];
                results[one] = await AskAsync(endpoints[one]!, endpoints.Length, deadline.Token).ConfigureAwait(false);
                if (results[one] is not null) endpoints[one] = null;
            }
        }
    }

    /// <summary>
    /// The order of the list; if time may run out, the endpoints that were not checked for the longest time first.
    /// </summary>
    private int[] OrderOf(IReadOnlyList<CheckEndpoint> endpoints, CheckState? last)
    {
        IEnumerable<int> all = Enumerable.Range(0, endpoints.Count);
        if (options.MaxRuntime is null || last is null) return [.. all];
        return [.. all.OrderBy(i => last.Records.TryGetValue(endpoints[i].Key, out CheckRecord? known)
            ? known.Asked : DateTime.MinValue)];
    }

    /// <summary>The result; null if the deadline came first.</summary>
    private async Task<CheckResult?> AskAsync(CheckEndpoint endpoint, int count, CancellationToken cancel)
    {
        try
        {
            IReadOnlyList<PinVerdict> verdicts = await endpoint.AskAsync(cancel).ConfigureAwait(false);
            CheckResult result = verdicts.Count > 0
                ? maker.Make(endpoint, verdicts, options.Clock())
                : CheckResultMaker.Fail(endpoint.Row, "No address of the host has a verdict.", endpoint);
            options.Progress(count, result, verdicts);
            return result;
        }
        catch (PinningException error)
        {
            return CheckResultMaker.Fail(endpoint.Row, error.Fault.Message, endpoint);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return null;
        }
    }
}

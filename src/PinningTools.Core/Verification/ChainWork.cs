using System;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Runs a chain build where it belongs: at once, where the platform can be kept off the network, and on a thread that
/// can be abandoned where it may go there (revocation; .NET Framework, which fetches missing issuers whatever it is
/// told).
/// </summary>
internal static class ChainWork
{
    private static readonly BlockingWork s_builds = new("PinningTools chain build", maxThreads: 64);

    /// <param name="work">
    /// Given a token that ends the search a little before the deadline, so that what is known by then can be told.
    /// </param>
    /// <param name="check">Its trust tells whether the platform may go to the network.</param>
    /// <param name="timeout">What is left of the time for the host.</param>
    /// <param name="cancel">The caller's.</param>
    /// <exception cref="ConnectionFailure">The deadline passed.</exception>
    internal static async Task<T> RunAsync<T>(
        Func<CancellationToken, T> work, PinCheck check, TimeSpan timeout, CancellationToken cancel)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var search = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(timeout);
        search.CancelAfter(new TimeSpan(timeout.Ticks / 5 * 4));
        // Work that was abandoned still asks it when its source is gone.
        CancellationToken stop = search.Token;
        try
        {
            T result = RunsHere(check.Policy.Trust)
                ? work(stop)
                : await s_builds.RunAsync(() => work(stop), deadline.Token).ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
            return result;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new ConnectionFailure(
                Verdict.TimedOut, VerdictReason.DuringChainBuild,
                Faults.TimedOut(check.Target.ToString(), "chain and revocation", timeout));
        }
    }

#if NET
    private static bool RunsHere(TrustSettings trust) => !trust.CheckRevocation;
#else
    private static bool RunsHere(TrustSettings trust) => trust.Mode == TrustMode.PinOnly;
#endif
}

using System;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Runs a chain build on the appropriate thread: directly if the platform uses no network, and on a thread that can be
/// abandoned if it may use the network (revocation; .NET Framework, which always fetches missing issuers).
/// </summary>
internal static class ChainWork
{
    private static readonly BlockingWork s_builds = new("PinningTools chain build", maxThreads: 64);

    /// <param name="work">
    /// The work, with a token that ends the search shortly before the deadline, so that the partial result can be
    /// reported.
    /// </param>
    /// <param name="check">The policy, whose trust determines whether the platform may use the network.</param>
    /// <param name="timeout">The remaining time for the host.</param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <exception cref="ConnectionFailure">The deadline passed.</exception>
    internal static async Task<T> RunAsync<T>(
        Func<CancellationToken, T> work, PinCheck check, TimeSpan timeout, CancellationToken cancel)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var search = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(timeout);
        search.CancelAfter(new TimeSpan(timeout.Ticks / 5 * 4));
        // Abandoned work still uses the token after its source is disposed.
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

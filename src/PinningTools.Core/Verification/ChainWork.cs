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

    /// <exception cref="ConnectionFailure">The deadline passed.</exception>
    internal static async Task<T> RunAsync<T>(
        Func<CancellationToken, T> work, TrustSettings trust, TlsTarget target, TimeSpan timeout, CancellationToken cancel)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(timeout);
        // Work that was abandoned still asks it when its source is gone.
        CancellationToken stop = deadline.Token;
        try
        {
#if NET
            if (!trust.CheckRevocation) return work(stop);
#else
            if (trust.Mode == TrustMode.PinOnly) return work(stop);
#endif
            return await s_builds.RunAsync(() => work(stop), stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new ConnectionFailure(
                Verdict.TimedOut, VerdictReason.DuringChainBuild,
                Faults.TimedOut(target.ToString(), "chain and revocation", timeout));
        }
    }
}

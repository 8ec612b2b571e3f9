using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace PinningTools.Internal;

/// <summary>
/// The other valid paths from the leaf to anchors of the same trust; the platform evaluates each of them separately.
/// </summary>
internal static class AlternatePaths
{
    /// <param name="presented">What the server sent.</param>
    /// <param name="chosen">The valid chain that was chosen.</param>
    /// <param name="trust">The trust.</param>
    /// <param name="time">The time at which everything must be valid.</param>
    /// <param name="isWanted">Returns whether a certificate makes a path worth building; null for all.</param>
    /// <param name="cancel">Stops between two builds.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    internal static IEnumerable<BuiltChain> Find(
        PresentedChain presented, BuiltChain chosen, TrustSettings trust, DateTime time,
        Func<DerCertificate, bool>? isWanted = null, CancellationToken cancel = default)
    {
        DerCertificate[] between = ChainBuilder.OthersOf(presented, trust);
        AnchorSet anchors = ChainBuilder.AnchorsOf(trust);
        // The leaf is on every path, including the chosen one.
        if (isWanted is not null && !between.Any(isWanted) && !anchors.All.Any(isWanted)) yield break;
        var finder = new PathFinder(presented.Leaf, between, anchors, time, cancel);
        IEnumerable<IReadOnlyList<DerCertificate>> others = finder.Find()
            .Where(path => !CertificateOrder.IsSame(path, chosen.Elements) && (isWanted is null || path.Any(isWanted)));
        foreach (IReadOnlyList<DerCertificate> path in others.Take(ChainBuilder.MaxPaths))
        {
            cancel.ThrowIfCancellationRequested();
            BuiltChain chain = ChainBuilder.BuildAlone(path, trust, time);
            if (chain.IsValid && CertificateOrder.IsSame(path, chain.Elements)) yield return chain;
        }
    }
}

using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Other valid paths from the leaf: one build for each anchor whose subject issued a presented certificate.
/// </summary>
internal static class AlternatePaths
{
    /// <summary>
    /// A real certificate has two or three paths; a server that sends cross-signs by the dozen wants work done.
    /// </summary>
    private const int MaxBuilds = 16;

    internal static IEnumerable<BuiltChain> Find(
        PresentedChain presented, BuiltChain chosen, TrustSettings trust, DateTime time)
    {
        IEnumerable<DerCertificate> anchors = trust.Mode == TrustMode.Anchors ? trust.Anchors : SystemRoots.All;
        IEnumerable<DerCertificate> others = anchors.Where(anchor =>
            !anchor.HasSameBytes(chosen.Anchor!) && presented.Certificates.Any(sent => sent.NamesAsIssuer(anchor)));
        foreach (DerCertificate anchor in others.Take(MaxBuilds))
        {
            BuiltChain chain = ChainBuilder.Build(presented, trust.Only(anchor), time);
            if (chain.IsValid) yield return chain;
        }
    }
}

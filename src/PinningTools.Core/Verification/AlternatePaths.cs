using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Other valid paths from the leaf: one build for each anchor whose subject issued a presented certificate.
/// </summary>
internal static class AlternatePaths
{
    internal static IEnumerable<BuiltChain> Find(
        PresentedChain presented, BuiltChain chosen, TrustSettings trust, DateTime time)
    {
        IEnumerable<DerCertificate> anchors = trust.Mode == TrustMode.Anchors ? trust.Anchors : SystemRoots.All;
        foreach (DerCertificate anchor in anchors)
        {
            if (anchor.HasSameBytes(chosen.Anchor!) || !presented.Certificates.Any(sent => sent.NamesAsIssuer(anchor)))
                continue;
            BuiltChain chain = ChainBuilder.Build(presented, trust.Only(anchor), time);
            if (chain.IsValid) yield return chain;
        }
    }
}

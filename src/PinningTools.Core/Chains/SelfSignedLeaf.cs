using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;

namespace PinningTools.Internal;

/// <summary>
/// A leaf that signed itself, as most appliances have it. On Linux the platform copies and sorts all roots of the machine
/// for each chain, which costs more than all the rest of it, and such a leaf ends in none of them.
/// </summary>
internal static class SelfSignedLeaf
{
    /// <summary>
    /// What the platform says of a leaf that signed itself and is no root of the machine; null for every other one.
    /// </summary>
    internal static BuiltChain? TryBuild(
        DerCertificate leaf, IReadOnlyList<DerCertificate> extra, TrustSettings trust, DateTime time)
    {
        bool isCandidate = trust.Mode == TrustMode.System && leaf.IsSelfIssued
            && RuntimeInformation.IsOSPlatform(OSPlatform.Linux)
            && !SystemRoots.Known.BySubject[leaf.SubjectKey].Any(leaf.HasSameBytes);
        if (!isCandidate) return null;
        BuiltChain chain = PlatformChain.Build(leaf, extra, trust.WithoutAnchors(), time);
        // The platform, too, takes the leaf for the end of its chain: then the trusted roots do not change what it says.
        return chain.Elements.Count == 1 && chain.Problems.HasFlag(X509ChainStatusFlags.UntrustedRoot) ? chain : null;
    }
}

// The room Chains: the facts about certificates that a server sent or a file holds. Nothing here decides on a verdict.
// - The presented chain is what was sent. The validated chain is what was built from the leaf to an anchor without any
//   error. Only the validated chain is compared with pins (CVE-2016-2402).
// - With key-only trust nothing is built, and only the leaf's key counts: the handshake proved it.
// - Given anchors replace the platform's. An anchor is self-issued and not restricted to another purpose, or it is
//   refused.
// - The platform validates. It is shown one path at a time, so that the result does not depend on the order of the
//   certificates. Where it cannot use given anchors (netstandard2.0), the last element is compared with them byte for
//   byte here.
// - Building uses no network unless revocation was asked for, and is limited in certificates, paths and signatures.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;
using System.Threading;

namespace PinningTools.Internal;

/// <summary>
/// Ordinary validation: builds a chain from the leaf to an anchor in which the platform finds no error. Platforms take
/// the first issuer that seems to fit and give up if it does not; if the platform's choice fails, it is therefore shown
/// every path that the signatures allow, one at a time. The result depends on which certificates there are, never on
/// their order (RFC 4158).
/// </summary>
internal static class ChainBuilder
{
    /// <summary>
    /// A real certificate has two or three paths; a server that sends dozens of cross-signs tries to cause work.
    /// </summary>
    internal const int MaxPaths = 16;

    /// <param name="presented">What the server sent.</param>
    /// <param name="trust">System or given anchors; key-only trust builds no chain.</param>
    /// <param name="time">The time at which everything must be valid.</param>
    /// <param name="cancel">Stops between two builds.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    internal static BuiltChain Build(
        PresentedChain presented, TrustSettings trust, DateTime time, CancellationToken cancel = default)
    {
        DerCertificate[] others = OthersOf(presented, trust);
        BuiltChain chain = SelfSignedLeaf.TryBuild(presented.Leaf, others, trust, time)
            ?? BuildBest(presented.Leaf, others, trust, time, cancel);
        if (chain.IsValid) return chain;
        // To the platform, roots that could not be read look like missing roots.
        if (trust.Mode == TrustMode.System && MachineLimit.Behind(null) is { } limit)
            return chain.With(
                VerdictReason.ChainNotJudged, $"this machine, or this process, has no {limit} left to read its roots");
        return ChainDiagnosis.Explain(chain, others, AnchorsOf(trust).All, presented.Unread);
    }

    /// <summary>The platform's own choice; if it is not valid, the best of the paths.</summary>
    private static BuiltChain BuildBest(
        DerCertificate leaf, DerCertificate[] others, TrustSettings trust, DateTime time, CancellationToken cancel)
    {
        BuiltChain chain = BuildFreely(leaf, others, trust, time);
        // A path through one authority twice is valid, but no one else would choose it.
        bool isSettled = chain.IsValid ? !CertificateOrder.HasLoop(chain.Elements) : ChainReasons.ConcernLeafAlone(chain);
        if (isSettled) return chain;
        var finder = new PathFinder(leaf, others, AnchorsOf(trust), time, cancel);
        BuiltChain? path = FindPath(finder, trust, time, cancel);
        return path is not { IsValid: true } && chain.IsValid ? chain : path ?? BuildFragment(chain, finder, trust, time);
    }

    /// <summary>The certificates in which a chain must end.</summary>
    internal static AnchorSet AnchorsOf(TrustSettings trust) =>
        trust.Mode == TrustMode.Anchors ? new AnchorSet(trust.Anchors) : SystemRoots.Known;

    /// <summary>The certificates that may be between the leaf and an anchor, each once.</summary>
    internal static DerCertificate[] OthersOf(PresentedChain presented, TrustSettings trust) =>
        CertificateOrder.Distinct(presented.Certificates.Skip(1).Concat(trust.Helpers));

    /// <summary>The platform's evaluation of one path.</summary>
    private static BuiltChain BuildPath(IReadOnlyList<DerCertificate> path, TrustSettings trust, DateTime time)
    {
        if (trust.Mode == TrustMode.System)
        {
            BuiltChain chain = PlatformChain.Build(path[0], [.. path.Skip(1).Take(path.Count - 2)], trust, time);
            // On Linux a root is only a file. On other systems some roots are trusted only for certain purposes or up
            // to a certain date, and this would be lost if the root were given as a custom anchor.
            if (chain.IsValid || !RuntimeInformation.IsOSPlatform(OSPlatform.Linux)) return chain;
        }

        return BuildAlone(path, trust, time);
    }

    /// <summary>The platform's evaluation of one path with the end of the path as the only anchor.</summary>
    internal static BuiltChain BuildAlone(IReadOnlyList<DerCertificate> path, TrustSettings trust, DateTime time) =>
        PlatformChain.Build(
            path[0], [.. path.Skip(1).Take(path.Count - 2)], trust.Only(path[path.Count - 1]), time);

    /// <summary>The first valid path; else the one with the fewest errors; null if there is none.</summary>
    private static BuiltChain? FindPath(
        PathFinder finder, TrustSettings trust, DateTime time, CancellationToken cancel)
    {
        BuiltChain? best = null;
        foreach (IReadOnlyList<DerCertificate> path in finder.Find().Take(MaxPaths))
        {
            cancel.ThrowIfCancellationRequested();
            BuiltChain chain = ChainDiagnosis.ExplainPath(BuildPath(path, trust, time), path);
            if (chain.IsValid) return chain;
            if (best is null || (ChainReasons.IsUntrusted(best) && !ChainReasons.IsUntrusted(chain))) best = chain;
        }

        return best;
    }

    /// <summary>The platform's own choice among all certificates.</summary>
    private static BuiltChain BuildFreely(
        DerCertificate leaf, DerCertificate[] others, TrustSettings trust, DateTime time)
    {
#if NET
        DerCertificate[] extra = others;
#else
        // Without a custom trust store the engine must not see roots that are not anchors, or cross-signs of the given
        // anchors, so that a chain can only end in a given anchor or not at all.
        DerCertificate[] extra = trust.Mode != TrustMode.Anchors ? others
            : [.. others.Where(other => !other.IsSelfIssued
                && !trust.Anchors.Any(anchor => anchor.SubjectKey == other.SubjectKey))];
#endif
        BuiltChain chain = PlatformChain.Build(leaf, extra, trust, time);
        if (!chain.Problems.HasFlag(X509ChainStatusFlags.UntrustedRoot)) return chain;
        // A root from the server can lead the engine away from a trusted cross-sign that the platform has.
        DerCertificate[] withoutRoots = [.. extra.Where(sent => !sent.IsSelfIssued)];
        if (withoutRoots.Length == extra.Length) return chain;
        BuiltChain second = PlatformChain.Build(leaf, withoutRoots, trust, time);
        return second.IsValid ? second : chain;
    }

    /// <summary>If no path leads to an anchor: the platform's evaluation of the part whose signatures verify.</summary>
    private static BuiltChain BuildFragment(BuiltChain chain, PathFinder finder, TrustSettings trust, DateTime time)
    {
        IReadOnlyList<DerCertificate> fragment = finder.FindFragment();
        bool isSame = CertificateOrder.IsSame(chain.Elements, fragment);
        if (!isSame && (fragment.Count > 1 || chain.Reason is not null))
            chain = PlatformChain.Build(fragment[0], [.. fragment.Skip(1)], trust, time);
        return finder.IsCutShort
            ? chain.With(VerdictReason.ChainNotJudged, "there are more certificates with the same names than are tried")
            : chain;
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PinningTools.Internal;

/// <summary>
/// Ordinary validation: builds the chain from the leaf with the platform's engine, never with a verification flag set,
/// and without going to the network where the platform lets that be said (.NET 8 and later).
/// </summary>
internal static class ChainBuilder
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>For the platforms that fetch missing issuers whatever they are told (.NET Framework).</summary>
    private static readonly TimeSpan s_retrievalTimeout = TimeSpan.FromSeconds(5);

    /// <param name="presented">What the server sent.</param>
    /// <param name="trust">System or given anchors; key-only trust builds no chain.</param>
    /// <param name="time">The time at which everything must be valid.</param>
    internal static BuiltChain Build(PresentedChain presented, TrustSettings trust, DateTime time)
    {
        List<DerCertificate> extra = presented.Certificates.Skip(1).ToList();
        BuiltChain chain = BuildOnce(presented.Leaf, extra, trust, time);
        if (!chain.Problems.HasFlag(X509ChainStatusFlags.UntrustedRoot)) return chain;

        // A self-issued certificate that the server sent can lead the engine away from a trusted cross-sign.
        List<DerCertificate> withoutRoots = extra.Where(sent => !sent.IsSelfIssued).ToList();
        if (withoutRoots.Count == extra.Count) return chain;
        BuiltChain second = BuildOnce(presented.Leaf, withoutRoots, trust, time);
        return second.IsValid ? second : chain;
    }

    private static BuiltChain BuildOnce(
        DerCertificate leaf, List<DerCertificate> extra, TrustSettings trust, DateTime time)
    {
        using var certificates = new LoadedCertificates();
        using var chain = new X509Chain();
        X509ChainPolicy policy = chain.ChainPolicy;
        policy.RevocationMode = trust.CheckRevocation ? X509RevocationMode.Online : X509RevocationMode.NoCheck;
        policy.RevocationFlag = X509RevocationFlag.ExcludeRoot;
        policy.VerificationTime = time.ToLocalTime();
        policy.UrlRetrievalTimeout = s_retrievalTimeout;
        policy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        X509Certificate2? platformLeaf = certificates.TryLoad(leaf);
        if (platformLeaf is null) return Unreadable(leaf);
        policy.ExtraStore.AddRange(certificates.LoadAll(extra));
        AddTrust(policy, trust, certificates);
        try
        {
            chain.Build(platformLeaf);
            BuiltChain built = Copy(chain);
            return trust.Mode == TrustMode.Anchors ? JudgeAnchor(built, trust) : built;
        }
        catch (Exception error) when (error is CryptographicException or NotSupportedException or PinningException)
        {
            return Unreadable(leaf);
        }
        finally
        {
            // The elements are the platform's own objects, and .NET disposes none of them with the chain.
            foreach (X509ChainElement element in chain.ChainElements) element.Certificate.Dispose();
        }
    }

#if NET
    private static void AddTrust(X509ChainPolicy policy, TrustSettings trust, LoadedCertificates certificates)
    {
        policy.DisableCertificateDownloads = true;
        if (trust.Mode != TrustMode.Anchors) return;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(certificates.LoadAll(trust.Anchors));
    }

    /// <summary>
    /// The platform judged it; the given anchor at its end is looked for once more, for that costs nothing.
    /// </summary>
    private static BuiltChain JudgeAnchor(BuiltChain built, TrustSettings trust) =>
        !built.IsValid || EndsInAnchor(built, trust) ? built : Distrusted(built);
#else
    private static void AddTrust(X509ChainPolicy policy, TrustSettings trust, LoadedCertificates certificates)
    {
        if (trust.Mode != TrustMode.Anchors) return;
        // No custom trust store here: presented roots that are no anchors are dropped, and cross-signs of our anchors
        // with them, so that the engine can only end in one of ours or in nothing; the result is judged by hand below.
        X509Certificate2[] anchors = certificates.LoadAll(trust.Anchors);
        X509Certificate2[] strangers = policy.ExtraStore.Cast<X509Certificate2>()
            .Where(sent => SameName(sent.SubjectName, sent.IssuerName)
                || anchors.Any(anchor => SameName(sent.SubjectName, anchor.SubjectName)))
            .ToArray();
        foreach (X509Certificate2 stranger in strangers) policy.ExtraStore.Remove(stranger);
        policy.ExtraStore.AddRange(anchors);
    }

    private static bool SameName(X500DistinguishedName left, X500DistinguishedName right) =>
        Bytes.Same(left.RawData, right.RawData);

    /// <summary>
    /// Without a custom trust store the engine calls our anchor an untrusted root, and a root of its own store trusted.
    /// Neither counts: the last element must be one of the anchors byte for byte; then UntrustedRoot alone is forgiven.
    /// </summary>
    private static BuiltChain JudgeAnchor(BuiltChain built, TrustSettings trust)
    {
        if (!EndsInAnchor(built, trust)) return Distrusted(built);
        return new BuiltChain(
            built.Elements,
            built.Statuses.Select(status => status & ~X509ChainStatusFlags.UntrustedRoot).ToList(),
            built.Problems & ~X509ChainStatusFlags.UntrustedRoot);
    }
#endif

    private static bool EndsInAnchor(BuiltChain built, TrustSettings trust) =>
        built.Elements.Count > 0
            && trust.Anchors.Any(anchor => anchor.HasSameBytes(built.Elements[built.Elements.Count - 1]));

    private static BuiltChain Distrusted(BuiltChain built) => new(
        built.Elements, built.Statuses,
        built.Problems
            | (built.Problems.HasFlag(X509ChainStatusFlags.PartialChain) ? 0 : X509ChainStatusFlags.UntrustedRoot));

    private static BuiltChain Copy(X509Chain chain)
    {
        var elements = new List<DerCertificate>();
        var statuses = new List<X509ChainStatusFlags>();
        foreach (X509ChainElement element in chain.ChainElements)
        {
            elements.Add(DerCertificate.Parse(element.Certificate.RawData));
            statuses.Add(Combine(element.ChainElementStatus));
        }

        return new BuiltChain(elements, statuses, Combine(chain.ChainStatus));
    }

    private static X509ChainStatusFlags Combine(X509ChainStatus[] statuses) =>
        statuses.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);

    /// <summary>The platform cannot even read the leaf, or a key above it: no chain, and nothing matches.</summary>
    private static BuiltChain Unreadable(DerCertificate leaf) =>
        new([leaf], [X509ChainStatusFlags.PartialChain], X509ChainStatusFlags.PartialChain);
}

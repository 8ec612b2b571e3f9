using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PinningTools.Internal;

/// <summary>
/// Builds one chain with the platform's engine, never with a verification flag, and without network access if the
/// platform supports that (.NET 8 and later).
/// </summary>
internal static class PlatformChain
{
    /// <summary>For platforms that fetch missing issuers in any case (.NET Framework).</summary>
    private static readonly TimeSpan s_retrievalTimeout = TimeSpan.FromSeconds(5);

    /// <param name="leaf">The leaf.</param>
    /// <param name="extra">
    /// The certificates that the engine may put between the leaf and an anchor; roots are allowed.
    /// </param>
    /// <param name="trust">System or given anchors; key-only trust builds no chain.</param>
    /// <param name="time">The time at which everything must be valid.</param>
    internal static BuiltChain Build(
        DerCertificate leaf, IReadOnlyList<DerCertificate> extra, TrustSettings trust, DateTime time)
    {
        using var certificates = new LoadedCertificates();
        using var chain = new X509Chain();
        X509ChainPolicy policy = chain.ChainPolicy;
        policy.RevocationMode = trust.CheckRevocation ? X509RevocationMode.Online : X509RevocationMode.NoCheck;
        policy.RevocationFlag = X509RevocationFlag.ExcludeRoot;
        policy.VerificationTime = time.ToLocalTime();
        policy.UrlRetrievalTimeout = s_retrievalTimeout;
        policy.ApplicationPolicy.Add(new Oid(IssuingExtensions.ServerAuthentication));
        X509Certificate2? platformLeaf = certificates.TryLoad(leaf);
        if (platformLeaf is null) return BuiltChain.NotJudged(leaf, "it cannot read the certificate");
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
            return BuiltChain.NotJudged(leaf, error.Message);
        }
        finally
        {
            // The elements are the platform's own objects, and .NET does not dispose them with the chain.
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
#else
    /// <summary>
    /// There is no custom trust store here: the engine gets the given anchors, and its result is checked below.
    /// </summary>
    private static void AddTrust(X509ChainPolicy policy, TrustSettings trust, LoadedCertificates certificates) =>
        policy.ExtraStore.AddRange(certificates.LoadAll(trust.Anchors));
#endif

    /// <summary>
    /// The last element must be identical to one of the anchors byte for byte; only then is UntrustedRoot ignored.
    /// Without a custom trust store the engine reports this status for a given anchor and trusts the roots of its own
    /// store; with one, .NET does not accept a root whose names differ in their string types.
    /// </summary>
    private static BuiltChain JudgeAnchor(BuiltChain built, TrustSettings trust)
    {
        if (!EndsInAnchor(built, trust)) return Distrusted(built);
        return new BuiltChain(
            built.Elements,
            built.Statuses.Select(status => status & ~X509ChainStatusFlags.UntrustedRoot).ToList(),
            built.Problems & ~X509ChainStatusFlags.UntrustedRoot);
    }

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
}

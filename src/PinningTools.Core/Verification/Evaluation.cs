using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>What is true of one connection or chain. It throws nothing and decides nothing.</summary>
internal sealed class Evaluation
{
    private Evaluation(PresentedChain presented, BuiltChain? chain, bool nameMatches)
    {
        Presented = presented;
        Chain = chain;
        NameMatches = nameMatches;
    }

    internal PresentedChain Presented { get; }

    /// <summary>What was built; null under key-only trust, which builds nothing.</summary>
    internal BuiltChain? Chain { get; }

    internal bool NameMatches { get; }

    /// <summary>
    /// The certificates whose keys may match a pin: the validated chain, or under key-only trust the leaf, whose key the
    /// handshake proved. Empty where no chain is valid (CVE-2016-2402: never what the server merely sent).
    /// </summary>
    internal IReadOnlyList<DerCertificate> Pinnable =>
        Chain is null ? [Presented.Leaf] : Chain.IsValid ? Chain.Elements : [];

    internal static Evaluation Of(PresentedChain presented, HostName host, TrustSettings trust, DateTime time)
    {
        BuiltChain? chain = trust.Mode == TrustMode.PinOnly ? null
            : presented.TooLong ? BuiltChain.None
            : ChainCache.GetOrBuild(presented, trust, time);
        return new Evaluation(presented, chain, CertificateNames.Match(presented.Leaf, host));
    }

    /// <summary>The first certificate whose key is one of the pins.</summary>
    internal DerCertificate? FindMatch(IReadOnlyCollection<SpkiPin> pins) =>
        Pinnable.FirstOrDefault(certificate => pins.Contains(certificate.Pin));
}

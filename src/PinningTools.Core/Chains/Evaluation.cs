using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace PinningTools.Internal;

/// <summary>The facts about one connection or chain. It does not throw and does not decide.</summary>
internal sealed class Evaluation
{
    private readonly TrustSettings _trust;
    private readonly DateTime _time;
    private readonly CancellationToken _cancel;

    private Evaluation(
        PresentedChain presented, BuiltChain? chain, bool nameMatches, TrustSettings trust, DateTime time,
        CancellationToken cancel)
    {
        Presented = presented;
        Chain = chain;
        NameMatches = nameMatches;
        _trust = trust;
        _time = time;
        _cancel = cancel;
    }

    internal PresentedChain Presented { get; }

    /// <summary>The chain that was built; null with key-only trust, which builds none.</summary>
    internal BuiltChain? Chain { get; }

    internal bool NameMatches { get; }

    /// <summary>The chain that the platform chose, if this is the evaluation of another path; else null.</summary>
    internal BuiltChain? InsteadOf { get; private init; }

    /// <summary>
    /// The certificates whose keys may match a pin: the validated chain, or with key-only trust the leaf, whose key the
    /// handshake proves. Empty if no chain is valid (CVE-2016-2402: never certificates that the server merely sent).
    /// </summary>
    internal IReadOnlyList<DerCertificate> Pinnable =>
        Chain is null ? [Presented.Leaf] : Chain.IsValid ? Chain.Elements : [];

    /// <param name="presented">What the server sent, or a file holds.</param>
    /// <param name="host">The name to verify; null if there is none, as for a file.</param>
    /// <param name="trust">How the chain is validated.</param>
    /// <param name="time">The time at which everything must be valid.</param>
    /// <param name="cancel">Stops the search for a path.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    internal static Evaluation Create(
        PresentedChain presented, HostName? host, TrustSettings trust, DateTime time,
        CancellationToken cancel = default)
    {
        BuiltChain? chain = trust.Mode == TrustMode.PinOnly ? null
            : presented.IsTooLong ? BuiltChain.None
            : ChainCache.GetOrBuild(presented, trust, time, cancel);
        return new Evaluation(
            presented, chain, host is null || CertificateNames.IsFor(presented.Leaf, host), trust, time,
            cancel);
    }

    /// <summary>
    /// The evaluation of the other valid paths to anchors of the same trust: authorities cross-sign each other, and
    /// Windows and Linux choose different paths.
    /// </summary>
    /// <param name="pins">Only paths with one of these keys are built.</param>
    internal IEnumerable<Evaluation> Alternatives(IReadOnlyCollection<SpkiPin> pins) =>
        Chain is not { IsValid: true } chosen ? []
        : AlternatePaths.Find(Presented, chosen, _trust, _time, one => pins.Contains(one.Pin), _cancel)
            .Select(chain => new Evaluation(Presented, chain, NameMatches, _trust, _time, _cancel)
            {
                InsteadOf = chosen,
            });

    /// <summary>The first certificate whose key is one of the pins.</summary>
    internal DerCertificate? FindMatch(IReadOnlyCollection<SpkiPin> pins) =>
        Pinnable.FirstOrDefault(certificate => pins.Contains(certificate.Pin));

    /// <summary>The first certificate whose key is one of the pins and may match at its place in the chain.</summary>
    /// <param name="pins">The pins.</param>
    /// <param name="fits">Whether a pin may match at a position, the server's own certificate being 0.</param>
    internal DerCertificate? FindMatch(IReadOnlyCollection<SpkiPin> pins, Func<SpkiPin, int, bool> fits) => Pinnable
        .Where((certificate, i) => pins.Contains(certificate.Pin) && fits(certificate.Pin, i))
        .FirstOrDefault();

    /// <summary>The keys in the chain that are pinned for another place in it.</summary>
    /// <param name="fits">Whether a pin may match at a position, the server's own certificate being 0.</param>
    internal IEnumerable<SpkiPin> Misplaced(Func<SpkiPin, int, bool> fits)
    {
        HashSet<SpkiPin> fitting = [.. Pinnable.Where((one, i) => fits(one.Pin, i)).Select(one => one.Pin)];
        return Pinnable.Select(one => one.Pin).Where(pin => !fitting.Contains(pin));
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Reads the certificate that a server has for one kind of key. If the platform lets a program choose cipher suites, its
/// handshake asks for the kind, and the connection is one that can be used. An inspection asks where the platform
/// cannot: for EdDSA, in TLS 1.3, on Windows and in Windows PowerShell.
/// </summary>
internal static class KeyKinds
{
    /// <param name="check">What to check, with one kind of key among its options.</param>
    /// <param name="byPlatform">Reads the server by the platform's handshake.</param>
    /// <param name="leafOf">The leaf of what was read.</param>
    /// <param name="byInspection">Makes the same of what an inspection read.</param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <exception cref="ConnectionFailure">
    /// The server did not show such a certificate. The reason is KeyAlgorithmNotOffered if it said that it has none.
    /// </exception>
    /// <exception cref="PinningException">Only an inspection can ask for it here, and none is allowed.</exception>
    internal static async Task<T> ReadAsync<T>(
        PinCheck check, Func<PinCheck, Task<T>> byPlatform, Func<T, PinRecord> leafOf,
        Func<PresentedChain, ConnectionFacts, Task<T>> byInspection, CancellationToken cancel)
    {
        ServerKeyAlgorithm kind = check.Options.KeyAlgorithm;
        PinCheck inspected = check;
        if (KeyAlgorithmChoice.IsOfPlatform(check.Options))
        {
            try
            {
                T read = await byPlatform(check).ConfigureAwait(false);
                DerCertificate leaf = leafOf(read).Certificate;
                if (KeyAlgorithmChoice.Of(leaf) == kind) return read;
                // Ed25519 has the cipher suites of ECDSA.
                if (!check.Inspects) throw OtherKind(check, leaf, leafOf(read).Address);
            }
            catch (ConnectionFailure failure) when (check.Inspects && failure.MayInspect)
            {
                if (failure.Address is { } seen)
                    inspected = check with { Target = check.Target.At(IPAddress.Parse(seen)) };
            }
        }
        else if (!check.Inspects)
        {
            throw new PinningException(Faults.KeyAlgorithmNeedsInspection(PeerAlerts.NameOf(kind)));
        }

        (PresentedChain presented, ConnectionFacts facts) =
            await FollowingInspection.ReadAloneAsync(inspected, cancel).ConfigureAwait(false);
        return KeyAlgorithmChoice.Of(presented.Leaf) == kind
            ? await byInspection(presented, facts).ConfigureAwait(false)
            : throw OtherKind(check, presented.Leaf, facts.Address);
    }

    /// <summary>The pins of the certificates for all kinds of key.</summary>
    /// <returns>What was read, and in sentences what is not known.</returns>
    /// <exception cref="ConnectionFailure">Nothing was read.</exception>
    internal static async Task<(IReadOnlyList<PresentedPins> Read, IReadOnlyList<string> Unknown)> ReadAllAsync(
        PinCheck check, CancellationToken cancel)
    {
        (KindSweep<PresentedPins> sweep, ConnectionFailure? first) =
            await ReadAsync(check, ServerKeyAlgorithm.Any, cancel).ConfigureAwait(false);
        return sweep.Read.Count > 0 ? (sweep.Read, sweep.Unknown) : throw first!;
    }

    /// <summary>The pins of the certificates for the other kinds of key, beside one that was read.</summary>
    /// <param name="check">How it was read.</param>
    /// <param name="shown">The leaf that was read.</param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <returns>What was read, and in sentences what is not known.</returns>
    internal static async Task<(IReadOnlyList<PresentedPins> Read, IReadOnlyList<string> Unknown)> ReadOthersAsync(
        PinCheck check, PinRecord shown, CancellationToken cancel)
    {
        (KindSweep<PresentedPins> sweep, _) = await ReadAsync(
            check.At(shown), KeyAlgorithmChoice.Of(shown.Certificate), cancel).ConfigureAwait(false);
        return (sweep.Read, sweep.Unknown);
    }

    private static async Task<(KindSweep<PresentedPins> Sweep, ConnectionFailure? First)> ReadAsync(
        PinCheck check, ServerKeyAlgorithm known, CancellationToken cancel)
    {
        var sweep = new KindSweep<PresentedPins>(check.Target);
        ConnectionFailure? first = null;
        foreach (ServerKeyAlgorithm kind in KeyAlgorithmChoice.Kinds.Where(kind => kind != known))
        {
            if (sweep.IsUseless) break;
            try
            {
                sweep.Add(await PinChecker.ReadAsync(check.For(kind), cancel).ConfigureAwait(false));
            }
            catch (ConnectionFailure failure)
            {
                first ??= failure;
                sweep.Miss(kind, failure.Verdict, failure.Reason, failure.Fault.Message);
            }
        }

        return (sweep, first);
    }

    /// <summary>
    /// The verdicts on the certificates for all kinds of key, each with what is not known as warnings; the first failure
    /// if nothing was read.
    /// </summary>
    internal static async Task<IReadOnlyList<PinVerdict>> CheckAllAsync(PinCheck check, CancellationToken cancel)
    {
        var sweep = new KindSweep<PinVerdict>(check.Target);
        PinVerdict? first = null;
        foreach (ServerKeyAlgorithm kind in KeyAlgorithmChoice.Kinds)
        {
            if (sweep.IsUseless) break;
            PinVerdict verdict = await PinChecker.CheckAsync(check.For(kind), cancel).ConfigureAwait(false);
            if (verdict.Chain.Length > 0)
            {
                sweep.Add(verdict);
                continue;
            }

            first ??= verdict;
            sweep.Miss(kind, verdict.Verdict, verdict.Reason, verdict.Message);
        }

        return sweep.Read.Count > 0
            ? [.. sweep.Read.Select(verdict => sweep.Unknown.Aggregate(verdict, (so, one) => so.WithWarning(one)))]
            : [first!];
    }

    /// <summary>The verdicts on the certificates for the other kinds of key, beside one that was checked.</summary>
    internal static async Task<IReadOnlyList<PinVerdict>> CheckOthersAsync(
        PinCheck check, PinRecord shown, CancellationToken cancel)
    {
        var others = new List<PinVerdict>();
        ServerKeyAlgorithm known = KeyAlgorithmChoice.Of(shown.Certificate);
        foreach (ServerKeyAlgorithm kind in KeyAlgorithmChoice.Kinds.Where(kind => kind != known))
        {
            PinVerdict verdict =
                await PinChecker.CheckAsync(check.At(shown).For(kind), cancel).ConfigureAwait(false);
            if (verdict.Chain.Length > 0) others.Add(verdict);
        }

        return others;
    }

    /// <summary>At the same address, unless a proxy chooses it.</summary>
    private static PinCheck At(this PinCheck check, PinRecord shown) =>
        shown.Address is { } address ? check with { Target = check.Target.At(IPAddress.Parse(address)) } : check;

    private static PinCheck For(this PinCheck check, ServerKeyAlgorithm kind) =>
        check with { Options = check.Options with { KeyAlgorithm = kind } };

    private static ConnectionFailure OtherKind(PinCheck check, DerCertificate leaf, string? address)
    {
        string asked = PeerAlerts.NameOf(check.Options.KeyAlgorithm);
        return new ConnectionFailure(
            Verdict.HandshakeFailed, VerdictReason.KeyAlgorithmNotOffered,
            Faults.KeyAlgorithmRefused(
                check.Target.ToString(), asked, $"it showed one with the key {leaf.Key.Algorithm} instead."),
            address);
    }
}

/// <summary>
/// What the kinds of key of one server came to. A kind that the server has not is left out; one of which that is not
/// known is told.
/// </summary>
/// <param name="target">The server.</param>
internal sealed class KindSweep<T>(TlsTarget target)
{
    private readonly List<T> _read = [];
    private readonly List<string> _unknown = [];

    internal IReadOnlyList<T> Read => _read;

    internal IReadOnlyList<string> Unknown => _unknown;

    /// <summary>Whether the server cannot be reached: it is not asked for the other kinds.</summary>
    internal bool IsUseless { get; private set; }

    internal void Add(T read) => _read.Add(read);

    internal void Miss(ServerKeyAlgorithm kind, Verdict verdict, VerdictReason reason, string message)
    {
        if (_read.Count == 0 && verdict != Verdict.HandshakeFailed) IsUseless = true;
        // The server said that it has no such certificate, or that it refuses the versions in which it could show one.
        if (reason is VerdictReason.KeyAlgorithmNotOffered or VerdictReason.ProtocolRefused) return;
        _unknown.Add(
            $"It is not known whether {target} has a certificate with an {PeerAlerts.NameOf(kind)} key: {message}");
    }
}

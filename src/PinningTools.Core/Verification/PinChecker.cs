using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>Performs one check from the target to the verdict: connect, copy, evaluate, decide.</summary>
internal static class PinChecker
{
    /// <exception cref="OperationCanceledException">
    /// The caller cancelled. Everything the peer can cause is a verdict.
    /// </exception>
    internal static async Task<PinVerdict> CheckAsync(PinCheck check, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        for (int attempt = 0; ; attempt++)
        {
            TimeSpan begun = watch.Elapsed;
            ConnectionFailure failure;
            try
            {
                // A sweep checks without a kind of key: that way costs nothing beside its connection.
                PinVerdict judged = check.Options.KeyAlgorithm == ServerKeyAlgorithm.Any
                    ? await ConnectAsync(check, cancel).ConfigureAwait(false)
                    : await ConnectForKindAsync(check, cancel).ConfigureAwait(false);
                return attempt == 0 ? judged : judged with { Attempts = attempt + 1 };
            }
            catch (PinRefusedException refused)
            {
                return refused.Verdict with { Attempts = attempt + 1 };
            }
            catch (ConnectionFailure caught)
            {
                failure = caught;
            }

            if (check.Inspects && failure.MayInspect)
            {
                try
                {
                    PinVerdict verdict =
                        await InspectAsync(check, failure, watch.Elapsed - begun, cancel).ConfigureAwait(false);
                    return verdict with { Attempts = attempt + 1 };
                }
                catch (ConnectionFailure neither)
                {
                    failure = neither;
                }
            }

            if (attempt >= check.Retries || IsProven(failure))
                return VerdictMaker.NotConnected(check.Target, failure, watch.Elapsed, attempt + 1);
            // Only a failure that proves nothing about the peer is tried again: a server that may be an impostor never
            // gets a second try.
            await Task.Delay(check.RetryInterval, cancel).ConfigureAwait(false);
        }
    }

    private static async Task<PinVerdict> ConnectAsync(PinCheck check, CancellationToken cancel)
    {
        using CheckedConnection judged = await OpenAsync(check, cancel).ConfigureAwait(false);
        return judged.Verdict;
    }

    /// <summary>The verdict on one connection, or on an inspection if only that can ask for the kind of key.</summary>
    private static Task<PinVerdict> ConnectForKindAsync(PinCheck check, CancellationToken cancel) => KeyKinds.ReadAsync(
        check, one => ConnectAsync(one, cancel), verdict => verdict.Chain[0],
        (presented, facts) => DecideAsync(presented, check, facts, cancel), cancel);

    /// <summary>The verdict on what an inspection reads after the platform's handshake failed.</summary>
    /// <exception cref="ConnectionFailure">It read nothing either, or the deadline passed.</exception>
    private static async Task<PinVerdict> InspectAsync(
        PinCheck check, ConnectionFailure failed, TimeSpan spent, CancellationToken cancel)
    {
        (PresentedChain presented, ConnectionFacts facts) =
            await FollowingInspection.ReadAsync(check, failed, spent, cancel).ConfigureAwait(false);
        return await DecideAsync(presented, check, facts, cancel).ConfigureAwait(false);
    }

    private static Task<PinVerdict> DecideAsync(
        PresentedChain presented, PinCheck check, ConnectionFacts facts, CancellationToken cancel)
    {
        DateTime time = check.Time;
        return ChainWork.RunAsync(
            stop => Decide(presented, check, time, facts, stop), check, LeftOf(check, facts), cancel);
    }

    private static bool IsProven(ConnectionFailure failure) =>
        failure.Reason == VerdictReason.HandshakeSignatureInvalid;

    /// <summary>
    /// A connection with its verdict. A server that requests a client certificate gets it on a second connection
    /// (<see cref="ClientCertificateWay"/>).
    /// </summary>
    /// <param name="check">What to check.</param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <param name="known">
    /// The leaves that had a good verdict on earlier connections under the same policy, and may see the client certificate.
    /// </param>
    /// <exception cref="ConnectionFailure">There was no handshake.</exception>
    /// <exception cref="PinRefusedException">
    /// The server demands a client certificate, and the verdict on it does not allow to show one.
    /// </exception>
    internal static async Task<CheckedConnection> OpenAsync(
        PinCheck check, CancellationToken cancel, ApprovedLeaves? known = null)
    {
        if (check.Options.ClientCertificate is null)
            return await OpenAsync(check, ApprovedLeaves.None, cancel).ConfigureAwait(false);
        try
        {
            return await WayTo(check)
                .OpenAsync(known ?? ApprovedLeaves.None, cancel).ConfigureAwait(false);
        }
        catch (NotApprovedException refused)
        {
            throw refused.ToRefusal();
        }
    }

    /// <summary>One connection with its verdict, on which only the approved leaves see the client certificate.</summary>
    /// <exception cref="ConnectionFailure">There was no handshake.</exception>
    internal static async Task<CheckedConnection> OpenAsync(
        PinCheck check, ApprovedLeaves approved, CancellationToken cancel)
    {
        TlsConnection connection =
            await TlsConnector.OpenAsync(check.Target, check.Options, cancel, approved).ConfigureAwait(false);
        try
        {
            DateTime time = check.Time;
            return await ChainWork.RunAsync(
                stop =>
                {
                    var basis = new VerdictBasis(
                        Evaluate(connection.Presented, check, time, stop), check.Target, check.Policy, time);
                    return new CheckedConnection(connection, basis, VerdictMaker.Decide(basis, connection.Facts))
                    {
                        Approved = approved,
                    };
                },
                check, LeftOf(check, connection.Facts), cancel).ConfigureAwait(false);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The leaf that may see the client certificate, of a server that ended the handshake because it did not get one.
    /// </summary>
    /// <exception cref="ConnectionFailure">It did not prove its key.</exception>
    /// <exception cref="PinRefusedException">It has a bad verdict.</exception>
    internal static async Task<ApprovedLeaves> ApproveAsync(
        PinCheck check, ConnectionFailure failure, CancellationToken cancel)
    {
        try
        {
            return await WayTo(check).ApproveAsync(failure, cancel).ConfigureAwait(false);
        }
        catch (NotApprovedException refused)
        {
            throw refused.ToRefusal();
        }
    }

    private static ClientCertificateWay WayTo(PinCheck check) =>
        new(check, check.AcceptsUnpinned ? IsAcceptable : IsAllowed);

    private static bool IsAllowed(VerdictBasis basis) => PinJudge.Judge(basis).Allowed;

    /// <summary>With key-only trust no chain was built, and without a pin nothing at all was checked.</summary>
    private static bool IsAcceptable(VerdictBasis basis) => PinJudge.Judge(basis) is { Allowed: true }
        or { Verdict: Verdict.NotPinned } && basis.Evaluation.Chain is { IsValid: true };

    /// <summary>The verdict on a host, or those on all of its addresses and for all kinds of key.</summary>
    internal static async Task<IReadOnlyList<PinVerdict>> CheckAsync(
        PinCheck check, bool allAddresses, CancellationToken cancel) => allAddresses
        ? await CheckAllAsync(check, cancel).ConfigureAwait(false)
        : await CheckKindsAsync(check, cancel).ConfigureAwait(false);

    private static async Task<IReadOnlyList<PinVerdict>> CheckKindsAsync(PinCheck check, CancellationToken cancel) =>
        check.Options.KeyAlgorithm == ServerKeyAlgorithm.Both
            ? await KeyKinds.CheckAllAsync(check, cancel).ConfigureAwait(false)
            : [await CheckAsync(check, cancel).ConfigureAwait(false)];

    /// <summary>The verdicts on every address of a host.</summary>
    internal static async Task<IReadOnlyList<PinVerdict>> CheckAllAsync(PinCheck check, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return [.. (await AddressSweep.RunAsync(
                    check.Target, check.Options, one => CheckKindsAsync(check with { Target = one }, cancel), cancel)
                    .ConfigureAwait(false)).SelectMany(one => one)];
            }
            catch (ConnectionFailure) when (attempt < check.Retries)
            {
                await Task.Delay(check.RetryInterval, cancel).ConfigureAwait(false);
            }
            catch (ConnectionFailure failure)
            {
                return [VerdictMaker.NotConnected(check.Target, failure, watch.Elapsed, attempt + 1)];
            }
        }
    }

    /// <summary>The verdict on certificates without a connection, from a file or the caller, leaf first.</summary>
    internal static async Task<PinVerdict> EvaluateAsync(
        PresentedChain presented, PinCheck check, CancellationToken cancel)
    {
        DateTime time = check.Time;
        try
        {
            return await ChainWork.RunAsync(
                stop => Decide(presented, check, time, ConnectionFacts.None, stop), check, check.Options.Timeout, cancel)
                .ConfigureAwait(false);
        }
        catch (ConnectionFailure failure)
        {
            return VerdictMaker.NotConnected(check.Target, failure, check.Options.Timeout);
        }
    }

    /// <summary>The pins that a host shows, without a verdict; only the trust of the policy is used.</summary>
    /// <exception cref="ConnectionFailure">There was no handshake.</exception>
    internal static async Task<PresentedPins> ReadAsync(PinCheck check, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        ConnectionFailure failed;
        try
        {
            return check.Options.KeyAlgorithm == ServerKeyAlgorithm.Any
                ? await ReadConnectedAsync(check, cancel).ConfigureAwait(false)
                : await KeyKinds.ReadAsync(
                    check, one => ReadConnectedAsync(one, cancel), pins => pins.Records[0], ReadShownAsync, cancel)
                    .ConfigureAwait(false);
        }
        catch (ConnectionFailure failure) when (check.Inspects && failure.MayInspect)
        {
            failed = failure;
        }

        (PresentedChain presented, ConnectionFacts facts) =
            await FollowingInspection.ReadAsync(check, failed, watch.Elapsed, cancel).ConfigureAwait(false);
        return await ReadShownAsync(presented, facts).ConfigureAwait(false);

        async Task<PresentedPins> ReadShownAsync(PresentedChain shown, ConnectionFacts seen) => PresentedPins.From(
            await EvaluateAsync(shown, check, seen, cancel).ConfigureAwait(false), check.Target, seen);
    }

    private static async Task<PresentedPins> ReadConnectedAsync(PinCheck check, CancellationToken cancel)
    {
        check = check with { Policy = PinPolicy.NotPinned(check.Policy.Trust) };
        try
        {
            using CheckedConnection connection = check.Options.ClientCertificate is null
                ? await OpenAsync(check, ApprovedLeaves.None, cancel).ConfigureAwait(false)
                : await new ClientCertificateWay(check, IsGood).OpenAsync(ApprovedLeaves.None, cancel)
                    .ConfigureAwait(false);
            return PresentedPins.From(connection.Basis.Evaluation, check.Target, connection.Connection.Facts);
        }
        catch (NotApprovedException seen)
        {
            return PresentedPins.From(seen.Basis.Evaluation, check.Target, seen.Facts);
        }
    }

    private static bool IsGood(VerdictBasis basis) => basis.Evaluation is { Chain.IsValid: true, NameMatches: true };

    /// <summary>What is true of certificates that a connection showed.</summary>
    /// <param name="presented">The certificates.</param>
    /// <param name="check">The trust and the deadline.</param>
    /// <param name="facts">The connection, which took a part of the deadline.</param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <exception cref="ConnectionFailure">The deadline passed.</exception>
    internal static Task<Evaluation> EvaluateAsync(
        PresentedChain presented, PinCheck check, ConnectionFacts facts, CancellationToken cancel)
    {
        DateTime time = check.Time;
        return ChainWork.RunAsync(
            stop => Evaluate(presented, check, time, stop), check, LeftOf(check, facts), cancel);
    }

    private static PinVerdict Decide(
        PresentedChain presented, PinCheck check, DateTime time, ConnectionFacts facts, CancellationToken stop) =>
        VerdictMaker.Decide(
            new VerdictBasis(Evaluate(presented, check, time, stop), check.Target, check.Policy, time)
            {
                Inspection = facts.Inspection,
            },
            facts);

    /// <summary>Certificates from a file may have no name to check.</summary>
    private static Evaluation Evaluate(
        PresentedChain presented, PinCheck check, DateTime time, CancellationToken stop) =>
        Evaluation.Create(
            presented, check.Target.IsNamed ? check.Target.JudgedName : null, check.Policy.Trust, time, stop);

    /// <summary>A single deadline applies from the name lookup to the verdict.</summary>
    private static TimeSpan LeftOf(PinCheck check, ConnectionFacts facts)
    {
        TimeSpan left = check.Options.Timeout - facts.Elapsed;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}

/// <summary>
/// An open connection and its verdict. It may be used only if <see cref="PinVerdict.Allowed"/> is true.
/// </summary>
internal sealed class CheckedConnection(TlsConnection connection, VerdictBasis basis, PinVerdict verdict) : IDisposable
{
    internal TlsConnection Connection { get; } = connection;

    internal VerdictBasis Basis { get; } = basis;

    internal PinVerdict Verdict { get; } = verdict;

    /// <summary>The leaves that could see the client certificate.</summary>
    internal ApprovedLeaves Approved { get; init; } = ApprovedLeaves.None;

    public void Dispose() => Connection.Dispose();
}

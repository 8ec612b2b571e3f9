using System;
using System.Collections.Generic;
using System.Diagnostics;
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
                using CheckedConnection judged = await OpenAsync(check, cancel).ConfigureAwait(false);
                return attempt == 0 ? judged.Verdict : judged.Verdict with { Attempts = attempt + 1 };
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

    /// <summary>The verdict on what an inspection reads after the platform's handshake failed.</summary>
    /// <exception cref="ConnectionFailure">It read nothing either, or the deadline passed.</exception>
    private static async Task<PinVerdict> InspectAsync(
        PinCheck check, ConnectionFailure failed, TimeSpan spent, CancellationToken cancel)
    {
        (PresentedChain presented, ConnectionFacts facts) =
            await FollowingInspection.ReadAsync(check, failed, spent, cancel).ConfigureAwait(false);
        DateTime time = check.Time;
        return await ChainWork.RunAsync(
            stop => Decide(presented, check, time, facts, stop), check, LeftOf(check, facts), cancel)
            .ConfigureAwait(false);
    }

    private static bool IsProven(ConnectionFailure failure) =>
        failure.Reason == VerdictReason.HandshakeSignatureInvalid;

    /// <summary>
    /// A connection with its verdict. A server that requests a client certificate gets it on a second connection, and
    /// only if the first had a good verdict and the second has the same leaf.
    /// </summary>
    /// <exception cref="ConnectionFailure">There was no handshake.</exception>
    internal static async Task<CheckedConnection> OpenAsync(PinCheck check, CancellationToken cancel)
    {
        CheckedConnection first = await OpenAsync(check, null, cancel).ConfigureAwait(false);
        bool asks = check.Options.ClientCertificate is not null && first.Connection.IsClientCertificateMissing;
        if (!asks || !first.Verdict.Allowed) return first;
        first.Dispose();
        return await OpenAsync(check, first.Connection.Presented.Leaf, cancel).ConfigureAwait(false);
    }

    private static async Task<CheckedConnection> OpenAsync(
        PinCheck check, DerCertificate? approved, CancellationToken cancel)
    {
        TlsConnection connection =
            await TlsConnector.OpenAsync(check.Target, check.Options, cancel, approved).ConfigureAwait(false);
        try
        {
            DateTime time = check.Time;
            PinVerdict verdict = await ChainWork.RunAsync(
                stop => Decide(connection.Presented, check, time, connection.Facts, stop),
                check, LeftOf(check, connection.Facts), cancel).ConfigureAwait(false);
            return new CheckedConnection(connection, verdict);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The verdict on a host, or those on all of its addresses.</summary>
    internal static async Task<IReadOnlyList<PinVerdict>> CheckAsync(
        PinCheck check, bool allAddresses, CancellationToken cancel) => allAddresses
        ? await CheckAllAsync(check, cancel).ConfigureAwait(false)
        : [await CheckAsync(check, cancel).ConfigureAwait(false)];

    /// <summary>The verdicts on every address of a host.</summary>
    internal static async Task<IReadOnlyList<PinVerdict>> CheckAllAsync(PinCheck check, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return await AddressSweep.RunAsync(
                    check.Target, check.Options, one => CheckAsync(check with { Target = one }, cancel), cancel)
                    .ConfigureAwait(false);
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
                stop => Decide(presented, check, time, default, stop), check, check.Options.Timeout, cancel)
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
            return await ReadConnectedAsync(check, cancel).ConfigureAwait(false);
        }
        catch (ConnectionFailure failure) when (check.Inspects && failure.MayInspect)
        {
            failed = failure;
        }

        (PresentedChain presented, ConnectionFacts facts) =
            await FollowingInspection.ReadAsync(check, failed, watch.Elapsed, cancel).ConfigureAwait(false);
        Evaluation evaluation = await EvaluateAsync(presented, check, facts, cancel).ConfigureAwait(false);
        return PresentedPins.From(evaluation, check.Target, facts);
    }

    private static async Task<PresentedPins> ReadConnectedAsync(PinCheck check, CancellationToken cancel)
    {
        (TlsConnection connection, Evaluation evaluation) = await LookAsync(check, null, cancel).ConfigureAwait(false);
        bool isGood = evaluation is { Chain.IsValid: true, NameMatches: true };
        if (check.Options.ClientCertificate is not null && connection.IsClientCertificateMissing && isGood)
            (connection, evaluation) =
                await LookAsync(check, evaluation.Presented.Leaf, cancel).ConfigureAwait(false);
        return PresentedPins.From(evaluation, check.Target, connection.Facts);
    }

    private static async Task<(TlsConnection Connection, Evaluation Evaluation)> LookAsync(
        PinCheck check, DerCertificate? approved, CancellationToken cancel)
    {
        using TlsConnection connection =
            await TlsConnector.OpenAsync(check.Target, check.Options, cancel, approved).ConfigureAwait(false);
        return (connection,
            await EvaluateAsync(connection.Presented, check, connection.Facts, cancel).ConfigureAwait(false));
    }

    private static async Task<Evaluation> EvaluateAsync(
        PresentedChain presented, PinCheck check, ConnectionFacts facts, CancellationToken cancel)
    {
        DateTime time = check.Time;
        return await ChainWork.RunAsync(
            stop => Evaluate(presented, check, time, stop), check, LeftOf(check, facts), cancel).ConfigureAwait(false);
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
internal sealed class CheckedConnection(TlsConnection connection, PinVerdict verdict) : IDisposable
{
    internal TlsConnection Connection { get; } = connection;

    internal PinVerdict Verdict { get; } = verdict;

    public void Dispose() => Connection.Dispose();
}

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>One check from the target to the verdict: connect, copy, evaluate, decide.</summary>
internal static class PinChecker
{
    /// <exception cref="OperationCanceledException">
    /// The caller cancelled. Everything the peer can cause is a verdict.
    /// </exception>
    internal static async Task<PinVerdict> CheckAsync(
        TlsTarget target, PinPolicy policy, ConnectionOptions options, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                using CheckedConnection judged = await OpenAsync(target, policy, options, cancel).ConfigureAwait(false);
                judged.Verdict.Attempts = attempt + 1;
                return judged.Verdict;
            }
            catch (ConnectionFailure failure) when (attempt < options.Retries && !IsProven(failure))
            {
                // Only what proves nothing of the peer is tried again: no server is asked twice whether it is an
                // impostor.
                await Task.Delay(options.RetryInterval, cancel).ConfigureAwait(false);
            }
            catch (ConnectionFailure failure)
            {
                return VerdictMaker.NotConnected(target, failure, watch.Elapsed, attempt + 1);
            }
        }
    }

    private static bool IsProven(ConnectionFailure failure) =>
        failure.Reason == VerdictReason.HandshakeSignatureInvalid;

    /// <summary>
    /// A connection with its verdict. A server that asks for a client certificate is shown it on a second connection,
    /// and only where the first had a good verdict and the second has the same leaf.
    /// </summary>
    /// <exception cref="ConnectionFailure">No handshake came about.</exception>
    internal static async Task<CheckedConnection> OpenAsync(
        TlsTarget target, PinPolicy policy, ConnectionOptions options, CancellationToken cancel)
    {
        CheckedConnection first = await OpenAsync(target, policy, options, null, cancel).ConfigureAwait(false);
        if (options.ClientCertificate is null || !first.Connection.IsClientCertificateMissing || !first.Verdict.Allowed)
            return first;
        first.Dispose();
        return await OpenAsync(target, policy, options, first.Connection.Presented.Leaf, cancel).ConfigureAwait(false);
    }

    private static async Task<CheckedConnection> OpenAsync(
        TlsTarget target, PinPolicy policy, ConnectionOptions options, DerCertificate? approved,
        CancellationToken cancel)
    {
        TlsConnection connection =
            await TlsConnector.OpenAsync(target, options, cancel, approved).ConfigureAwait(false);
        try
        {
            PinVerdict verdict =
                await JudgeAsync(connection, target, policy, LeftOf(options, connection), cancel).ConfigureAwait(false);
            return new CheckedConnection(connection, verdict);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The verdicts on every address of a host.</summary>
    internal static async Task<IReadOnlyList<PinVerdict>> CheckAllAsync(
        TlsTarget target, PinPolicy policy, ConnectionOptions options, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return await AddressSweep
                    .RunAsync(target, options, one => CheckAsync(one, policy, options, cancel), cancel)
                    .ConfigureAwait(false);
            }
            catch (ConnectionFailure) when (attempt < options.Retries)
            {
                await Task.Delay(options.RetryInterval, cancel).ConfigureAwait(false);
            }
            catch (ConnectionFailure failure)
            {
                return [VerdictMaker.NotConnected(target, failure, watch.Elapsed, attempt + 1)];
            }
        }
    }

    /// <summary>The verdict on a connection that stands.</summary>
    /// <exception cref="ConnectionFailure">The platform took too long over the chain.</exception>
    internal static Task<PinVerdict> JudgeAsync(
        TlsConnection connection, TlsTarget target, PinPolicy policy, TimeSpan timeout, CancellationToken cancel)
    {
        DateTime time = policy.At ?? Clock.Now;
        return ChainWork.RunAsync(
            stop => VerdictMaker.Decide(
                    Evaluation.Create(connection.Presented, target.JudgedName, policy.Trust, time, stop),
                    target, policy, time, connection.Facts),
            policy.Trust, target, timeout, cancel);
    }

    /// <summary>The verdict on certificates that nobody sent: a file's or the caller's own, leaf first.</summary>
    internal static async Task<PinVerdict> JudgeAsync(
        PresentedChain presented, TlsTarget target, PinPolicy policy, TimeSpan timeout, CancellationToken cancel)
    {
        DateTime time = policy.At ?? Clock.Now;
        HostName? name = target.IsNamed ? target.JudgedName : null;
        try
        {
            return await ChainWork.RunAsync(
                stop => VerdictMaker.Decide(
                    Evaluation.Create(presented, name, policy.Trust, time, stop), target, policy, time, default),
                policy.Trust, target, timeout, cancel).ConfigureAwait(false);
        }
        catch (ConnectionFailure failure)
        {
            return VerdictMaker.NotConnected(target, failure, timeout);
        }
    }

    /// <summary>The pins of whatever a host shows, with no verdict on them.</summary>
    /// <exception cref="ConnectionFailure">No handshake came about.</exception>
    internal static async Task<PresentedPins> ReadAsync(
        TlsTarget target, TrustSettings trust, ConnectionOptions options, CancellationToken cancel)
    {
        (TlsConnection connection, Evaluation evaluation) =
            await LookAsync(target, trust, options, null, cancel).ConfigureAwait(false);
        bool isGood = evaluation is { Chain.IsValid: true, NameMatches: true };
        if (options.ClientCertificate is not null && connection.IsClientCertificateMissing && isGood)
            (connection, evaluation) =
                await LookAsync(target, trust, options, evaluation.Presented.Leaf, cancel).ConfigureAwait(false);
        return PresentedPins.From(evaluation, target, connection.Facts);
    }

    private static async Task<(TlsConnection Connection, Evaluation Evaluation)> LookAsync(
        TlsTarget target, TrustSettings trust, ConnectionOptions options, DerCertificate? approved,
        CancellationToken cancel)
    {
        using TlsConnection connection =
            await TlsConnector.OpenAsync(target, options, cancel, approved).ConfigureAwait(false);
        Evaluation evaluation = await ChainWork.RunAsync(
            stop => Evaluation.Create(connection.Presented, target.JudgedName, trust, Clock.Now, stop),
            trust, target, LeftOf(options, connection), cancel).ConfigureAwait(false);
        return (connection, evaluation);
    }

    /// <summary>One deadline holds from the name look-up to the verdict.</summary>
    private static TimeSpan LeftOf(ConnectionOptions options, TlsConnection connection)
    {
        TimeSpan left = options.Timeout - connection.Facts.Elapsed;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}

/// <summary>
/// A connection that stands, and what came of judging it. It may be used when <see cref="PinVerdict.Allowed"/> says so.
/// </summary>
internal sealed class CheckedConnection(TlsConnection connection, PinVerdict verdict) : IDisposable
{
    internal TlsConnection Connection { get; } = connection;

    internal PinVerdict Verdict { get; } = verdict;

    public void Dispose() => Connection.Dispose();
}

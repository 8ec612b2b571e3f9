using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>One check from the target to the verdict: connect, copy, evaluate, decide.</summary>
internal static class PinChecker
{
    /// <exception cref="OperationCanceledException">The caller cancelled. Everything the peer can cause is a verdict.</exception>
    internal static async Task<PinVerdict> CheckAsync(
        TlsTarget target, PinPolicy policy, ConnectionOptions options, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            using TlsConnection connection = await TlsConnector.OpenAsync(target, options, cancel).ConfigureAwait(false);
            return await JudgeAsync(connection, target, policy, options.Timeout, cancel).ConfigureAwait(false);
        }
        catch (ConnectionFailure failure)
        {
            return VerdictMaker.NotConnected(target, failure, watch.Elapsed);
        }
    }

    /// <summary>The verdict on a connection that stands.</summary>
    /// <exception cref="ConnectionFailure">The platform took too long over the chain.</exception>
    internal static Task<PinVerdict> JudgeAsync(
        TlsConnection connection, TlsTarget target, PinPolicy policy, TimeSpan timeout, CancellationToken cancel)
    {
        DateTime time = policy.At ?? DateTime.UtcNow;
        return ChainWork.RunAsync(
            () => VerdictMaker.Decide(
                Evaluation.Of(connection.Presented, target.JudgedName, policy.Trust, time), target, policy, time, connection.Facts),
            policy.Trust, target, timeout, cancel);
    }

    /// <summary>The verdict on certificates that nobody sent: a file's or the caller's own, leaf first.</summary>
    internal static Task<PinVerdict> JudgeAsync(
        PresentedChain presented, TlsTarget target, PinPolicy policy, TimeSpan timeout, CancellationToken cancel)
    {
        DateTime time = policy.At ?? DateTime.UtcNow;
        HostName? name = target.IsNamed ? target.JudgedName : null;
        return ChainWork.RunAsync(
            () => VerdictMaker.Decide(Evaluation.Of(presented, name, policy.Trust, time), target, policy, time, default),
            policy.Trust, target, timeout, cancel);
    }

    /// <summary>The pins of whatever a host shows, with no verdict on them.</summary>
    /// <exception cref="ConnectionFailure">No handshake came about.</exception>
    internal static async Task<HostPins> ReadAsync(
        TlsTarget target, TrustSettings trust, ConnectionOptions options, CancellationToken cancel)
    {
        using TlsConnection connection = await TlsConnector.OpenAsync(target, options, cancel).ConfigureAwait(false);
        Evaluation evaluation = await ChainWork.RunAsync(
            () => Evaluation.Of(connection.Presented, target.JudgedName, trust, DateTime.UtcNow),
            trust, target, options.Timeout, cancel).ConfigureAwait(false);
        return HostPins.From(evaluation, target, connection.Facts);
    }
}

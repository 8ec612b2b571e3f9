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
            return Judge(connection, target, policy);
        }
        catch (ConnectionFailure failure)
        {
            return VerdictMaker.NotConnected(target, failure, watch.Elapsed);
        }
    }

    /// <summary>The verdict on a connection that stands.</summary>
    internal static PinVerdict Judge(TlsConnection connection, TlsTarget target, PinPolicy policy)
    {
        DateTime time = policy.At ?? DateTime.UtcNow;
        Evaluation evaluation = Evaluation.Of(connection.Presented, target.JudgedName, policy.Trust, time);
        return VerdictMaker.Decide(evaluation, target, policy, time, connection.Facts);
    }

    /// <summary>The pins of whatever a host shows, with no verdict on them.</summary>
    /// <exception cref="ConnectionFailure">No handshake came about.</exception>
    internal static async Task<HostPins> ReadAsync(
        TlsTarget target, TrustSettings trust, ConnectionOptions options, CancellationToken cancel)
    {
        using TlsConnection connection = await TlsConnector.OpenAsync(target, options, cancel).ConfigureAwait(false);
        Evaluation evaluation = Evaluation.Of(connection.Presented, target.JudgedName, trust, DateTime.UtcNow);
        return HostPins.From(evaluation, target, connection.Facts);
    }
}

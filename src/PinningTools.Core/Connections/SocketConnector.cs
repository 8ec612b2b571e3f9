using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Connects to the first of several addresses that responds. The next attempt starts if the last one has not responded
/// for a quarter of a second (RFC 8305 section 5), so that a dead address costs little time.
/// </summary>
internal static class SocketConnector
{
    private static readonly TimeSpan s_headStart = TimeSpan.FromMilliseconds(250);

    /// <exception cref="ConnectionFailure">No address responded; the reason is that of the first one.</exception>
    internal static async Task<Socket> ConnectAsync(IPAddress[] addresses, TlsTarget target, CancellationToken cancel)
    {
        var attempts = new List<Attempt>();
        using CancellationTokenRegistration stop = cancel.Register(() => CloseAll(attempts));
        try
        {
            foreach (IPAddress address in addresses)
            {
                lock (attempts) attempts.Add(Attempt.Start(new IPEndPoint(address, target.Port)));
                if (cancel.IsCancellationRequested) CloseAll(attempts);
                Task pause = address == addresses[addresses.Length - 1]
                    ? Task.CompletedTask
                    : Task.Delay(s_headStart, CancellationToken.None);
                await Task.WhenAny(pause, attempts[attempts.Count - 1].Task).ConfigureAwait(false);
                if (attempts.Any(attempt => attempt.Succeeded)) break;
            }

            return await FirstToSucceedAsync(attempts, target, cancel).ConfigureAwait(false);
        }
        catch
        {
            CloseAll(attempts);
            throw;
        }
    }

    private static async Task<Socket> FirstToSucceedAsync(
        List<Attempt> attempts, TlsTarget target, CancellationToken cancel)
    {
        var open = attempts.ToList();
        while (open.Count > 0)
        {
            await Task.WhenAny(open.Select(attempt => attempt.Task)).ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
            if (open.FirstOrDefault(attempt => attempt.Succeeded) is { } winner)
            {
                lock (attempts) attempts.Remove(winner);
                CloseAll(attempts);
                return winner.Socket!;
            }

            open.RemoveAll(attempt => attempt.Task.IsCompleted);
        }

        // A shortage on this machine prevents every connection, regardless of what the first address reported.
        Attempt? limited = attempts.Find(attempt => MachineLimit.In(attempt.Task.Exception) is not null);
        throw Failure(limited ?? attempts[0], target);
    }

    private static ConnectionFailure Failure(Attempt attempt, TlsTarget target)
    {
        Exception? error = attempt.Task.Exception?.InnerException;
        string? limit = MachineLimit.In(error);
        VerdictReason reason = (error as SocketException)?.SocketErrorCode switch
        {
            _ when limit is not null => VerdictReason.MachineLimit,
            SocketError.ConnectionRefused => VerdictReason.ConnectionRefused,
            SocketError.ConnectionReset or SocketError.ConnectionAborted => VerdictReason.ConnectionClosed,
            _ => VerdictReason.Unreachable,
        };
        Fault fault = limit is not null
            ? Faults.MachineLimit(target.ToString(), limit)
            : Faults.ConnectFailed($"{target} ({attempt.EndPoint.Address})", error?.Message ?? "no address responded.");
        return new ConnectionFailure(Verdict.ConnectFailed, reason, fault, attempt.EndPoint.Address.ToString(), error);
    }

    private static void CloseAll(List<Attempt> attempts)
    {
        lock (attempts)
            foreach (Attempt attempt in attempts) attempt.Close();
    }

    private sealed class Attempt
    {
        private Attempt(IPEndPoint endPoint, Socket? socket, Task task)
        {
            EndPoint = endPoint;
            Socket = socket;
            Task = task;
        }

        internal IPEndPoint EndPoint { get; }

        /// <summary>Null if no socket could be created.</summary>
        internal Socket? Socket { get; }

        internal Task Task { get; }

        internal bool Succeeded => Task.Status == TaskStatus.RanToCompletion;

        internal static Attempt Start(IPEndPoint endPoint)
        {
            Socket? socket = null;
            try
            {
                socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                return new Attempt(endPoint, socket, socket.ConnectAsync(endPoint));
            }
            catch (SocketException error)
            {
                // There are no handles left, or this machine does not support such addresses.
                socket?.Dispose();
                return new Attempt(endPoint, null, Task.FromException(error));
            }
        }

        internal void Close()
        {
            Socket?.Dispose();
            // The failure of an attempt that lost is not reported; it is observed so that it does not surface as an
            // unobserved exception.
            Task.ContinueWith(
                task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default);
        }
    }
}

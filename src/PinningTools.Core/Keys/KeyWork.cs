using System;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace PinningTools.Internal;

/// <summary>
/// The limit of work for all key files of one command, and its cancellation. The author of a file determines how much
/// work it causes: the work is therefore counted before it is done, in hash blocks of 64 bytes, over all files of the
/// command, both for deriving keys from a password and for computing the public key of a key.
/// </summary>
internal sealed class KeyWork(long blocks, CancellationToken stop)
{
    /// <summary>About ten seconds: twenty keys with OWASP's recommendation for PBKDF2-HMAC-SHA256.</summary>
    internal const long MaxBlocks = 24_000_000;

    /// <summary>
    /// The limit for a file without a given password: about 50 ms, ten times the work in such files of Windows, Java
    /// and OpenSSL.
    /// </summary>
    internal const long MaxWithoutPassword = 200_000;

    /// <summary>Work up to this is done at once: about 20 ms.</summary>
    internal const long MaxAtOnce = 50_000;

    private const int MaxThreads = 8;

    /// <summary>How many threads compute for callers, including those that were left.</summary>
    private static readonly SemaphoreSlim s_threads = new(MaxThreads);

    private long _left = blocks;

    internal KeyWork(CancellationToken stop = default)
        : this(MaxBlocks, stop)
    {
    }

    /// <summary>Whether work was refused because the limit was reached. Then no more work is done.</summary>
    internal bool IsSpent { get; private set; }

    /// <summary>Whether the private keys themselves are kept, for a request that one of them signs.</summary>
    internal bool KeepsPrivateKeys { get; init; }

    /// <exception cref="PinningException">It is more than what is left for this command.</exception>
    /// <exception cref="OperationCanceledException">The user stopped the command.</exception>
    internal void Charge(long cost)
    {
        ThrowIfStopped();
        IsSpent |= cost > _left;
        if (IsSpent) throw new PinningException(Faults.KeyWorkSpent());
        _left -= cost;
    }

    internal void ThrowIfStopped() => stop.ThrowIfCancellationRequested();

    /// <summary>
    /// Does work that was charged. Nothing can interrupt it, so if it is long, a thread of its own does it, which is left
    /// when the user stops the command: it ends by itself, because what was charged is limited.
    /// </summary>
    /// <exception cref="OperationCanceledException">The user stopped the command.</exception>
    internal T Run<T>(long cost, Func<T> work)
    {
        ThrowIfStopped();
        if (cost <= MaxAtOnce) return work();
        s_threads.Wait(stop);
        // Not disposed: a thread that was left still sets it.
        var done = new ManualResetEventSlim();
        T result = default!;
        ExceptionDispatchInfo? failure = null;
        StartThread(() =>
        {
            try
            {
                result = work();
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                failure = ExceptionDispatchInfo.Capture(error);
            }
            finally
            {
                s_threads.Release();
                done.Set();
            }
        });
        done.Wait(stop);
        failure?.Throw();
        return result;
    }

    private static void StartThread(ThreadStart work)
    {
        try
        {
            new Thread(work) { IsBackground = true, Name = "PinningTools keys" }.Start();
        }
        catch (OutOfMemoryException)
        {
            s_threads.Release();
            throw;
        }
    }
}

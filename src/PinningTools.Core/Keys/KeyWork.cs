using System;
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

    /// <summary>The number of rounds between two checks for cancellation.</summary>
    private const int RoundsAtOnce = 1024;

    private long _left = blocks;

    internal KeyWork(CancellationToken stop = default)
        : this(MaxBlocks, stop)
    {
    }

    /// <summary>Whether work was refused because the limit was reached. Then no more work is done.</summary>
    internal bool IsSpent { get; private set; }

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

    /// <summary>For the rounds of a long computation.</summary>
    internal void ThrowIfStopped(int round)
    {
        if (round % RoundsAtOnce == 0) stop.ThrowIfCancellationRequested();
    }
}

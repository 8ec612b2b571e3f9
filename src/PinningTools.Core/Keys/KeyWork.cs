using System;
using System.Threading;

namespace PinningTools.Internal;

/// <summary>
/// What the key files of one command may cost together, and the way to stop them. What a file asks for, its author
/// chose: so it is counted before it is done, in hash blocks of 64 bytes, over all files of the command, whether keys
/// are derived from a password or the public half of a key is computed.
/// </summary>
internal sealed class KeyWork(long blocks, CancellationToken stop)
{
    /// <summary>Some ten seconds; twenty keys at what OWASP advises for PBKDF2-HMAC-SHA256.</summary>
    internal const long MaxBlocks = 24_000_000;

    /// <summary>
    /// What is done for a file to which no one gave a password: some 50 ms, ten times what Windows, Java and OpenSSL
    /// ask for in such files.
    /// </summary>
    internal const long MaxWithoutPassword = 200_000;

    /// <summary>How many rounds pass between two looks at whether the user wants to stop.</summary>
    private const int RoundsAtOnce = 1024;

    private long _left = blocks;

    internal KeyWork(CancellationToken stop = default)
        : this(MaxBlocks, stop)
    {
    }

    /// <summary>Whether something was refused because too little was left. Then nothing more is done.</summary>
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

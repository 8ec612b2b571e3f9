using System;
using System.Threading;

namespace PinningTools.Internal;

/// <summary>What one request requires of its connection, and what became of the request on it.</summary>
/// <param name="timeout">The deadline for making the connection.</param>
/// <param name="cancel">
/// The command's token; the handler's own token takes seconds to reach a connection attempt in progress.
/// </param>
internal sealed class ConnectRequest(TimeSpan timeout, CancellationToken cancel)
{
    private Action? _watch;
    private volatile bool _isWritten;
    private volatile bool _isAnswered;
    private volatile bool _isPending;
    private volatile bool _isGivenUp;

    internal TimeSpan Timeout { get; } = timeout;

    internal CancellationToken Cancel { get; } = cancel;

    /// <summary>Whether the request may be sent once more (<see cref="Repetition"/>).</summary>
    internal bool MayBeRepeated { get; init; }

    /// <summary>
    /// How long a kept connection may say nothing at all before a new one is tried; null for as long as it takes.
    /// </summary>
    internal TimeSpan? SilenceLimit { get; set; }

    /// <summary>
    /// Whether a byte of the request was handed to a connection, and not one of a response came since the request
    /// began; or the silence of the connection was too long.
    /// </summary>
    internal bool IsUnanswered => _isGivenUp || (_isWritten && !_isAnswered);

    /// <summary>
    /// Whether the connection was written to, and nothing has come since then: a server that answered with a challenge
    /// did not carry out what it answered, and may be asked again.
    /// </summary>
    internal bool IsPending => _isPending;

    /// <summary>Watches the silence of a kept connection, until <see cref="EndWatch"/>.</summary>
    internal void Watch(Action? end) => _watch = end;

    internal void EndWatch() => Interlocked.Exchange(ref _watch, null)?.Invoke();

    internal void GiveUp() => _isGivenUp = true;

    internal void NoteWritten()
    {
        _isPending = true;
        _isWritten = true;
    }

    internal void NoteAnswered()
    {
        _isPending = false;
        if (_isAnswered) return;
        _isAnswered = true;
        EndWatch();
    }
}

using System;

namespace PinningTools.Internal;

/// <summary>
/// A connection that stands, and what came of judging it. It may be used when <see cref="PinVerdict.Allowed"/> says so.
/// </summary>
internal sealed class CheckedConnection(TlsConnection connection, PinVerdict verdict) : IDisposable
{
    internal TlsConnection Connection { get; } = connection;

    internal PinVerdict Verdict { get; } = verdict;

    public void Dispose() => Connection.Dispose();
}

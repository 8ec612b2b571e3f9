using System;

namespace PinningTools.Internal;

/// <summary>One check: where to connect, under which policy, and how.</summary>
/// <param name="Target">Where to connect and which name to check.</param>
/// <param name="Policy">The pins and the trust.</param>
/// <param name="Options">How to connect; for a check without a connection only its deadline is used.</param>
internal sealed record PinCheck(TlsTarget Target, PinPolicy Policy, ConnectionOptions Options)
{
    /// <summary>How often a check without a verdict on the peer is tried again.</summary>
    internal int Retries { get; init; }

    /// <summary>The delay before that.</summary>
    internal TimeSpan RetryInterval { get; init; }

    /// <summary>
    /// Whether an inspection follows a handshake of the platform that failed for what it cannot speak. It only reads, so
    /// a check whose connection is to be used has no use for it.
    /// </summary>
    internal bool Inspects { get; init; }

    /// <summary>
    /// Whether ordinary validation is enough for a host that no pin covers to be shown the client certificate, because the
    /// user said that it is enough for everything else.
    /// </summary>
    internal bool AcceptsUnpinned { get; init; }

    /// <summary>The time at which everything must be valid.</summary>
    internal DateTime Time => Policy.At ?? Clock.Now;
}

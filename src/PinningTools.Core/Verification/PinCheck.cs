using System;

namespace PinningTools.Internal;

/// <summary>One check: where to connect, under which policy, and how.</summary>
/// <param name="Target">Where to connect and which name to judge.</param>
/// <param name="Policy">The pins and the trust.</param>
/// <param name="Options">How to connect; of a check without a connection its deadline alone counts.</param>
internal sealed record PinCheck(TlsTarget Target, PinPolicy Policy, ConnectionOptions Options)
{
    /// <summary>How often a check that came to no verdict on the peer is made again.</summary>
    internal int Retries { get; init; }

    /// <summary>The pause before it is.</summary>
    internal TimeSpan RetryInterval { get; init; }

    /// <summary>The time at which everything must be valid.</summary>
    internal DateTime Time => Policy.At ?? Clock.Now;
}

using System;

namespace PinningTools.Internal;

/// <summary>What is known of a connection beside its certificates; nothing of it for a check without one.</summary>
internal readonly struct ConnectionFacts
{
    internal string? Address { get; init; }

    internal string? Protocol { get; init; }

    internal string? CipherSuite { get; init; }

    internal TimeSpan Elapsed { get; init; }
}

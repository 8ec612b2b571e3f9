using System;

namespace PinningTools.Internal;

/// <summary>The facts about a connection other than its certificates; empty for a check without a connection.</summary>
internal readonly struct ConnectionFacts
{
    internal string? Address { get; init; }

    internal string? Protocol { get; init; }

    internal string? CipherSuite { get; init; }

    internal TimeSpan Elapsed { get; init; }
}

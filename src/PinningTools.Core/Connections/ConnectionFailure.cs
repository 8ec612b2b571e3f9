using System;

namespace PinningTools.Internal;

/// <summary>
/// The reason why there was no handshake that could be evaluated. Test-CertificatePin turns it into a verdict, the
/// other commands into an error.
/// </summary>
internal sealed class ConnectionFailure(
    Verdict verdict, VerdictReason reason, Fault fault, string? address = null, Exception? cause = null)
    : Exception(fault.Message, cause)
{
    internal Verdict Verdict { get; } = verdict;

    internal VerdictReason Reason { get; } = reason;

    internal Fault Fault { get; } = fault;

    /// <summary>The address that was tried last.</summary>
    internal string? Address { get; } = address;

    /// <summary>The leaf of a server that asked for a client certificate; null if the platform does not tell it.</summary>
    internal byte[]? AskingLeaf { get; init; }

    /// <summary>
    /// Whether the server said that it does not accept the one TLS version that an inspection offered.
    /// </summary>
    internal bool IsVersionRefused { get; init; }

    /// <summary>Whether an inspection of the same server may follow, by <see cref="InspectionRule"/>.</summary>
    internal bool MayInspect { get; init; }
}

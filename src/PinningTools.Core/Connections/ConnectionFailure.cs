using System;

namespace PinningTools.Internal;

/// <summary>
/// Why a connection never came to a judgeable handshake. Test-CertificatePin makes a verdict of it, the others an
/// error.
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
}

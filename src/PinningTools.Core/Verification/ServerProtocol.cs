using System;
using PinningTools.Internal;

namespace PinningTools;

/// <summary>
/// One TLS version of a server: whether the server accepts it, and the certificate that it shows in it.
/// </summary>
/// <remarks>Made by Get-SpkiPin -AllProtocols.</remarks>
public sealed class ServerProtocol
{
    internal ServerProtocol(TlsTarget target, string protocol)
    {
        HostName = target.Host.Value;
        Port = target.Port;
        Protocol = protocol;
    }

    /// <summary>The version that was offered alone: SSL 3.0, TLS 1.0, TLS 1.1, TLS 1.2 or TLS 1.3.</summary>
    public string Protocol { get; }

    /// <summary>Whether the server accepts the version.</summary>
    public ProtocolStatus Status { get; internal init; }

    /// <summary>Why it is not accepted, or why that is not known; None for an accepted version.</summary>
    public VerdictReason Reason { get; internal init; }

    /// <summary>
    /// What the server did if it did not accept the version, and what must be known about the certificates if it did; null
    /// if there is nothing to say.
    /// </summary>
    public string? Message { get; internal init; }

    /// <summary>The pin of the leaf, <c>sha256/BASE64=</c>, or null if no certificate was shown.</summary>
    public string? Pin => Leaf?.Pin;

    /// <summary>The kind of the leaf's key, such as RSA, EC P-256 or Ed25519, or null.</summary>
    public string? KeyAlgorithm => Leaf?.KeyAlgorithm;

    /// <summary>The size of the leaf's key in bits, if it is known.</summary>
    public int? KeySize => Leaf?.KeySize;

    /// <summary>The subject of the leaf, or null.</summary>
    public string? Subject => Leaf?.Subject;

    /// <summary>When the validity of the leaf ends, in UTC; null if there is none or it cannot be read.</summary>
    public DateTime? NotAfter => Leaf?.NotAfter;

    /// <summary>Whole days until <see cref="NotAfter"/>; negative once it has passed.</summary>
    public int? DaysLeft => Leaf?.DaysLeft;

    /// <summary>
    /// The cipher suite that the server chose, or null. It ends in "(as shown)" if no verified Finished covers it.
    /// </summary>
    public string? CipherSuite { get; internal init; }

    /// <summary>By what the server proved that it holds the key of its certificate.</summary>
    public HandshakeProof Proof { get; internal init; }

    /// <summary>How much that proof is worth.</summary>
    public ProofStrength ProofStrength { get; internal init; }

    /// <summary>
    /// The chain that was built, from the leaf to the trust anchor, and then the other certificates that the server sent.
    /// </summary>
    public PinRecord[] Chain { get; internal init; } = [];

    /// <summary>The host that was contacted.</summary>
    public string HostName { get; }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>The IP address of the connection, or null if it is not known.</summary>
    public string? Address { get; internal init; }

    /// <summary>The server: host:port.</summary>
    public string Source => $"{HostName}:{Port}";

    private PinRecord? Leaf => Chain.Length > 0 ? Chain[0] : null;

    /// <summary>The server, the version and the status.</summary>
    public override string ToString() => $"{Source} {Protocol} {Status}";
}

namespace PinningTools;

/// <summary>How much a <see cref="HandshakeProof"/> is worth.</summary>
public enum ProofStrength
{
    /// <summary>There was no handshake, or it is not known.</summary>
    Unknown = 0,

    /// <summary>There is no proof.</summary>
    None,

    /// <summary>
    /// A proof below the floor: before TLS 1.0, RSA of less than 1024 bits, EC of less than 224, or MD5 alone. It is
    /// shown and never counts.
    /// </summary>
    Weak,

    /// <summary>
    /// A proof at the floor: RSA key exchange, SHA-1, MD5 with SHA-1 before TLS 1.2, RSA of less than 2048 bits, or EC
    /// of less than 256. It counts, with a warning.
    /// </summary>
    Legacy,

    /// <summary>A proof of today's strength, or one that the platform's own policy accepted.</summary>
    Strong,
}

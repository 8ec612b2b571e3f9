namespace PinningTools;

/// <summary>By what a server proved in the handshake that it holds the key of the certificate it showed.</summary>
public enum HandshakeProof
{
    /// <summary>There was no handshake, or it is not known.</summary>
    Unknown = 0,

    /// <summary>Nothing proves it: the certificate was only shown, and anyone can show a copy.</summary>
    None,

    /// <summary>A verified signature of ServerKeyExchange over this handshake's randoms (RFC 5246 section 7.4.3).</summary>
    ServerKeyExchange,

    /// <summary>A verified CertificateVerify of TLS 1.3 (RFC 8446 section 4.4.3).</summary>
    CertificateVerify,

    /// <summary>A verified Finished of the server.</summary>
    Finished,
}

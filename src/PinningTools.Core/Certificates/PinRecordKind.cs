namespace PinningTools;

/// <summary>What a pin record was read from.</summary>
public enum PinRecordKind
{
    /// <summary>A certificate.</summary>
    Certificate = 0,

    /// <summary>A request for a certificate (PKCS#10).</summary>
    CertificateRequest,

    /// <summary>A public key.</summary>
    PublicKey,

    /// <summary>A private key, of which only the public key was read.</summary>
    PrivateKey,
}

namespace PinningTools;

/// <summary>The kinds of key that New-PinBackupKey makes.</summary>
/// <remarks>A parameter of New-PinBackupKey.</remarks>
public enum BackupKeyAlgorithm
{
    /// <summary>Elliptic curve P-256.</summary>
    EcP256 = 0,

    /// <summary>Elliptic curve P-384.</summary>
    EcP384,

    /// <summary>RSA of 3072 bits.</summary>
    Rsa3072,

    /// <summary>RSA of 4096 bits.</summary>
    Rsa4096,

    /// <summary>Ed25519 (RFC 8410). Few public authorities issue certificates for it.</summary>
    Ed25519,

    /// <summary>ML-DSA-44 (FIPS 204, RFC 9881), a signature that is to withstand quantum computers.</summary>
    MLDsa44,

    /// <summary>ML-DSA-65 (FIPS 204, RFC 9881).</summary>
    MLDsa65,

    /// <summary>ML-DSA-87 (FIPS 204, RFC 9881).</summary>
    MLDsa87,
}

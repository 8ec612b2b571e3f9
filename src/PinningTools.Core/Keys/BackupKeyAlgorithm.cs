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
}

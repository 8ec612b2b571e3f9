namespace PinningTools;

/// <summary>Which certificate to request from a server that has several.</summary>
/// <remarks>A parameter of Get-SpkiPin and Test-CertificatePin.</remarks>
public enum ServerKeyAlgorithm
{
    /// <summary>The one that the server prefers.</summary>
    Any = 0,

    /// <summary>The one with an RSA key.</summary>
    Rsa,

    /// <summary>The one with an ECDSA key.</summary>
    Ecdsa,

    /// <summary>Both, one after the other.</summary>
    Both,

    /// <summary>The one with an Ed25519 or Ed448 key.</summary>
    EdDsa,
}

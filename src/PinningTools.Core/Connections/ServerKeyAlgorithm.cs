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

    /// <summary>The one with an EdDSA key, Ed25519 or Ed448.</summary>
    EdDsa,

    /// <summary>
    /// Every certificate that the server has, one for each kind of key. Most servers with several have two, with an RSA and
    /// an ECDSA key.
    /// </summary>
    Both,
}

namespace PinningTools;

/// <summary>Which certificate to ask a server for that has several.</summary>
/// <remarks>A parameter of Get-SpkiPin and Test-CertificatePin.</remarks>
public enum ServerKeyAlgorithm
{
    /// <summary>Whichever the server prefers.</summary>
    Any = 0,

    /// <summary>The one with an RSA key.</summary>
    Rsa,

    /// <summary>The one with an ECDSA key.</summary>
    Ecdsa,

    /// <summary>Both, one after the other.</summary>
    Both,
}

namespace PinningTools.Testing;

/// <summary>The kinds of key a test certificate can have.</summary>
public enum KeyKind
{
    /// <summary>ECDSA on NIST P-256.</summary>
    EcP256,

    /// <summary>ECDSA on NIST P-384.</summary>
    EcP384,

    /// <summary>RSA of 2048 bits.</summary>
    Rsa2048,

    /// <summary>RSA of 3072 bits.</summary>
    Rsa3072,
}

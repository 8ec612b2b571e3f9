namespace PinningTools;

/// <summary>A certificate's place in a chain.</summary>
public enum CertificateRole
{
    /// <summary>It is not part of a chain: the server sent it in addition, or it was read from a file.</summary>
    None = 0,

    /// <summary>The server's own certificate.</summary>
    Leaf,

    /// <summary>An authority between the leaf and the root.</summary>
    Intermediate,

    /// <summary>The trust anchor.</summary>
    Root,
}

namespace PinningTools;

/// <summary>How the interceptor of a drill attacks.</summary>
/// <remarks>Test-PinEnforcement uses it as the type of -Mode and of its results.</remarks>
public enum DrillMode
{
    /// <summary>A valid chain for the right host from an authority that the client trusts: only a pin stops it.</summary>
    BogusChain = 0,

    /// <summary>The same, with the real certificates of the host sent after it.</summary>
    PinnedCertificateAppended,

    /// <summary>A self-signed certificate for the right host.</summary>
    SelfSigned,

    /// <summary>A valid chain for another host.</summary>
    WrongHost,

    /// <summary>A host that is not pinned redirects the client to the pinned host, where the impostor is.</summary>
    RedirectToInterceptor,

    /// <summary>A server that takes STARTTLS out of what it offers, and refuses it.</summary>
    StartTlsStripped,
}

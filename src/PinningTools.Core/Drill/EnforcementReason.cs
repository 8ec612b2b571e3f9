namespace PinningTools;

/// <summary>Why a drill proved nothing.</summary>
/// <remarks>Test-PinEnforcement writes it in its results.</remarks>
public enum EnforcementReason
{
    /// <summary>The result needs no reason.</summary>
    None = 0,

    /// <summary>No connection to the pinned host came to the interceptor.</summary>
    NotRouted,

    /// <summary>The client left before it had seen the impostor's certificate.</summary>
    CertificateNotSeen,

    /// <summary>The client does not trust the drill's authority, so that it stops with or without pins.</summary>
    AuthorityNotTrusted,

    /// <summary>The control request failed too: the client may fail for any reason.</summary>
    ControlFailed,

    /// <summary>The client had not ended at the deadline.</summary>
    TimedOut,

    /// <summary>No pin covers the host.</summary>
    NotPinned,

    /// <summary>The verdict is one that does not depend on the impostor's key.</summary>
    OtherVerdict,

    /// <summary>No mode could be run.</summary>
    NothingRun,
}

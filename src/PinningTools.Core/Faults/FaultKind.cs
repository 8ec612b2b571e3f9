namespace PinningTools;

/// <summary>What sort of thing went wrong; the cmdlets map it to a PowerShell error category.</summary>
public enum FaultKind
{
    /// <summary>The caller gave a value that cannot be used.</summary>
    InvalidArgument,

    /// <summary>A file or other named thing is not there.</summary>
    NotFound,

    /// <summary>Data was read but does not have the form it should have.</summary>
    InvalidData,

    /// <summary>A pin, chain or name check refused the peer.</summary>
    Security,

    /// <summary>The peer could not be reached, or the connection broke.</summary>
    Connection,

    /// <summary>The peer or a look-up did not answer in time.</summary>
    Timeout,

    /// <summary>The operating system denied access.</summary>
    Permission,

    /// <summary>This platform or peer cannot do what was asked.</summary>
    NotSupported,
}

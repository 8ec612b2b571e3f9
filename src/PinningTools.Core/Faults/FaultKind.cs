namespace PinningTools;

/// <summary>What kind of thing went wrong; the cmdlets map it to a PowerShell error category.</summary>
public enum FaultKind
{
    /// <summary>The caller gave a value that cannot be used.</summary>
    InvalidArgument,

    /// <summary>A file or another named item does not exist.</summary>
    NotFound,

    /// <summary>Data was read but does not have the expected form.</summary>
    InvalidData,

    /// <summary>A pin, chain or name check refused the peer.</summary>
    Security,

    /// <summary>The peer could not be reached, or the connection was lost.</summary>
    Connection,

    /// <summary>The peer or a lookup did not respond in time.</summary>
    Timeout,

    /// <summary>The operating system denied access.</summary>
    Permission,

    /// <summary>This platform or peer does not support what was requested.</summary>
    NotSupported,
}

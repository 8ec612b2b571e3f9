namespace PinningTools;

/// <summary>Whether a server accepts a TLS version.</summary>
/// <remarks>The status of what Get-SpkiPin -AllProtocols writes.</remarks>
public enum ProtocolStatus
{
    /// <summary>It is not known: the server did not say what it refuses, or did not answer.</summary>
    Unknown = 0,

    /// <summary>The server shows a certificate in it.</summary>
    Accepted,

    /// <summary>
    /// The server said that it does not: by the alert protocol_version, or by a hello with another version.
    /// </summary>
    Refused,
}

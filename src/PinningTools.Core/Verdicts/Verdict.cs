// The room Verdicts: the words of a result. Nothing here decides.
// - A verdict is the result of one check; its reason refines it. Both are public and stable, because scripts use them.
// - Unknown is the zero of the enum and never a success: neither a value that was not set nor a fact that could not be
//   found out is a Match.
// - What is unknown has its own reason. A date that cannot be read is not an expired one, and a chain that the platform
//   could not evaluate is not an untrusted one.
// - Verification/PinJudge decides which verdict a connection gets, and has the whole precedence.

namespace PinningTools;

/// <summary>
/// The result of one check. Only <see cref="Match"/> is a success; see <see cref="PinVerdict.Passed"/>.
/// </summary>
public enum Verdict
{
    /// <summary>Nothing was decided; never a success.</summary>
    Unknown = 0,

    /// <summary>The connection passed ordinary validation and a pin matched.</summary>
    Match,

    /// <summary>No pin matched the validated chain.</summary>
    PinMismatch,

    /// <summary>No valid chain leads from the leaf to a trust anchor.</summary>
    UntrustedChain,

    /// <summary>The certificate is for another name.</summary>
    NameMismatch,

    /// <summary>A certificate of the chain is outside its validity.</summary>
    CertificateExpired,

    /// <summary>No policy covers this host; not a success.</summary>
    NotPinned,

    /// <summary>The pin set has expired and is set to fail when expired.</summary>
    PinSetExpired,

    /// <summary>A key that the pin set vetoes is in the chain.</summary>
    VetoedPin,

    /// <summary>No connection could be made.</summary>
    ConnectFailed,

    /// <summary>The server did not upgrade the connection to TLS.</summary>
    StartTlsFailed,

    /// <summary>The TLS handshake failed.</summary>
    HandshakeFailed,

    /// <summary>The deadline passed.</summary>
    TimedOut,

    /// <summary>
    /// An inspection read a chain that a pin fits, but the server did not prove that it holds the key of its
    /// certificate, or not by a proof that counts.
    /// </summary>
    NotProven,
}

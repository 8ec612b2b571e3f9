namespace PinningTools;

/// <summary>Refines a <see cref="Verdict"/>; a script can switch on it.</summary>
public enum VerdictReason
{
    /// <summary>The verdict says it all.</summary>
    None = 0,

    /// <summary>None of the pins is in any chain that was seen.</summary>
    NoPinInChain,

    /// <summary>
    /// A pin is among the certificates the server sent but not in the validated chain: this is how an impostor looks
    /// who appends the victim's certificate (CVE-2016-2402).
    /// </summary>
    OnlyInPresentedChain,

    /// <summary>A given value is the hash of a whole certificate, not of its key.</summary>
    CertificateHashGiven,

    /// <summary>
    /// None of the pins is in any chain that was seen, and the chain ends in a root that did not come with the system
    /// but was added to it: TLS inspection, or an authority of the house.
    /// </summary>
    AddedRoot,

    /// <summary>The pin that would have matched is past its own end date.</summary>
    PinOutdated,

    /// <summary>The pin set has expired; its OnExpired says what came of that.</summary>
    PinSetExpired,

    /// <summary>
    /// The match is on another valid path than the one the platform chose (cross-signed authorities).
    /// </summary>
    AlternatePath,

    /// <summary>The chain ends in a root that is not trusted.</summary>
    UntrustedRoot,

    /// <summary>The leaf is self-signed and not a trust anchor.</summary>
    SelfSigned,

    /// <summary>An issuer was not sent and is not known.</summary>
    MissingIntermediate,

    /// <summary>A certificate was revoked.</summary>
    Revoked,

    /// <summary>Revocation was asked for and could not be determined.</summary>
    RevocationUnknown,

    /// <summary>A certificate is not meant for a TLS server.</summary>
    WrongUsage,

    /// <summary>A signature in the chain does not verify.</summary>
    InvalidSignature,

    /// <summary>A constraint (path length, names, policy) is broken.</summary>
    ConstraintViolated,

    /// <summary>The server sent more certificates, or larger ones, than are looked at.</summary>
    ChainTooLong,

    /// <summary>Some other chain error; the statuses stand in the chain's elements.</summary>
    OtherChainError,

    /// <summary>The validity of a certificate is over.</summary>
    Expired,

    /// <summary>The validity of a certificate has not begun.</summary>
    NotYetValid,

    /// <summary>The certificate has no subjectAltName; the common name is not a host name (RFC 9525).</summary>
    NoSubjectAlternativeName,

    /// <summary>The host name does not resolve.</summary>
    HostNotFound,

    /// <summary>No name server answered for the name: whether it exists is not known.</summary>
    NameServerFailed,

    /// <summary>This machine has no file handles or memory left to connect: nothing is known of the peer.</summary>
    MachineLimit,

    /// <summary>The port is closed.</summary>
    ConnectionRefused,

    /// <summary>The network or host cannot be reached.</summary>
    Unreachable,

    /// <summary>The server closed or reset the connection.</summary>
    ConnectionClosed,

    /// <summary>The proxy cannot be reached.</summary>
    ProxyUnreachable,

    /// <summary>The proxy made no tunnel to the server.</summary>
    ProxyRefused,

    /// <summary>The proxy wants credentials, or other ones.</summary>
    ProxyAuthenticationRequired,

    /// <summary>The server does not offer TLS here, or somebody strikes the offer out.</summary>
    StartTlsNotOffered,

    /// <summary>The server offered TLS and then declined, or declined to talk at all.</summary>
    StartTlsRefused,

    /// <summary>
    /// Bytes came in the clear where TLS had to begin: somebody may be injecting them (CVE-2011-0411).
    /// </summary>
    InjectedPlaintext,

    /// <summary>
    /// The peer said what its protocol does not allow before TLS, or too much of it, or broke TLS in the handshake.
    /// </summary>
    ProtocolViolation,

    /// <summary>The server does not speak TLS on this port.</summary>
    NotTls,

    /// <summary>
    /// The server and this platform have no TLS version or cipher in common, or the server refused the handshake.
    /// </summary>
    ProtocolRefused,

    /// <summary>
    /// The server refused every cipher suite that asks for the kind of key that was asked for.
    /// </summary>
    KeyAlgorithmNotOffered,

    /// <summary>The server does not know the name that it was asked for, or wants to be told one.</summary>
    ServerNameRefused,

    /// <summary>
    /// This machine's TLS broke the handshake off, or had nothing to offer: by its policy, its bounds, or because the
    /// server broke a rule of TLS.
    /// </summary>
    PlatformRefused,

    /// <summary>
    /// The signature with which the server proves that it holds its certificate's key does not verify: this is how an
    /// impostor looks who has a copy of the certificate and not its key.
    /// </summary>
    HandshakeSignatureInvalid,

    /// <summary>The handshake failed, and nothing that went over the wire in the clear tells why.</summary>
    HandshakeCauseUnknown,

    /// <summary>The server ends the handshake unless a client certificate is sent before its own is judged.</summary>
    ClientCertificateRequired,

    /// <summary>The server did not accept the client certificate.</summary>
    ClientCertificateRefused,

    /// <summary>The server sent no certificate, or the platform reported none.</summary>
    NoCertificate,

    /// <summary>The name look-up took too long.</summary>
    DuringNameLookup,

    /// <summary>Connecting took too long.</summary>
    DuringConnect,

    /// <summary>The proxy took too long to make a tunnel.</summary>
    DuringProxy,

    /// <summary>The server took too long to go on in TLS.</summary>
    DuringStartTls,

    /// <summary>The TLS handshake took too long.</summary>
    DuringHandshake,

    /// <summary>
    /// The platform took too long over the chain: it asked the network for revocation or a missing issuer.
    /// </summary>
    DuringChainBuild,

    /// <summary>The key was not known and is recorded now: it was trusted without proof.</summary>
    RecordedOnFirstUse,

    /// <summary>
    /// A certificate of the issuer's name was sent or given, but is not accepted as the issuer; the message says why,
    /// where that is known.
    /// </summary>
    IssuerNotAccepted,

    /// <summary>The platform came to no judgement on the chain: what is wrong with it is not known.</summary>
    ChainNotJudged,

    /// <summary>A certificate's validity cannot be read: whether it has expired is not known.</summary>
    ValidityUnreadable,

    /// <summary>
    /// A pinned key is in the validated chain, but not in the role for which its pin is enforced.
    /// </summary>
    PinInOtherRole,
}

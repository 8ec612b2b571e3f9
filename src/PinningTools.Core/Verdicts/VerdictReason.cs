namespace PinningTools;

/// <summary>Refines a <see cref="Verdict"/>; a script can switch on it.</summary>
public enum VerdictReason
{
    /// <summary>The verdict needs no further reason.</summary>
    None = 0,

    /// <summary>None of the pins is in any chain that was seen.</summary>
    NoPinInChain,

    /// <summary>
    /// A pin is among the certificates the server sent but not in the validated chain. An impostor who appends the
    /// victim's certificate looks like this (CVE-2016-2402).
    /// </summary>
    OnlyInPresentedChain,

    /// <summary>A given value is the hash of a whole certificate, not of its key.</summary>
    CertificateHashGiven,

    /// <summary>
    /// None of the pins is in any chain that was seen, and the chain ends in a root that did not come with the system
    /// but was added to it: TLS inspection, or an authority of your own organization.
    /// </summary>
    AddedRoot,

    /// <summary>The pin that would have matched is past its own end date.</summary>
    PinOutdated,

    /// <summary>The pin set has expired; its OnExpired determines the verdict.</summary>
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

    /// <summary>A revocation check was requested and could not be made.</summary>
    RevocationUnknown,

    /// <summary>A certificate is not meant for a TLS server.</summary>
    WrongUsage,

    /// <summary>A signature in the chain does not verify.</summary>
    InvalidSignature,

    /// <summary>A constraint (path length, names, policy) is violated.</summary>
    ConstraintViolated,

    /// <summary>The server sent more certificates, or larger ones, than are accepted.</summary>
    ChainTooLong,

    /// <summary>Another chain error; the elements of the chain have the statuses.</summary>
    OtherChainError,

    /// <summary>A certificate has expired.</summary>
    Expired,

    /// <summary>A certificate is not valid yet.</summary>
    NotYetValid,

    /// <summary>The certificate has no subjectAltName; the common name is not a host name (RFC 9525).</summary>
    NoSubjectAlternativeName,

    /// <summary>The host name does not resolve.</summary>
    HostNotFound,

    /// <summary>No name server answered for the name: it is not known whether the name exists.</summary>
    NameServerFailed,

    /// <summary>This machine has no file handles or memory left to connect: nothing is known about the peer.</summary>
    MachineLimit,

    /// <summary>The port is closed.</summary>
    ConnectionRefused,

    /// <summary>The network or host cannot be reached.</summary>
    Unreachable,

    /// <summary>The server closed or reset the connection.</summary>
    ConnectionClosed,

    /// <summary>The proxy cannot be reached.</summary>
    ProxyUnreachable,

    /// <summary>The proxy did not open a tunnel to the server.</summary>
    ProxyRefused,

    /// <summary>The proxy requires credentials, or other ones than were given.</summary>
    ProxyAuthenticationRequired,

    /// <summary>The server does not offer TLS here, or an attacker removes the offer.</summary>
    StartTlsNotOffered,

    /// <summary>The server offered TLS and then declined, or declined to talk at all.</summary>
    StartTlsRefused,

    /// <summary>Plaintext arrived where TLS had to begin: an attacker may be injecting it (CVE-2011-0411).</summary>
    InjectedPlaintext,

    /// <summary>
    /// The peer sent something that its protocol does not allow before TLS, or too much of it, or violated TLS in the
    /// handshake.
    /// </summary>
    ProtocolViolation,

    /// <summary>The server does not speak TLS on this port.</summary>
    NotTls,

    /// <summary>
    /// The server and this platform have no TLS version or cipher suite in common, or the server refused the handshake.
    /// </summary>
    ProtocolRefused,

    /// <summary>The server refused every cipher suite for the kind of key that was requested.</summary>
    KeyAlgorithmNotOffered,

    /// <summary>The server does not know the name that was requested, or requires one.</summary>
    ServerNameRefused,

    /// <summary>
    /// This machine's TLS implementation ended the handshake, or had nothing to offer: because of its policy or its
    /// limits, or because the server violated a rule of TLS.
    /// </summary>
    PlatformRefused,

    /// <summary>
    /// The signature by which the server proves that it holds its certificate's key does not verify. An impostor who
    /// has a copy of the certificate but not its key looks like this.
    /// </summary>
    HandshakeSignatureInvalid,

    /// <summary>The handshake failed, and nothing that was sent in plaintext shows why.</summary>
    HandshakeCauseUnknown,

    /// <summary>
    /// The server ends the handshake unless a client certificate is sent before its own certificate can be evaluated.
    /// </summary>
    ClientCertificateRequired,

    /// <summary>The server did not accept the client certificate.</summary>
    ClientCertificateRefused,

    /// <summary>
    /// The server asks for a client certificate after the handshake, by renegotiation up to TLS 1.2 or by a later request
    /// in TLS 1.3. It is not sent.
    /// </summary>
    ClientCertificateTooLate,

    /// <summary>The server sent no certificate, or the platform reported none.</summary>
    NoCertificate,

    /// <summary>The name lookup took too long.</summary>
    DuringNameLookup,

    /// <summary>Connecting took too long.</summary>
    DuringConnect,

    /// <summary>The proxy took too long to open a tunnel.</summary>
    DuringProxy,

    /// <summary>The server took too long to start TLS.</summary>
    DuringStartTls,

    /// <summary>The TLS handshake took too long.</summary>
    DuringHandshake,

    /// <summary>
    /// The platform took too long to build the chain: it asked the network for revocation lists or a missing issuer.
    /// </summary>
    DuringChainBuild,

    /// <summary>The key was not known and was recorded: it was trusted without proof.</summary>
    RecordedOnFirstUse,

    /// <summary>
    /// A certificate with the issuer's name was sent or given, but was not accepted as the issuer; the message says
    /// why, if that is known.
    /// </summary>
    IssuerNotAccepted,

    /// <summary>The platform could not evaluate the chain: it is not known whether anything is wrong with it.</summary>
    ChainNotJudged,

    /// <summary>A certificate's validity cannot be read: it is not known whether it has expired.</summary>
    ValidityUnreadable,

    /// <summary>
    /// A pinned key is in the validated chain, but not in the role for which its pin is enforced.
    /// </summary>
    PinInOtherRole,

    /// <summary>
    /// The server only showed its certificate in an inspection and did not prove that it holds its key. An impostor
    /// with a copy of the certificate looks like this.
    /// </summary>
    KeyNotProven,

    /// <summary>
    /// The server proved its key in an inspection, but by a proof that is too weak to count: others can forge it.
    /// </summary>
    ProofTooWeak,

    /// <summary>
    /// A certificate callback was called for a host other than the one that it is bound to: by the name that the client
    /// itself gives for the connection.
    /// </summary>
    OtherHost,

    /// <summary>A certificate callback failed with an error, which the message has: nothing was compared.</summary>
    CallbackFailed,
}

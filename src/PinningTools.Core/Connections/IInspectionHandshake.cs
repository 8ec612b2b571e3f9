using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// A handshake that only reads what a server shows, where the platform's TLS cannot or must not make one. It sends
/// nothing but TLS, shows no client certificate, and ends when the key is known. The late library implements it.
/// </summary>
internal interface IInspectionHandshake
{
    /// <param name="transport">A stream on which TLS begins: connected, behind proxy and STARTTLS.</param>
    /// <param name="offer">What to offer.</param>
    /// <param name="cancel">The deadline and the caller; the caller also closes the socket.</param>
    /// <exception cref="InspectionFailure">The server showed no certificate, or broke a rule or a limit.</exception>
    /// <exception cref="IOException">The transport failed.</exception>
    Task<InspectedServer> ReadAsync(Stream transport, InspectionOffer offer, CancellationToken cancel);
}

/// <summary>What an inspection offers in its one hello.</summary>
/// <param name="Name">The name for SNI; an address sends none.</param>
internal sealed record InspectionOffer(HostName Name)
{
    internal const int Ssl3 = 0x300;
    internal const int Tls10 = 0x301;
    internal const int Tls11 = 0x302;
    internal const int Tls12 = 0x303;
    internal const int Tls13 = 0x304;

    /// <summary>The lowest version to offer, as in the record layer. SSL 3.0 is offered only alone.</summary>
    internal int MinVersion { get; init; } = Tls10;

    /// <summary>The highest version to offer.</summary>
    internal int MaxVersion { get; init; } = Tls13;

    /// <summary>Which certificate to ask for, by suites and signature algorithms.</summary>
    internal ServerKeyAlgorithm KeyAlgorithm { get; init; }

    /// <summary>Whether only the suites are offered that a server may have which refused all others.</summary>
    internal bool IsLastResort { get; private init; }

    /// <summary>What to offer to a server that refused this offer for its suites; null if there is nothing more.</summary>
    internal InspectionOffer? LastResort =>
        !IsLastResort && MinVersion <= Tls12 && KeyAlgorithm is ServerKeyAlgorithm.Any or ServerKeyAlgorithm.Rsa
            ? this with { MaxVersion = Math.Min(MaxVersion, Tls12), IsLastResort = true }
            : null;
}

/// <summary>What a server showed in an inspection, and what of it is proven.</summary>
/// <remarks>
/// The late library writes it, which is compiled against one build of this assembly and runs with both: an init
/// accessor would be a different method in each.
/// </remarks>
internal sealed record InspectedServer
{
    internal required PresentedChain Presented { get; set; }

    internal required HandshakeProof Proof { get; set; }

    internal required ProofStrength Strength { get; set; }

    /// <summary>As in the record layer; a fact only after a verified Finished.</summary>
    internal required int Version { get; set; }

    /// <summary>The number of the cipher suite; a fact only after a verified Finished.</summary>
    internal required int CipherSuite { get; set; }

    /// <summary>The name of the suite, or null for a number that has none.</summary>
    internal string? CipherSuiteName { get; set; }

    /// <summary>Whether a verified Finished covers version and suite.</summary>
    internal bool IsNegotiationProven { get; set; }

    /// <summary>Whether the server asked for a client certificate. Without a Finished even that is only shown.</summary>
    internal bool WantsClientCertificate { get; set; }

    /// <summary>Why there is no proof or a weak one, as a clause; null if there is nothing to say.</summary>
    internal string? Weakness { get; set; }
}

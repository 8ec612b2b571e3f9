using System;
using PinningTools.Internal;

namespace PinningTools;

/// <summary>
/// The result for one connection: its facts, evaluated by the policy, with a reason that a script can switch on. It is
/// immutable; what is learned later makes another verdict.
/// </summary>
public sealed record PinVerdict
{
    /// <summary>The verdict.</summary>
    public Verdict Verdict { get; internal init; }

    /// <summary>
    /// Whether the host passed: true only for <see cref="PinningTools.Verdict.Match"/>, and for an
    /// <see cref="Inspected"/> host only if the command or the pin set consents (-AllowInspected), because other clients
    /// would not come to a handshake with it.
    /// </summary>
    public bool Passed => Verdict == Verdict.Match && (!Inspected || IsInspectionAllowed);

    /// <summary>
    /// Whether the connection may be used: if it passed, or if only the pins failed and the pin set is report-only or
    /// has expired without blocking connections. Never for an <see cref="Inspected"/> host, because there is no
    /// connection to use.
    /// </summary>
    public bool Allowed { get; internal init; }

    /// <summary>
    /// The pattern of the pin set that was applied; null for bare pins and for hosts without a policy.
    /// </summary>
    public string? Pattern { get; internal init; }

    /// <summary>Whether the policy enforces or only reports.</summary>
    public PinSetMode Mode { get; internal init; }

    /// <summary>What was checked: host:port, or the file of certificates if there was no connection.</summary>
    public string Target { get; internal init; } = "";

    /// <summary>The host in its canonical form: A-labels, lower case, without a trailing dot.</summary>
    public string HostName { get; internal init; } = "";

    /// <summary>The port.</summary>
    public int Port { get; internal init; }

    /// <summary>The IP address of the connection, or null if there was none.</summary>
    public string? Address { get; internal init; }

    /// <summary>Refines the verdict.</summary>
    public VerdictReason Reason { get; internal init; }

    /// <summary>What happened and what to do; for a mismatch, ready to paste.</summary>
    public string Message { get; internal init; } = "";

    /// <summary>
    /// The validated chain from the leaf to the trust anchor; if none could be validated, the chain that was built.
    /// </summary>
    public PinRecord[] Chain { get; internal init; } = [];

    /// <summary>The certificates the server sent, in its order.</summary>
    public PinRecord[] PresentedChain { get; internal init; } = [];

    /// <summary>The pin that matched, or null.</summary>
    public string? MatchedPin { get; internal init; }

    /// <summary>The role of the certificate whose key matched.</summary>
    public CertificateRole MatchedRole { get; internal init; }

    /// <summary>The subject of the root of the validated chain, or null.</summary>
    public string? TrustAnchor { get; internal init; }

    /// <summary>
    /// Whole days until the first certificate of the path in use expires, which may be an intermediate or the root;
    /// null if that cannot be read.
    /// </summary>
    public int? DaysLeft => Clock.DaysUntil(NotAfter);

    /// <summary>When the first certificate of the path in use expires, in UTC; null if that cannot be read.</summary>
    public DateTime? NotAfter { get; internal init; }

    /// <summary>The subject of the certificate that expires first; null if that cannot be read.</summary>
    public string? ExpiresFirst { get; internal init; }

    /// <summary>Whole days until the leaf expires; null if that cannot be read.</summary>
    public int? LeafDaysLeft { get; internal init; }

    /// <summary>The pins of the policy whose keys are not in the chain: a rotation can fall back to them.</summary>
    public string[] BackupPins { get; internal init; } = [];

    /// <summary>
    /// The TLS version, or null. It ends in "(as shown)" if an inspection read it and no verified Finished covers it.
    /// </summary>
    public string? Protocol { get; internal init; }

    /// <summary>
    /// The cipher suite, or null if the platform does not report it; "(as shown)" as for <see cref="Protocol"/>.
    /// </summary>
    public string? CipherSuite { get; internal init; }

    /// <summary>
    /// Whether an inspection read the certificates, because the platform's handshake failed; <see cref="Message"/> says
    /// why.
    /// </summary>
    public bool Inspected { get; internal init; }

    /// <summary>By what the server proved that it holds the key of its certificate.</summary>
    public HandshakeProof Proof { get; internal init; }

    /// <summary>
    /// How much that proof is worth. What the platform's own policy accepted is <see cref="ProofStrength.Strong"/>.
    /// </summary>
    public ProofStrength ProofStrength { get; internal init; }

    /// <summary>How many connections were tried until the verdict was reached.</summary>
    public int Attempts { get; internal init; } = 1;

    /// <summary>How long the check took.</summary>
    public TimeSpan Elapsed { get; internal init; }

    /// <summary>What you should know although it did not affect the verdict.</summary>
    public string[] Warnings { get; internal init; } = [];

    /// <summary>Whether the command or the pin set consents to an inspected host.</summary>
    internal bool IsInspectionAllowed { get; init; }

    /// <summary>The warnings about an inspection, which are also in <see cref="Warnings"/>: a consent answers them.</summary>
    internal string[] InspectionWarnings { get; init; } = [];

    /// <summary>Whether the key was only shown, or by a proof that does not count: nothing may be made of it.</summary>
    internal bool IsUnproven { get; init; }

    /// <summary>The same verdict with one more warning.</summary>
    internal PinVerdict WithWarning(string warning) => this with { Warnings = [.. Warnings, warning] };

    /// <summary>The target and the verdict.</summary>
    public override string ToString() => $"{Target} {Verdict}";
}

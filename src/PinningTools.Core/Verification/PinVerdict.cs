using System;
using PinningTools.Internal;

namespace PinningTools;

/// <summary>
/// What one connection came to: what is true of it, measured by the policy, with a reason a script can switch on. It is
/// finished when it is made; what is learned later makes another one.
/// </summary>
public sealed record PinVerdict
{
    /// <summary>The verdict.</summary>
    public Verdict Verdict { get; internal init; }

    /// <summary>
    /// Whether everything is as it should be: true for <see cref="PinningTools.Verdict.Match"/> alone.
    /// </summary>
    public bool Passed => Verdict == Verdict.Match;

    /// <summary>
    /// Whether the connection may be used: where it passed, and where only the pins are at fault under a pin set that
    /// is report-only, or that has expired and does not want that to stop anything.
    /// </summary>
    public bool Allowed { get; internal init; }

    /// <summary>
    /// The pattern of the pin set that was applied; null for bare pins and for hosts without a policy.
    /// </summary>
    public string? Pattern { get; internal init; }

    /// <summary>Whether the policy enforces or only reports.</summary>
    public PinSetMode Mode { get; internal init; }

    /// <summary>What was judged: host:port, or the file of certificates that nobody sent.</summary>
    public string Target { get; internal init; } = "";

    /// <summary>The host as it was judged: A-labels, lower case, without a trailing dot.</summary>
    public string HostName { get; internal init; } = "";

    /// <summary>The port.</summary>
    public int Port { get; internal init; }

    /// <summary>The IP address the connection went to, or null where none was made.</summary>
    public string? Address { get; internal init; }

    /// <summary>Refines the verdict.</summary>
    public VerdictReason Reason { get; internal init; }

    /// <summary>What happened and what to do; for a mismatch, ready to paste.</summary>
    public string Message { get; internal init; } = "";

    /// <summary>
    /// The validated chain from the leaf to the trust anchor; where none could be validated, what was built.
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
    /// null where that cannot be read.
    /// </summary>
    public int? DaysLeft => Clock.DaysUntil(NotAfter);

    /// <summary>When the first certificate of the path in use expires, in UTC; null where that cannot be read.</summary>
    public DateTime? NotAfter { get; internal init; }

    /// <summary>The subject of the certificate that expires first; null where that cannot be read.</summary>
    public string? ExpiresFirst { get; internal init; }

    /// <summary>Whole days until the leaf expires; null where that cannot be read.</summary>
    public int? LeafDaysLeft { get; internal init; }

    /// <summary>The pins of the policy whose keys are not in the chain: the ones a rotation can fall back to.</summary>
    public string[] BackupPins { get; internal init; } = [];

    /// <summary>The TLS version, or null.</summary>
    public string? Protocol { get; internal init; }

    /// <summary>The cipher suite, or null where the platform does not tell.</summary>
    public string? CipherSuite { get; internal init; }

    /// <summary>How many connections were tried until there was a verdict.</summary>
    public int Attempts { get; internal init; } = 1;

    /// <summary>How long the check took.</summary>
    public TimeSpan Elapsed { get; internal init; }

    /// <summary>What should be known although it decided nothing.</summary>
    public string[] Warnings { get; internal init; } = [];

    /// <summary>The same verdict with one warning more.</summary>
    internal PinVerdict WithWarning(string warning) => this with { Warnings = [.. Warnings, warning] };

    /// <summary>The target and the verdict.</summary>
    public override string ToString() => $"{Target} {Verdict}";
}

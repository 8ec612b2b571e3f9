using System;

namespace PinningTools;

/// <summary>A certificate of an endpoint's path, as a report shows it.</summary>
/// <remarks>A part of the details that Invoke-PinCheck returns.</remarks>
public sealed record PinCheckCertificate
{
    /// <summary>Leaf, Intermediate, Root or None.</summary>
    public string Role { get; init; } = "";

    /// <summary>The pin of its key.</summary>
    public string Pin { get; init; } = "";

    /// <summary>The subject's distinguished name.</summary>
    public string Subject { get; init; } = "";

    /// <summary>When the certificate expires, in UTC; null if not known.</summary>
    public DateTime? NotAfter { get; init; }

    /// <summary>Whether a pin of the policy matched the certificate.</summary>
    public bool Matched { get; init; }

    /// <summary>
    /// Whether the server sent the certificate; otherwise it came from this machine's store or the network.
    /// </summary>
    public bool SentByServer { get; init; }

    /// <summary>The role and the subject.</summary>
    public override string ToString() => $"{Role} {DisplayText.Clean(Subject)}";
}

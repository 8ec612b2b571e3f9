using System;

namespace PinningTools;

/// <summary>
/// What somebody should act on: one for each leaf key and reason, however many endpoints show it.
/// </summary>
/// <remarks>Returned by Invoke-PinCheck, Get-PinHistory and Set-PinAlert.</remarks>
public sealed record PinCheckAlert
{
    /// <summary>
    /// The alert's own number, 12 hexadecimal digits: the same in every run as long as the key and the reason are.
    /// </summary>
    public string Id { get; init; } = "";

    /// <summary>
    /// new, worse, standing, recovered or acknowledged. What is pending is not announced yet: an endpoint that could
    /// not be reached, until -UnreachableRuns is full.
    /// </summary>
    public string State { get; init; } = "new";

    /// <summary>The worst level of its endpoints: Warning, Critical or Unknown; Ok for what has recovered.</summary>
    public string Level { get; init; } = "Unknown";

    /// <summary>
    /// What it is about: the name of the verdict, or ExpiresSoon, NoBackupPin, Warning, NotReadable, or the kind of an
    /// unexpected change.
    /// </summary>
    public string Reason { get; init; } = "";

    /// <summary>The pin of the leaf's key; empty where no key was seen.</summary>
    public string LeafPin { get; init; } = "";

    /// <summary>The keys of the endpoints that it is about.</summary>
    public string[] Endpoints { get; init; } = [];

    /// <summary>How many endpoints it is about.</summary>
    public int EndpointCount { get; init; }

    /// <summary>Who answers for the endpoints, several with commas; empty where nobody is named.</summary>
    public string Owner { get; init; } = "";

    /// <summary>Since when the first of its endpoints has this level, in UTC.</summary>
    public DateTime Since { get; init; }

    /// <summary>Whether it follows from a change that was expected.</summary>
    public bool Expected { get; init; }

    /// <summary>What happened, in a sentence that somebody can act on.</summary>
    public string Why { get; init; } = "";

    /// <summary>
    /// One line to paste into PowerShell. For a key that nobody expected it inspects and never pins what was only seen.
    /// </summary>
    public string Fix { get; init; } = "";

    /// <summary>The file with the certificates, beside the state; empty where there is none.</summary>
    public string Evidence { get; init; } = "";

    /// <summary>Until when somebody has acknowledged it, in UTC; null where nobody has.</summary>
    public DateTime? AcknowledgedUntil { get; init; }

    /// <summary>The reason that was given with the acknowledgement; empty where there is none.</summary>
    public string AcknowledgedReason { get; init; } = "";

    /// <summary>Whether it is announced: a new one, a worse one, one that has recovered, one that stands.</summary>
    public bool IsAnnounced => State is "new" or "worse" or "recovered" or "standing";

    /// <summary>One line: the level, the endpoints, the reason, what happened.</summary>
    public override string ToString()
    {
        string first = Endpoints.Length > 0 ? DisplayText.Clean(Endpoints[0]) : "";
        string more = EndpointCount > 1 ? $" and {EndpointCount - 1} more" : "";
        return $"{Level} {first}{more} {Reason}: {DisplayText.Clean(Why)}";
    }
}

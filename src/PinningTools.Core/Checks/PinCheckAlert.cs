using System;

namespace PinningTools;

/// <summary>
/// An alert: a problem or change that needs action. There is one alert for each leaf key and reason, regardless of
/// the number of endpoints.
/// </summary>
/// <remarks>Returned by Invoke-PinCheck, Get-PinHistory and Set-PinAlert.</remarks>
public sealed record PinCheckAlert
{
    /// <summary>
    /// The id of the alert, 12 hexadecimal digits. It is the same in every run as long as the key and the reason are
    /// the same.
    /// </summary>
    public string Id { get; init; } = "";

    /// <summary>
    /// new, worse, standing, recovered, acknowledged or pending. A pending alert is about an endpoint that was
    /// unreachable in fewer runs than -UnreachableRuns; it is not announced yet.
    /// </summary>
    public string State { get; init; } = "new";

    /// <summary>
    /// The worst level of the endpoints: Warning, Critical or Unknown; Ok for an alert that has recovered.
    /// </summary>
    public string Level { get; init; } = "Unknown";

    /// <summary>
    /// The reason of the alert: the name of the verdict, ExpiresSoon, Inspected, NoBackupPin, Warning or NotReadable, or the
    /// kind of an unexpected change.
    /// </summary>
    public string Reason { get; init; } = "";

    /// <summary>The pin of the leaf's key; empty if no key was seen.</summary>
    public string LeafPin { get; init; } = "";

    /// <summary>The keys of the endpoints.</summary>
    public string[] Endpoints { get; init; } = [];

    /// <summary>The number of endpoints.</summary>
    public int EndpointCount { get; init; }

    /// <summary>The owners of the endpoints, separated by commas; empty if no owner is known.</summary>
    public string Owner { get; init; } = "";

    /// <summary>When the first of the endpoints got this level, in UTC.</summary>
    public DateTime Since { get; init; }

    /// <summary>Whether the alert follows from an expected change.</summary>
    public bool Expected { get; init; }

    /// <summary>What happened, in one sentence.</summary>
    public string Why { get; init; } = "";

    /// <summary>
    /// A line to paste into PowerShell. For an unexpected key, it inspects and never pins a key only because it was
    /// seen.
    /// </summary>
    public string Fix { get; init; } = "";

    /// <summary>The file with the certificates, beside the state; empty if there is none.</summary>
    public string Evidence { get; init; } = "";

    /// <summary>When the acknowledgement of the alert ends, in UTC; null if the alert is not acknowledged.</summary>
    public DateTime? AcknowledgedUntil { get; init; }

    /// <summary>The reason given with the acknowledgement; empty if the alert is not acknowledged.</summary>
    public string AcknowledgedReason { get; init; } = "";

    /// <summary>Whether the alert is announced: its state is new, worse, recovered or standing.</summary>
    public bool IsAnnounced => State is "new" or "worse" or "recovered" or "standing";

    /// <summary>One line: the level, the endpoints, the reason and what happened.</summary>
    public override string ToString()
    {
        string first = Endpoints.Length > 0 ? DisplayText.Clean(Endpoints[0]) : "";
        string more = EndpointCount > 1 ? $" and {EndpointCount - 1} more" : "";
        return $"{Level} {first}{more} {Reason}: {DisplayText.Clean(Why)}";
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using PinningTools.Internal;

namespace PinningTools;

/// <summary>
/// The policy for the hosts of a pattern: the pins, how they are enforced, and which trust comes before them. It does
/// not change; commands make changed copies.
/// </summary>
/// <remarks>
/// Made by New-PinSet, Import-PinSet and Update-PinSet; in C# a verifier reads them from a store
/// (<see cref="PinVerifier.FromStore"/>).
/// </remarks>
public sealed record PinSet
{
    private readonly PinSetPin[] _pins = [];
    private readonly string[] _trustAnchors = [];
    private readonly DateTime? _added;
    private readonly DateTime? _expires;

    internal PinSet(HostPattern hosts)
    {
        Hosts = hosts;
    }

    /// <summary>
    /// The hosts: <c>host</c>, <c>*.host</c> (one label) or <c>**.host</c> (any depth and the host itself), with or
    /// without <c>:port</c>.
    /// </summary>
    public string Pattern => Hosts.Text;

    /// <summary>
    /// The protocol that upgrades the connection to TLS, such as smtp; none where TLS begins at the first byte; null
    /// where the port says it.
    /// </summary>
    public string? StartTls { get; internal init; }

    /// <summary>Whether a bad verdict stops the command.</summary>
    public PinSetMode Mode { get; internal init; }

    /// <summary>What a chain must lead to before a pin is looked at.</summary>
    public TrustMode Trust { get; internal init; }

    /// <summary>
    /// The root certificates for <see cref="TrustMode.Anchors"/>, and intermediates that help to build a chain to them,
    /// DER in base64; a copy.
    /// </summary>
    public string[] TrustAnchors { get => [.. _trustAnchors]; internal init => _trustAnchors = [.. value]; }

    /// <summary>From when on the set is no longer believed, in UTC; null for never.</summary>
    public DateTime? Expires { get => _expires; internal init => _expires = Utc(value); }

    /// <summary>What to do when the set has expired.</summary>
    public ExpiredAction OnExpired { get; internal init; }

    /// <summary>
    /// Whether it has no backup pin on purpose, as for an appliance that makes its key itself: then nothing asks for
    /// one.
    /// </summary>
    public bool NoBackup { get; internal init; }

    /// <summary>Where violations are reported to.</summary>
    public string? ReportUri { get; internal init; }

    /// <summary>Who answers for it.</summary>
    public string? Owner { get; internal init; }

    /// <summary>What somebody should know about it.</summary>
    public string? Note { get; internal init; }

    /// <summary>When it was made, or last changed its mode, in UTC.</summary>
    public DateTime? Added { get => _added; internal init => _added = Utc(value); }

    /// <summary>The pins in the order of their keeper; a copy.</summary>
    public PinSetPin[] Pins { get => [.. _pins]; internal init => _pins = [.. value]; }

    /// <summary>
    /// Members of the file that this version does not know, as a JSON object; null where there are none.
    /// </summary>
    public string? Unknown { get; internal init; }

    internal HostPattern Hosts { get; init; }

    internal IReadOnlyList<PinSetPin> Entries => _pins;

    /// <summary>The pattern and the number of pins.</summary>
    public override string ToString() => $"{Pattern} ({_pins.Length} pins)";

    /// <summary>The set with other pins.</summary>
    internal PinSet WithPins(IEnumerable<PinSetPin> pins) => this with { Pins = pins.ToArray() };

    internal bool IsExpired(DateTime now) => Expires <= now;

    private static DateTime? Utc(DateTime? date) => date is { } given ? UtcDate.Truncate(given) : null;
}

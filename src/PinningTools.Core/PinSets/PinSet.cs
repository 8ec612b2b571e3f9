using System;
using System.Collections.Generic;
using System.Linq;
using PinningTools.Internal;

namespace PinningTools;

/// <summary>
/// The policy for the hosts of a pattern: the pins, how they are enforced, and which trust the chain needs first. It is
/// immutable; commands make changed copies.
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
    /// The pattern of the hosts: <c>host</c>, <c>*.host</c> (one label) or <c>**.host</c> (any depth and the host
    /// itself), with or without <c>:port</c>.
    /// </summary>
    public string Pattern => Hosts.Text;

    /// <summary>
    /// The protocol that upgrades the connection to TLS, such as smtp; none if TLS begins at the first byte; null if
    /// the port determines it.
    /// </summary>
    public string? StartTls { get; internal init; }

    /// <summary>Whether a bad verdict stops the command.</summary>
    public PinSetMode Mode { get; internal init; }

    /// <summary>What a chain must lead to before a pin is compared.</summary>
    public TrustMode Trust { get; internal init; }

    /// <summary>
    /// The root certificates for <see cref="TrustMode.Anchors"/>, and intermediates that help to build a chain to them,
    /// as DER in base64; a copy.
    /// </summary>
    public string[] TrustAnchors { get => [.. _trustAnchors]; internal init => _trustAnchors = [.. value]; }

    /// <summary>The date from which on the set has expired, in UTC; null if it does not expire.</summary>
    public DateTime? Expires { get => _expires; internal init => _expires = Utc(value); }

    /// <summary>What to do when the set has expired.</summary>
    public ExpiredAction OnExpired { get; internal init; }

    /// <summary>
    /// Whether the set has no backup pin on purpose, for example because an appliance makes its own key: then nothing
    /// asks for one.
    /// </summary>
    public bool NoBackup { get; internal init; }

    /// <summary>
    /// Whether a host passes whose pins only an inspection could match: the platform's own TLS cannot connect to it, or
    /// only with a client certificate. A check of such a host then does not warn.
    /// </summary>
    public bool AllowInspected { get; internal init; }

    /// <summary>The address to which violations are reported.</summary>
    public string? ReportUri { get; internal init; }

    /// <summary>The person or team that is responsible for it.</summary>
    public string? Owner { get; internal init; }

    /// <summary>A remark about the set.</summary>
    public string? Note { get; internal init; }

    /// <summary>When the set was made, or when its mode was last changed, in UTC.</summary>
    public DateTime? Added { get => _added; internal init => _added = Utc(value); }

    /// <summary>The pins, in the order in which they were given; a copy.</summary>
    public PinSetPin[] Pins { get => [.. _pins]; internal init => _pins = [.. value]; }

    /// <summary>
    /// The members in the file that this version does not know, as a JSON object; null if there are none.
    /// </summary>
    public string? Unknown { get; internal init; }

    internal HostPattern Hosts { get; init; }

    internal IReadOnlyList<PinSetPin> Entries => _pins;

    /// <summary>The pattern and the number of pins.</summary>
    public override string ToString() => $"{Pattern} ({_pins.Length} pins)";

    /// <summary>A copy of the set with other pins.</summary>
    internal PinSet WithPins(IEnumerable<PinSetPin> pins) => this with { Pins = pins.ToArray() };

    internal bool IsExpired(DateTime now) => Expires <= now;

    private static DateTime? Utc(DateTime? date) => date is { } given ? UtcDate.Truncate(given) : null;
}

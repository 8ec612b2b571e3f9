using System;

namespace PinningTools;

/// <summary>A pin of a pin set, with what its keepers wrote about it. Its text is the pin.</summary>
/// <remarks>Made by New-PinSet, Import-PinSet and Update-PinSet.</remarks>
public sealed record PinSetPin
{
    private readonly DateTime? _added;
    private readonly DateTime? _notAfter;
    private readonly DateTime? _lastSeen;

    internal PinSetPin(SpkiPin pin)
    {
        Value = pin;
    }

    /// <summary>The pin as text, <c>sha256/BASE64=</c>.</summary>
    public string Pin => Value.ToString();

    /// <summary>What the pin stands for.</summary>
    public PinRole Role { get; internal init; }

    /// <summary>
    /// Whether the pin matches only where its role says: a leaf's at the server's own certificate, an authority's above
    /// it. Sources that say so, such as TLSA records, set it.
    /// </summary>
    public bool RoleEnforced { get; internal init; }

    /// <summary>Whether the key is forbidden: in a chain it makes the verdict bad, whatever else matches.</summary>
    public bool Bad { get; internal init; }

    /// <summary>What somebody should know about it, such as the certificate's subject.</summary>
    public string? Note { get; internal init; }

    /// <summary>Who answers for it.</summary>
    public string? Owner { get; internal init; }

    /// <summary>When it was added, in UTC.</summary>
    public DateTime? Added { get => _added; internal init => _added = Utc(value); }

    /// <summary>From when on it no longer matches, in UTC. A forbidden key stays forbidden.</summary>
    public DateTime? NotAfter { get => _notAfter; internal init => _notAfter = Utc(value); }

    /// <summary>When its key was last seen in service, in UTC.</summary>
    public DateTime? LastSeen { get => _lastSeen; internal init => _lastSeen = Utc(value); }

    /// <summary>A certificate of this key, DER in base64, for the formats that pin certificates; mostly null.</summary>
    public string? Certificate { get; internal init; }

    /// <summary>
    /// Members of the file that this version does not know, as a JSON object; null where there are none.
    /// </summary>
    public string? Unknown { get; internal init; }

    internal SpkiPin Value { get; init; }

    /// <summary>The pin as 32 bytes with value semantics.</summary>
    public SpkiPin ToSpkiPin() => Value;

    /// <summary>The pin, <c>sha256/BASE64=</c>.</summary>
    public override string ToString() => Pin;

    /// <summary>Whether the pin counts at a time.</summary>
    internal bool IsActive(DateTime now) => !Bad && !(NotAfter <= now);

    /// <summary>Whether its key may match at a position in the chain, the server's own being 0.</summary>
    internal bool MatchesAt(int position) => !RoleEnforced || Role switch
    {
        PinRole.Leaf => position == 0,
        PinRole.Intermediate or PinRole.Root => position > 0,
        _ => true,
    };

    private static DateTime? Utc(DateTime? date) => date is { } given ? Internal.UtcDate.Truncate(given) : null;
}

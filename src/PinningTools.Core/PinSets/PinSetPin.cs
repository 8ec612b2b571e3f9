using System;

namespace PinningTools;

/// <summary>A pin of a pin set, with what was recorded about it. Its text is the pin.</summary>
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

    /// <summary>The role of the pin.</summary>
    public PinRole Role { get; internal init; }

    /// <summary>
    /// Whether the pin matches only in its role: a leaf pin only at the server's own certificate, a pin of an authority
    /// only above it. Imports from formats that require this, such as TLSA records, set it.
    /// </summary>
    public bool RoleEnforced { get; internal init; }

    /// <summary>
    /// Whether the key is vetoed: if it is in a chain, the verdict is bad, even if another pin matches.
    /// </summary>
    public bool Bad { get; internal init; }

    /// <summary>A remark about the pin, such as the certificate's subject.</summary>
    public string? Note { get; internal init; }

    /// <summary>The person or team that is responsible for it.</summary>
    public string? Owner { get; internal init; }

    /// <summary>When the pin was added, in UTC.</summary>
    public DateTime? Added { get => _added; internal init => _added = Utc(value); }

    /// <summary>The date from which on the pin no longer matches, in UTC. A veto has no end.</summary>
    public DateTime? NotAfter { get => _notAfter; internal init => _notAfter = Utc(value); }

    /// <summary>When the key was last seen in service, in UTC.</summary>
    public DateTime? LastSeen { get => _lastSeen; internal init => _lastSeen = Utc(value); }

    /// <summary>A certificate of this key, as DER in base64, for formats that pin certificates; usually null.</summary>
    public string? Certificate { get; internal init; }

    /// <summary>
    /// The members in the file that this version does not know, as a JSON object; null if there are none.
    /// </summary>
    public string? Unknown { get; internal init; }

    internal SpkiPin Value { get; init; }

    /// <summary>The pin as 32 bytes with value semantics.</summary>
    public SpkiPin ToSpkiPin() => Value;

    /// <summary>The pin, <c>sha256/BASE64=</c>.</summary>
    public override string ToString() => Pin;

    /// <summary>Whether the pin can match at a given time.</summary>
    internal bool IsActive(DateTime now) => !Bad && !(NotAfter <= now);

    /// <summary>
    /// Whether the pin may match at a position in the chain, where 0 is the server's own certificate.
    /// </summary>
    internal bool MatchesAt(int position) => !RoleEnforced || Role switch
    {
        PinRole.Leaf => position == 0,
        PinRole.Intermediate or PinRole.Root => position > 0,
        _ => true,
    };

    private static DateTime? Utc(DateTime? date) => date is { } given ? Internal.UtcDate.Truncate(given) : null;
}

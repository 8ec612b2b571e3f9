using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>The policy for the connection of one hop, and what may be sent over it.</summary>
internal sealed class HopPolicy
{
    private readonly bool _needsPin;

    private HopPolicy(PinPolicy? applied, bool mayCarrySecrets, bool needsPin)
    {
        Applied = applied;
        CanCarrySecrets = mayCarrySecrets;
        _needsPin = needsPin;
    }

    /// <summary>A hop over plain HTTP, where nothing can be evaluated.</summary>
    internal static HopPolicy Plain { get; } = new(null, false, false);

    /// <summary>Null for a hop over plain HTTP.</summary>
    internal PinPolicy? Applied { get; }

    /// <summary>
    /// Whether this hop has a policy, or needs none. Only then are credentials, cookies, a client certificate and a body
    /// sent over it.
    /// </summary>
    internal bool CanCarrySecrets { get; }

    /// <summary>Whether the hop is made over TLS to a host that no pin covers.</summary>
    internal bool IsUnpinned => Applied is not null && !_needsPin;

    /// <summary>When the pin set expires, and with it every verdict under it.</summary>
    internal DateTime? Expires => Applied?.Set?.Expires;

    /// <summary>A text that is equal for exactly the same policy at this moment.</summary>
    internal string Key
    {
        get
        {
            if (Applied is null) return "plain";
            DateTime now = Applied.At ?? Clock.Now;
            return string.Join(
                "|",
                _needsPin ? "pinned" : CanCarrySecrets ? "ordinary" : "unpinned",
                Applied.Mode.ToString(),
                Applied.Trust.Key,
                Applied.At?.Ticks.ToString(CultureInfo.InvariantCulture) ?? "now",
                Sorted(Applied.Set is null ? Applied.Pins : Applied.ActivePins(now)),
                Sorted(Applied.Vetoes),
                Places(Applied.Set),
                Applied.Set is { } set ? $"{set.Expires?.Ticks} {set.IsExpired(now)} {set.OnExpired}" : "bare");
        }
    }

    internal static HopPolicy Pinned(PinPolicy policy) => new(policy, true, true);

    /// <summary>Ordinary validation and the vetoes; nothing vouches for the host.</summary>
    internal static HopPolicy Unpinned(PinPolicy policy) => new(policy, false, false);

    /// <summary>The same for a host that was named by the user, who says that this is enough to send it everything.</summary>
    internal static HopPolicy Ordinary(PinPolicy policy) => new(policy, true, false);

    /// <summary>
    /// Whether a connection with this verdict may be used. Chain and name errors are errors in every mode.
    /// </summary>
    internal bool Accepts(PinVerdict verdict) =>
        verdict.Allowed || (!_needsPin && verdict.Verdict == Verdict.NotPinned);

    /// <summary>The places to which pins are bound.</summary>
    private static string Places(PinSet? set) => set is null ? ""
        : Sorted([.. set.Entries.Where(pin => pin.RoleEnforced && pin.MatchesAt(0)).Select(pin => pin.Value)]) + "/"
            + Sorted([.. set.Entries.Where(pin => pin.RoleEnforced && pin.MatchesAt(1)).Select(pin => pin.Value)]);

    private static string Sorted(IReadOnlyCollection<SpkiPin> pins)
    {
        string[] texts = new string[pins.Count];
        int count = 0;
        foreach (SpkiPin pin in pins) texts[count++] = pin.ToString();
        Array.Sort(texts, StringComparer.Ordinal);
        return string.Join(" ", texts);
    }
}

using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// The pins that applied to an endpoint in a run, so that "pinned before" can be told from "pinned after". The date
/// at which each pin was last seen is kept here; the pin store gets it only when an administrator asks for it.
/// </summary>
internal sealed class CheckPolicy
{
    private readonly DateTime[] _seen;

    internal CheckPolicy(IEnumerable<string> pins)
        : this([.. pins.Distinct().OrderBy(pin => pin, StringComparer.Ordinal)])
    {
    }

    private CheckPolicy(string[] pins)
    {
        Pins = pins;
        _seen = new DateTime[pins.Length];
    }

    /// <summary>The pins, each once, sorted by text.</summary>
    internal string[] Pins { get; }

    internal bool Has(string pin) => Array.IndexOf(Pins, pin) >= 0;

    /// <summary>
    /// When the key of the pin at a position was last seen in a validated chain; null if it never was.
    /// </summary>
    internal DateTime? SeenAt(int place) => _seen[place] == default ? null : _seen[place];

    internal DateTime? Seen(string pin) => Array.IndexOf(Pins, pin) is >= 0 and int place ? SeenAt(place) : null;

    /// <summary>Records when a pin was seen, unless a later date is known.</summary>
    internal void See(string pin, DateTime when)
    {
        int place = Array.IndexOf(Pins, pin);
        if (place >= 0 && _seen[place] < when) _seen[place] = when;
    }

    internal bool HasSamePins(CheckPolicy? other) => other is not null && Pins.AsEnumerable().SequenceEqual(other.Pins);

    /// <summary>Compares policies by their pins.</summary>
    internal sealed class Comparer : IEqualityComparer<CheckPolicy>
    {
        internal static Comparer Instance { get; } = new();

        public bool Equals(CheckPolicy? left, CheckPolicy? right) =>
            ReferenceEquals(left, right) || (left?.HasSamePins(right) ?? false);

        public int GetHashCode(CheckPolicy policy)
        {
            int hash = policy.Pins.Length;
            foreach (string pin in policy.Pins) hash = unchecked((hash * 31) + StringComparer.Ordinal.GetHashCode(pin));
            return hash;
        }
    }
}

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
    private readonly int _hash;

    /// <param name="pins">The pins, in any order.</param>
    internal CheckPolicy(IReadOnlyCollection<string> pins)
        : this(Sort(pins))
    {
    }

    /// <summary>The pins of another policy, of which none has been seen.</summary>
    internal CheckPolicy(CheckPolicy other)
        : this(other.Pins)
    {
    }

    private CheckPolicy(string[] sorted)
    {
        Pins = sorted;
        _seen = new DateTime[sorted.Length];
        foreach (string pin in sorted) _hash = unchecked((_hash * 31) + StringComparer.Ordinal.GetHashCode(pin));
    }

    /// <summary>The pins, each once, sorted by text.</summary>
    internal string[] Pins { get; }

    internal bool Has(string pin) => Array.IndexOf(Pins, pin) >= 0;

    /// <summary>
    /// When the key of the pin at a index was last seen in a validated chain; null if it never was.
    /// </summary>
    internal DateTime? SeenAt(int index) => _seen[index] == default ? null : _seen[index];

    internal DateTime? Seen(string pin) => Array.IndexOf(Pins, pin) is >= 0 and int index ? SeenAt(index) : null;

    /// <summary>Records when a pin was seen, unless a later date is known.</summary>
    internal void See(string pin, DateTime when)
    {
        int index = Array.IndexOf(Pins, pin);
        if (index >= 0 && _seen[index] < when) _seen[index] = when;
    }

    internal bool HasSamePins(CheckPolicy? other)
    {
        if (other is null || other._hash != _hash || other.Pins.Length != Pins.Length) return false;
        for (int i = 0; i < Pins.Length; i++)
            if (Pins[i] != other.Pins[i]) return false;
        return true;
    }

    private static string[] Sort(IReadOnlyCollection<string> pins)
    {
        string[] sorted = [.. pins];
        Array.Sort(sorted, StringComparer.Ordinal);
        int count = 0;
        foreach (string pin in sorted)
            if (count == 0 || sorted[count - 1] != pin) sorted[count++] = pin;
        return count == sorted.Length ? sorted : [.. sorted.Take(count)];
    }

    /// <summary>Compares policies by their pins.</summary>
    internal sealed class Comparer : IEqualityComparer<CheckPolicy>
    {
        internal static Comparer Instance { get; } = new();

        public bool Equals(CheckPolicy? left, CheckPolicy? right) =>
            ReferenceEquals(left, right) || (left?.HasSamePins(right) ?? false);

        public int GetHashCode(CheckPolicy policy) => policy._hash;
    }
}

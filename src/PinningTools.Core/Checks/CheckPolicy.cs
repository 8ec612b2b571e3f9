using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// The pins that judged an endpoint, as they were in the last run: so that "pinned before" can be told from "pinned
/// after". When each of them was last seen is kept here, and in the policy's own file only when a person asks.
/// </summary>
internal sealed class CheckPolicy
{
    internal CheckPolicy(IEnumerable<string> pins)
    {
        Pins = [.. pins.Distinct().OrderBy(pin => pin, StringComparer.Ordinal)];
        Id = CheckId.Of(12, Pins);
    }

    internal string Id { get; }

    internal string[] Pins { get; }

    /// <summary>When each pin's key was last seen in a validated chain.</summary>
    internal Dictionary<string, DateTime> LastSeen { get; } = [];

    internal bool Has(string pin) => Array.IndexOf(Pins, pin) >= 0;
}

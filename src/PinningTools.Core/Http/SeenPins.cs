using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>The keys that one host showed to sessions with pins, to be made a pin set once they are confirmed.</summary>
/// <param name="host">The host.</param>
/// <param name="port">The port.</param>
internal sealed class SeenPins(HostName host, int port)
{
    private readonly List<PinSetPin> _pins = [];

    /// <summary>The host and the port.</summary>
    internal string Target => $"{host.Bracketed}:{port}";

    /// <summary>Adds keys that were seen, also at another time.</summary>
    internal void Add(IEnumerable<PinSetPin> pins)
    {
        foreach (PinSetPin pin in pins)
            if (!_pins.Any(known => known.Value == pin.Value)) _pins.Add(pin);
    }

    /// <summary>Joins what several sessions saw of a host.</summary>
    internal static void Join(Dictionary<string, SeenPins> hosts, SeenPins seen)
    {
        if (hosts.TryGetValue(seen.Target, out SeenPins? known)) known.Add(seen._pins);
        else hosts.Add(seen.Target, seen);
    }

    /// <summary>The set of the keys with the given roles, if they are confirmed; null if not.</summary>
    /// <param name="draft">What the set is to be.</param>
    /// <param name="roles">The names of the roles; under key-only trust it is the leaf.</param>
    /// <param name="confirm">Asks whether the keys are trusted.</param>
    /// <exception cref="PinningException">
    /// None was seen in a chain that validates, or the set is one that must not be used.
    /// </exception>
    internal PinSet? ToSet(PinSetDraft draft, IReadOnlyCollection<string> roles, Func<string, bool> confirm)
    {
        bool isKeyAlone = draft.Trust.Mode == TrustMode.PinOnly;
        PinSetPin[] chosen =
        [
            .. _pins.Where(pin => isKeyAlone ? pin.Role == PinRole.Leaf
                : roles.Contains(pin.Role.ToString(), StringComparer.OrdinalIgnoreCase)),
        ];
        if (chosen.Length == 0)
            throw new PinningException(Faults.NothingToLearn(Target, "No key of a validated chain was seen."));
        if (!confirm(Question(chosen))) return null;
        HostPattern hosts = HostPattern.Parse(port == 443 ? host.Bracketed : Target);
        return draft.Make(hosts, chosen.Select(pin => draft.Entry(pin, null)));
    }

    private string Question(IEnumerable<PinSetPin> chosen) =>
        $"{Target} showed these keys to sessions with Enable-WebPinning; confirm them over another channel before you trust "
            + $"them:\n{string.Join("\n", chosen.Select(pin => $"  {pin.Value}  {pin.Role}  {pin.Note}"))}";
}

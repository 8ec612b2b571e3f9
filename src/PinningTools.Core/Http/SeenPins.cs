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

    /// <summary>The pins of the given roles.</summary>
    /// <exception cref="PinningException">None was seen in a chain that validates.</exception>
    internal IReadOnlyList<PinSetPin> Choose(PinSetDraft draft, IReadOnlyCollection<PinRole> roles)
    {
        bool isKeyAlone = draft.Trust.Mode == TrustMode.PinOnly;
        PinSetPin[] chosen = [.. _pins.Where(pin => isKeyAlone ? pin.Role == PinRole.Leaf : roles.Contains(pin.Role))];
        return chosen.Length > 0 ? chosen
            : throw new PinningException(Faults.NothingToLearn(Target, "No key of a validated chain was seen."));
    }

    /// <summary>The text that has to be confirmed.</summary>
    internal string Question(IEnumerable<PinSetPin> chosen) =>
        $"{Target} showed these keys to sessions with Enable-WebPinning; confirm them over another channel before you trust them:\n"
            + string.Join("\n", chosen.Select(pin => $"  {pin.Value}  {pin.Role}  {pin.Note}"));

    /// <summary>The set, after the confirmation.</summary>
    /// <exception cref="PinningException">The set is one that must not be used.</exception>
    internal PinSet ToSet(PinSetDraft draft, IEnumerable<PinSetPin> chosen) => draft.Make(
        HostPattern.Parse(port == 443 ? host.Bracketed : Target), chosen.Select(pin => draft.Entry(pin, null)));
}

using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>Reads the pins of a command; all of them must be valid.</summary>
internal static class PinArgumentReader
{
    /// <exception cref="PinningException">A value is not a pin, or there is none.</exception>
    internal static IReadOnlyList<SpkiPin> Read(PinArgument[] arguments, TlsTarget target)
    {
        if (arguments.Length == 0) throw new PinningException(Faults.PinsMissing(target.ToString()));
        return Values(arguments);
    }

    /// <exception cref="PinningException">A value is not a pin.</exception>
    internal static IReadOnlyList<PinSetPin> Entries(PinArgument[] arguments)
    {
        ThrowIfUnreadable(arguments);
        return Array.ConvertAll(arguments, argument => argument.Entry);
    }

    /// <summary>The pins for a new set, with a warning for those that no chain proves.</summary>
    /// <param name="arguments">The given pins.</param>
    /// <param name="role">The role of the pins that have none themselves.</param>
    /// <param name="draft">The set.</param>
    /// <param name="warn">Receives the warnings.</param>
    /// <exception cref="PinningException">A value is not a pin.</exception>
    internal static IReadOnlyList<PinSetPin> Entries(
        PinArgument[] arguments, PinRole role, PinSetDraft draft, Action<string> warn)
    {
        ThrowIfUnreadable(arguments);
        var notes = new PinNotes { Role = role };
        bool isClaimEnough = draft.Trust.Mode == TrustMode.PinOnly;
        foreach (PinArgument argument in arguments.Where(one => one.IsOnlyClaimed && !isClaimEnough))
            warn($"{argument} was sent by a server, but is not in a chain that validates: any server can send it. "
                + "Confirm it over another channel.");
        WarnOfUnproven(arguments, warn);
        return Array.ConvertAll(arguments, one => notes.Describe(draft.Entry(one.Entry, one.Certificate)));
    }

    /// <summary>Warns of pins whose keys no server proved when an inspection read them.</summary>
    internal static void WarnOfUnproven(IEnumerable<PinArgument> arguments, Action<string> warn)
    {
        foreach (PinArgument argument in arguments.Where(one => one.IsUnproven))
            warn($"{argument} was only shown: the server did not prove that it holds the key, and anyone can show a copy of "
                + "a certificate. Confirm it over another channel.");
    }

    /// <summary>The bare pins.</summary>
    /// <exception cref="PinningException">A value is not a pin.</exception>
    internal static IReadOnlyList<SpkiPin> Values(PinArgument[] arguments)
    {
        ThrowIfUnreadable(arguments);
        return Array.ConvertAll(arguments, argument => argument.Pin);
    }

    private static void ThrowIfUnreadable(PinArgument[] arguments)
    {
        foreach (PinArgument argument in arguments)
            if (argument.Fault is not null) throw new PinningException(argument.Fault);
    }
}

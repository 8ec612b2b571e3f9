using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>The pins of a command, all of them good or none.</summary>
internal static class PinArguments
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
        ThrowIfBad(arguments);
        return Array.ConvertAll(arguments, argument => argument.Entry);
    }

    /// <summary>The pins for a set that is being made; says which of them nobody proved.</summary>
    /// <param name="arguments">The pins as they were given.</param>
    /// <param name="role">The role of those that do not say it themselves.</param>
    /// <param name="draft">The set.</param>
    /// <param name="warn">Takes what should be known of them.</param>
    /// <exception cref="PinningException">A value is not a pin.</exception>
    internal static IReadOnlyList<PinSetPin> Entries(
        PinArgument[] arguments, PinRole role, PinSetDraft draft, Action<string> warn)
    {
        ThrowIfBad(arguments);
        var notes = new PinNotes { Role = role };
        bool isClaimEnough = draft.Trust.Mode == TrustMode.PinOnly;
        foreach (PinArgument argument in arguments.Where(one => one.IsOnlyClaimed && !isClaimEnough))
            warn($"{argument} was sent by a server, but is not in a chain that validates: anybody can send it. "
                + "Confirm it over another channel.");
        return Array.ConvertAll(arguments, one => notes.Describe(draft.Entry(one.Entry, one.Certificate)));
    }

    /// <summary>The bare pins.</summary>
    /// <exception cref="PinningException">A value is not a pin.</exception>
    internal static IReadOnlyList<SpkiPin> Values(PinArgument[] arguments)
    {
        ThrowIfBad(arguments);
        return Array.ConvertAll(arguments, argument => argument.Pin);
    }

    private static void ThrowIfBad(PinArgument[] arguments)
    {
        foreach (PinArgument argument in arguments)
            if (argument.Fault is not null) throw new PinningException(argument.Fault);
    }
}

using System;
using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>Reads the pins of a command; all of them must be valid.</summary>
internal static class PinArgumentReader
{
    /// <exception cref="PinningException">A value is not a pin, or there is none.</exception>
    internal static IReadOnlyList<SpkiPin> Read(PinArgument[] arguments, TlsTarget target)
    {
        if (arguments.Length == 0) throw new PinningException(Faults.PinsMissing(target.ToString()));
        ThrowIfUnreadable(arguments);
        return Array.ConvertAll(arguments, argument => argument.Pin);
    }

    /// <exception cref="PinningException">A value is not a pin.</exception>
    internal static IReadOnlyList<PinSetPin> Entries(PinArgument[] arguments)
    {
        ThrowIfUnreadable(arguments);
        return Array.ConvertAll(arguments, argument => argument.Entry);
    }

    private static void ThrowIfUnreadable(PinArgument[] arguments)
    {
        foreach (PinArgument argument in arguments)
            if (argument.Fault is not null) throw new PinningException(argument.Fault);
    }
}

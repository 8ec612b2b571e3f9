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
        return [.. Entries(arguments).Select(entry => entry.Value)];
    }

    /// <exception cref="PinningException">A value is not a pin.</exception>
    internal static IReadOnlyList<PinSetPin> Entries(PinArgument[] arguments)
    {
        if (arguments.FirstOrDefault(argument => argument.Fault is not null) is { } bad)
            throw new PinningException(bad.Fault!);
        return [.. arguments.Select(argument => argument.Entry)];
    }
}

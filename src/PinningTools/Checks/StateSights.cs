using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>Writes the dates at which a check last saw the keys of pins to a store.</summary>
internal static class StateSights
{
    /// <param name="cmdlet">The command.</param>
    /// <param name="pump">The pump of the command.</param>
    /// <param name="from">The state: a name or a path.</param>
    /// <param name="path">The path of the store.</param>
    /// <param name="patterns">The patterns of the sets to change; none for all sets.</param>
    /// <returns>The changed sets.</returns>
    /// <exception cref="PinningException">
    /// The state or the store cannot be read, or the store has no set for a pattern.
    /// </exception>
    internal static IReadOnlyList<PinSet> Bring(PSCmdlet cmdlet, CmdletPump pump, string from, string path, string[] patterns)
    {
        from = PinCheckStates.PathOf(cmdlet, from);
        CheckState state = CheckStateFile.Look(new CheckFiles(from));
        HostPattern[] wanted = [.. patterns.Select(HostPattern.Parse)];
        return cmdlet.ShouldProcess(path, $"Write when '{from}' last saw the keys of the pins")
            ? pump.Await(stop => CheckHistory.BringSightsAsync(state, path, wanted, stop))
            : [];
    }
}

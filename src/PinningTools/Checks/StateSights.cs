using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>Brings the dates at which a check last saw the keys of pins into a store.</summary>
internal static class StateSights
{
    /// <param name="cmdlet">The command.</param>
    /// <param name="pump">The command's.</param>
    /// <param name="from">The state: a name or a path.</param>
    /// <param name="path">The store.</param>
    /// <param name="patterns">The patterns of the sets to change; all of them if none is given.</param>
    /// <returns>The changed sets.</returns>
    /// <exception cref="PinningException">
    /// The state or the store cannot be read, or the store has no set for a pattern.
    /// </exception>
    internal static List<PinSet> Bring(PSCmdlet cmdlet, CmdletPump pump, string from, string path, string[] patterns)
    {
        List<PinSet> changed = [];
        from = PinCheckStates.PathOf(cmdlet, from);
        CheckState state = CheckStateFile.Look(new CheckFiles(from));
        HostPattern[] wanted = [.. patterns.Select(HostPattern.Parse)];
        if (!cmdlet.ShouldProcess(path, $"Write when '{from}' last saw the keys of the pins")) return changed;
        pump.Run(stop => PinStoreFile.UpdateAsync(path, store =>
        {
            foreach (HostPattern pattern in wanted) store.Require(pattern, path);
            changed = CheckHistory.BringSights(
                state, store, set => wanted.Length == 0 || wanted.Any(pattern => pattern.Text == set.Pattern));
            return changed.Count > 0;
        }, stop));
        return changed;
    }
}

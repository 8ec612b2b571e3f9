using System.Collections.Generic;
using System.Linq;
using PinningTools.Internal;

namespace PinningTools.Commands;

public sealed partial class UpdatePinSetCommand
{
    /// <summary>Brings into the store when a check last saw its pins.</summary>
    private void BringSights()
    {
        string path = OrTerminate(() => StoreArgument.ExistingPath(this, PinStore));
        string from = OrTerminate(() => PinCheckStates.PathOf(this, FromState!));
        CheckState state = OrTerminate(() => CheckStateFile.Look(new CheckFiles(from)));
        HashSet<string> patterns = OrTerminate(() =>
            new HashSet<string>(Pattern.Select(pattern => HostPattern.Parse(pattern).Text)));
        if (!ShouldProcess(path, $"Write when '{from}' last saw the keys of the pins")) return;
        Pump.Start(async stop =>
        {
            List<PinSet> changed = [];
            await PinStoreFile.UpdateAsync(path, store =>
            {
                foreach (string pattern in patterns) store.Require(HostPattern.Parse(pattern), path);
                changed = CheckHistory.BringSights(
                    state, store, set => patterns.Count == 0 || patterns.Contains(set.Pattern));
                return changed.Count > 0;
            }, stop).ConfigureAwait(false);
            if (PassThru) foreach (PinSet set in changed) Pump.Write(set);
        });
        Pump.Drain(0);
    }
}

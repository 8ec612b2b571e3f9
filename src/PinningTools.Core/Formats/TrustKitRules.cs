using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>What TrustKit refuses when the app starts.</summary>
internal static class TrustKitRules
{
    internal static IEnumerable<string> Find(IEnumerable<PinSet> sets) =>
        sets.SelectMany(set => Find(set.Hosts, set.Mode, set.Entries.Count));

    internal static IEnumerable<string> Find(HostPattern hosts, PinSetMode mode, int pins)
    {
        if (mode == PinSetMode.Enforce && pins == 1)
            yield return $"'{hosts}': TrustKit does not enforce a single pin; add a backup pin.";
    }
}

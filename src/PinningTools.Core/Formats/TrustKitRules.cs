using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>What TrustKit refuses when the app starts.</summary>
internal static class TrustKitRules
{
    internal static IEnumerable<string> Find(IEnumerable<PinSet> sets) => sets
        .Where(set => set.Mode == PinSetMode.Enforce && set.Entries.Count < 2)
        .Select(set => $"'{set.Pattern}': TrustKit refuses to enforce a single pin; add a backup pin.");
}

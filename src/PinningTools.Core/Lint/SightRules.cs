using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Rules about keys that should be in service. Checks do not write to the policy, so an old date in it only means that
/// no one has checked since, not that the key is gone; only the live chain shows that.
/// </summary>
internal static class SightRules
{
    /// <param name="set">The pin set.</param>
    /// <param name="linter">The days.</param>
    /// <param name="shown">The keys of the chain that the host shows now; null if it was not checked.</param>
    internal static IEnumerable<PinSetFinding> Find(
        PinSet set, PinLinter linter, IReadOnlyCollection<SpkiPin>? shown) =>
        from pin in set.Entries
        where pin.IsActive(linter.Now) && pin.Role != PinRole.Backup && shown?.Contains(pin.Value) != true
        let seen = pin.LastSeen ?? pin.Added
        where seen < linter.Now.AddDays(-linter.UnseenDays)
        select new PinSetFinding("PinNotSeen", FindingSeverity.Warning, set,
            shown is null
                ? $"{pin} has not been recorded as seen since {UtcDate.Format(seen.Value)}, more than "
                    + $"{linter.UnseenDays} days ago, and the live host was not checked now."
                : $"{pin} is not in the chain that the host shows now. It was last recorded as seen on "
                    + $"{UtcDate.Format(seen.Value)}.",
            shown is null
                ? "Check the live chain: Test-PinSet -Online, or Test-CertificatePin for each host of a pattern."
                : "Ask its owner what it is for. If it is a spare key, mark it as one: Update-PinSet -Add "
                    + $"{CommandText.Quote(pin.Pin)} -Role Backup.")
            {
                Pin = pin.Pin,
            };
}

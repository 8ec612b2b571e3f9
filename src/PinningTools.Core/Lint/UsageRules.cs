using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>Rules about the use of a set: sets that must not be used, and key-only trust.</summary>
internal static class UsageRules
{
    internal static IEnumerable<PinSetFinding> Find(PinSet set, PinLinter linter)
    {
        if (PinSetRules.Find(set) is { } fault)
            yield return new(fault.Id, FindingSeverity.Error, set, fault.Message, fault.Advice);
        if (set.Trust != TrustMode.PinOnly) yield break;
        if (PublicSuffixes.IsPublicHost(set.Hosts.Host))
            yield return new("PinOnlyPublicHost", FindingSeverity.Warning, set,
                "A public host is trusted only by its key: expiry, revocation and the name are not checked.",
                "Get a certificate from a public authority for it, and use the trust System.");
        foreach (PinSetPin pin in set.Entries.Where(pin =>
            !pin.Bad && pin.Role is PinRole.Intermediate or PinRole.Root))
            yield return new("PinOnlyAuthority", FindingSeverity.Warning, set,
                $"{pin} is the key of an authority; with key-only trust only the leaf's key can match.",
                "Pin the leaf's key.") { Pin = pin.Pin };
    }
}

using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// What Certificate Transparency tells about a wrong key, without a network. This helps in one case: a certificate
/// that a public authority issued for somebody else's key was either logged, and can be found, or browsers refuse it.
/// </summary>
internal static class CheckTransparency
{
    /// <summary>
    /// A sentence for a mismatch; empty otherwise, or if the authority is not one of the system's own.
    /// </summary>
    internal static string Say(PinVerdict verdict, PinPolicy policy)
    {
        if (verdict.Verdict != Verdict.PinMismatch || policy.Trust.Mode != TrustMode.System) return "";
        PinRecord? root = verdict.Chain.LastOrDefault();
        if (root is null || !ShippedRoots.CameWithSystem(root.Certificate)) return "";
        return Say(SctList.Of(verdict.Chain[0].Certificate));
    }

    internal static string Say(SctList? scts) => scts switch
    {
        null or { Count: 0 } => "This certificate of a public authority embeds no SCT (Certificate Transparency). "
            + "Browsers would refuse it unless the server sends SCTs in another way: it looks like an inspection proxy.",
        { First: { } date } => $"This certificate was logged for Certificate Transparency on {UtcDate.Day(date)}: search "
            + "the logs for it, and ask who ordered it.",
        _ => "This certificate was logged for Certificate Transparency: search the logs for it, and ask who ordered it.",
    };
}

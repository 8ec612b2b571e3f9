using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// What Certificate Transparency says of a wrong key, without a network. It pays in one place: a certificate of a public
/// authority for somebody else's key was either logged, and can be found, or no browser would take it.
/// </summary>
internal static class CheckTransparency
{
    /// <summary>A sentence for a mismatch; empty for all else, and where the authority is none of the system's own.</summary>
    internal static string Say(PinVerdict verdict, PinPolicy policy)
    {
        if (verdict.Verdict != Verdict.PinMismatch || policy.Trust.Mode != TrustMode.System) return "";
        PinRecord? root = verdict.Chain.LastOrDefault();
        if (root is null || !ShippedRoots.CameWithSystem(root.Certificate)) return "";
        return Say(SctList.Of(verdict.Chain[0].Certificate));
    }

    internal static string Say(SctList? scts) => scts switch
    {
        null or { Count: 0 } => "This certificate of a public authority embeds no SCT (Certificate Transparency), and "
            + "unless the server sends some otherwise, browsers would refuse it: it looks like an inspection box.",
        { First: { } date } => $"This certificate was logged for Certificate Transparency on {UtcDate.Day(date)}: look "
            + "for it in the logs, and ask who ordered it.",
        _ => "This certificate was logged for Certificate Transparency: look for it in the logs, and ask who ordered it.",
    };
}

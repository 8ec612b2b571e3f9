using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>The rules that every pin set must follow; commands, stores and importers check them here.</summary>
internal static class PinSetRules
{
    /// <exception cref="PinningException">The set is one that must not be used.</exception>
    internal static PinSet Check(PinSet set) => Find(set) is { } fault ? throw new PinningException(fault) : set;

    /// <summary>Why the set must not be used, or null.</summary>
    internal static Fault? Find(PinSet set)
    {
        if (set.Trust == TrustMode.PinOnly && set.Mode == PinSetMode.ReportOnly)
            return Faults.PinOnlyChecksNothing(set.Pattern, "report-only mode");
        if (set.Trust == TrustMode.PinOnly && set.OnExpired != ExpiredAction.Fail)
            return Faults.PinOnlyChecksNothing(set.Pattern, $"OnExpired {set.OnExpired}");
        if ((set.Trust == TrustMode.Anchors) != (set.TrustAnchors.Length > 0))
            return Faults.AnchorsDisagree(set.Pattern, set.Trust.ToString(), set.TrustAnchors.Length > 0);
        if (StartTlsTable.Named(set.StartTls) is null) return Faults.PinSetStartTlsUnknown(set.Pattern, set.StartTls!);
        if (set.Entries.All(pin => pin.Bad)) return Faults.PinSetEmpty(set.Pattern);
        var seen = new Dictionary<SpkiPin, bool>();
        foreach (PinSetPin pin in set.Entries)
        {
            if (seen.TryGetValue(pin.Value, out bool bad) && bad != pin.Bad)
                return Faults.PinBothGoodAndBad(set.Pattern, pin.Pin);
            seen[pin.Value] = pin.Bad;
        }

        return set.ReportUri is { } uri && !IsHttp(uri) ? Faults.ReportUriInvalid(set.Pattern, uri) : null;
    }

    private static bool IsHttp(string text) =>
        UriText.TryRead(text, out Uri? uri)
            && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp);
}

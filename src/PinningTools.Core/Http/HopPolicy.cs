using System;
using System.Globalization;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>How the connection of one hop is judged, and what may travel over it.</summary>
internal sealed class HopPolicy
{
    private HopPolicy(PinPolicy? judge, bool isPinned, bool reportOnly)
    {
        Judge = judge;
        IsPinned = isPinned;
        ReportOnly = reportOnly;
    }

    /// <summary>A hop without TLS, where nothing can be judged.</summary>
    internal static HopPolicy Plain { get; } = new(null, false, false);

    /// <summary>Null for a hop without TLS.</summary>
    internal PinPolicy? Judge { get; }

    /// <summary>Whether pins stand behind this hop. Only then credentials, cookies, a client certificate and a body go over it.</summary>
    internal bool IsPinned { get; }

    internal bool ReportOnly { get; }

    /// <summary>The same text for the very same policy.</summary>
    internal string Key => Judge is null ? "plain" : string.Join(
        "|",
        IsPinned ? "pinned" : "unpinned",
        ReportOnly ? "report" : "enforce",
        Judge.Trust.Key,
        Judge.At?.Ticks.ToString(CultureInfo.InvariantCulture) ?? "now",
        PinKey(Judge));

    internal static HopPolicy Pinned(PinPolicy policy, bool reportOnly)
    {
        if (reportOnly && policy.Trust.Mode == TrustMode.PinOnly) throw new PinningException(Faults.ReportOnlyConflict());
        return new HopPolicy(policy, true, reportOnly);
    }

    /// <summary>Ordinary validation alone. Key-only trust has none, so it never carries over to a host without pins.</summary>
    internal static HopPolicy Unpinned(TrustSettings trust) => new(
        new PinPolicy { Pins = [], Trust = trust.Mode == TrustMode.PinOnly ? TrustSettings.System : trust }, false, false);

    /// <summary>Whether a connection with this verdict may be used. Chain and name errors are errors in every mode.</summary>
    internal bool Accepts(PinVerdict verdict) => verdict.Verdict switch
    {
        Verdict.Match => true,
        Verdict.NotPinned => !IsPinned,
        Verdict.PinMismatch or Verdict.VetoedPin or Verdict.PinSetExpired => ReportOnly,
        _ => false,
    };

    private static string PinKey(PinPolicy policy)
    {
        var key = new StringBuilder();
        foreach (string pin in policy.Pins.Select(pin => pin.ToString()).OrderBy(pin => pin, StringComparer.Ordinal)) key.Append(pin).Append(' ');
        return key.ToString();
    }
}

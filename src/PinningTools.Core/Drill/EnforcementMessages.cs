using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>What a result means, and what to do where nothing was proven.</summary>
internal static class EnforcementMessages
{
    private const string GiveControl =
        "If the client asks for one host only or pins every host, give a client without the pins as -ControlScriptBlock "
            + "or -ControlArgumentList.";

    internal static string Of(Enforcement decided, RunTrace client, RunTrace? authority, bool hasControl)
    {
        string message = decided.Result switch
        {
            EnforcementResult.Intercepted => client.Leaks.Length == 0
                ? "The policy allows the connection to the impostor."
                : $"The impostor received {string.Join("; ", client.Leaks.Select(leak => leak.ToString()))}.",
            EnforcementResult.Enforced => (decided.Controls & DrillControls.Verdict) != 0
                ? "The client was stopped, and its verdict says that it was by the pins."
                : "The client was stopped, and a control request passed: its pins are enforced.",
            EnforcementResult.Validated =>
                "The client was stopped by ordinary validation. This says nothing of its pins.",
            _ => OfReason(decided.Reason, client, authority, hasControl),
        };
        bool isLeakToTell = decided.Result != EnforcementResult.Intercepted && client.Leaks.Length > 0;
        return isLeakToTell
            ? $"{message} The impostor still received {string.Join("; ", client.Leaks.Select(leak => leak.ToString()))}."
            : message;
    }

    internal static string OfAll(Enforcement worst, IReadOnlyList<PinEnforcementMode> modes, bool hasControl)
    {
        if (modes.Count == 0) return OfReason(worst.Reason, new RunTrace(), null, hasControl);
        PinEnforcementMode[] those = [.. modes.Where(mode => mode.Result == worst.Result)];
        return $"{string.Join(", ", those.Select(mode => mode.Mode))}: {those[0].Message}";
    }

    private static string OfReason(EnforcementReason reason, RunTrace client, RunTrace? authority, bool hasControl) =>
        reason switch
        {
            EnforcementReason.NotRouted =>
                "Nothing is proven: no connection to the host came to the interceptor. The client must take the proxy "
                    + "from HTTPS_PROXY or $DrillProxy, or connect to $DrillHost and $DrillPort." + Said(client),
            EnforcementReason.CertificateNotSeen =>
                "Nothing is proven: the client left before it had seen the impostor's certificate." + Said(client),
            EnforcementReason.AuthorityNotTrusted =>
                "Nothing is proven: the client does not trust the drill's authority, so that it refuses the impostor "
                    + "with or without pins. Let it trust the file $DrillAuthority during the drill. On Windows and "
                    + "macOS the stock client of .NET cannot." + Said(authority ?? client),
            EnforcementReason.ControlFailed =>
                "Nothing is proven: the control request failed too, so that the client may fail for any reason. "
                    + (hasControl ? "" : GiveControl) + Said(authority ?? client),
            EnforcementReason.TimedOut =>
                "Nothing is proven: the client had not ended at the deadline and was ended. Raise -TimeoutSec if it "
                    + "needs longer." + Said(client),
            EnforcementReason.NotPinned =>
                "Nothing is proven: no pin covers the host. Give -Pin, -PinSet or -PinStore.",
            EnforcementReason.NothingRun =>
                "Nothing is proven: none of the modes could be run. NotRun says why.",
            _ => "Nothing is proven: the client was stopped for another reason than the impostor's key." + Said(client),
        };

    private static string Said(RunTrace run)
    {
        string last = run.Exit.Output.Split('\n').LastOrDefault(line => line.Trim().Length > 0)?.Trim() ?? "";
        return last.Length == 0 ? "" : $" It wrote: {last}";
    }
}

using System.Collections;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace PinningTools.Internal;

/// <summary>
/// Makes results keep their chain, and their verdict comparable by name, after Start-Job, Invoke-Command and
/// Export-Clixml, and shows of them what a person needs first where PowerShell passes over their views: as a list
/// behind objects of another type. Done with the first result of a session and not at import: Update-TypeData costs as
/// much as the rest of the import.
/// </summary>
internal static class SerializedTypes
{
    private const string Script =
        """
        param($depth, $text)
        foreach ($type in $depth.Keys) {
            $shown = @{ DefaultDisplayPropertySet = $depth[$type]; Force = $true }
            Microsoft.PowerShell.Utility\Update-TypeData -TypeName $type -SerializationDepth 3 @shown
            Microsoft.PowerShell.Utility\Update-TypeData -TypeName "Deserialized.$type" @shown }
        foreach ($type in $text) {
            Microsoft.PowerShell.Utility\Update-TypeData -TypeName $type -SerializationMethod String -Force }
        """;

    /// <summary>With the members that are shown.</summary>
    private static readonly Hashtable s_deep = new()
    {
        [typeof(PinVerdict).FullName!] = new[]
        {
            nameof(PinVerdict.Target), nameof(PinVerdict.Verdict), nameof(PinVerdict.Reason),
            nameof(PinVerdict.Message), nameof(PinVerdict.Warnings), nameof(PinVerdict.MatchedPin),
            nameof(PinVerdict.MatchedRole), nameof(PinVerdict.DaysLeft), nameof(PinVerdict.TrustAnchor),
        },
        [typeof(PinSet).FullName!] = new[]
        {
            nameof(PinSet.Pattern), nameof(PinSet.Mode), nameof(PinSet.Trust), nameof(PinSet.Pins),
            nameof(PinSet.Expires), nameof(PinSet.OnExpired),
        },
        [typeof(PinCheckSummary).FullName!] = new[]
        {
            nameof(PinCheckSummary.Level), nameof(PinCheckSummary.Checked), nameof(PinCheckSummary.Ok),
            nameof(PinCheckSummary.Warning), nameof(PinCheckSummary.Critical), nameof(PinCheckSummary.Unknown),
            nameof(PinCheckSummary.Elapsed), nameof(PinCheckSummary.Path),
        },
        [typeof(PinCheckDetail).FullName!] = new[]
        {
            nameof(PinCheckDetail.Level), nameof(PinCheckDetail.HostName), nameof(PinCheckDetail.Port),
            nameof(PinCheckDetail.Verdict), nameof(PinCheckDetail.Reason), nameof(PinCheckDetail.DaysLeft),
            nameof(PinCheckDetail.Message),
        },
    };

    private static readonly string?[] s_text =
    [
        .. new[]
        {
            typeof(Verdict), typeof(VerdictReason), typeof(CertificateRole), typeof(PinRecordKind),
            typeof(PinRole), typeof(PinSetMode), typeof(TrustMode), typeof(ExpiredAction), typeof(FindingSeverity),
            typeof(BackupKeyAlgorithm),
        }.Select(type => type.FullName),
    ];

    private static readonly ConditionalWeakTable<Runspace, object> s_known = new();

    internal static void Register(PSCmdlet cmdlet)
    {
        if (Runspace.DefaultRunspace is not { } runspace || s_known.TryGetValue(runspace, out _)) return;
        s_known.Add(runspace, new object());
        cmdlet.InvokeCommand.InvokeScript(Script, s_deep, s_text);
    }
}

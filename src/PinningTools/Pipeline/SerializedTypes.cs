using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace PinningTools.Internal;

/// <summary>
/// Makes results keep their chain, and their verdict comparable by name, after Start-Job, Invoke-Command and
/// Export-Clixml. Done with the first result of a session and not at import: Update-TypeData costs as much as the rest
/// of the import.
/// </summary>
internal static class SerializedTypes
{
    private const string Script =
        """
        param($depth, $text)
        foreach ($type in $depth) {
            Microsoft.PowerShell.Utility\Update-TypeData -TypeName $type -SerializationDepth 3 -Force }
        foreach ($type in $text) {
            Microsoft.PowerShell.Utility\Update-TypeData -TypeName $type -SerializationMethod String -Force }
        """;

    private static readonly string?[] s_deep =
    [
        .. new[] { typeof(PinVerdict), typeof(PinSet), typeof(PinCheckSummary), typeof(PinCheckDetail) }
            .Select(type => type.FullName),
    ];

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

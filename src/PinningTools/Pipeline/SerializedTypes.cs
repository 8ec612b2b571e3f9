using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace PinningTools.Internal;

/// <summary>
/// Makes results keep their chain, and keeps their verdict comparable by name, after Start-Job, Invoke-Command and
/// Export-Clixml, and defines the default properties for the case that PowerShell does not use their views, in a list
/// after objects of another type. This is done with the first result of a session and not at import, which does only
/// what it needs.
/// </summary>
internal static class SerializedTypes
{
    private const int Depth = 3;

    /// <summary>With the members that are shown.</summary>
    private static readonly Dictionary<string, string[]> s_deep = new()
    {
        [typeof(PinVerdict).FullName!] = new[]
        {
            nameof(PinVerdict.Target), nameof(PinVerdict.Verdict), nameof(PinVerdict.Reason),
            nameof(PinVerdict.Message), nameof(PinVerdict.Warnings), nameof(PinVerdict.MatchedPin),
            nameof(PinVerdict.MatchedRole), nameof(PinVerdict.DaysLeft), nameof(PinVerdict.TrustAnchor),
        },
        [typeof(ServerProtocol).FullName!] = new[]
        {
            nameof(ServerProtocol.Source), nameof(ServerProtocol.Protocol), nameof(ServerProtocol.Status),
            nameof(ServerProtocol.Reason), nameof(ServerProtocol.Message), nameof(ServerProtocol.Pin),
            nameof(ServerProtocol.CipherSuite),
        },
        [typeof(PinSet).FullName!] = new[]
        {
            nameof(PinSet.Pattern), nameof(PinSet.Mode), nameof(PinSet.Trust), nameof(PinSet.Pins),
            nameof(PinSet.Expires), nameof(PinSet.OnExpired),
        },
        [typeof(WebPinningState).FullName!] = new[]
        {
            nameof(WebPinningState.Status), nameof(WebPinningState.Mode), nameof(WebPinningState.UnpinnedHost),
            nameof(WebPinningState.Policy), nameof(WebPinningState.Since), nameof(WebPinningState.NotCovered),
            nameof(WebPinningState.Hosts),
        },
        [typeof(WebPinningHost).FullName!] = new[]
        {
            nameof(WebPinningHost.HostName), nameof(WebPinningHost.Port), nameof(WebPinningHost.Count),
            nameof(WebPinningHost.Refused), nameof(WebPinningHost.Verdict), nameof(WebPinningHost.Callers),
            nameof(WebPinningHost.Pins),
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
        [typeof(PinEnforcement).FullName!] = new[]
        {
            nameof(PinEnforcement.HostName), nameof(PinEnforcement.Port), nameof(PinEnforcement.Client),
            nameof(PinEnforcement.Result), nameof(PinEnforcement.Reason), nameof(PinEnforcement.Message),
            nameof(PinEnforcement.Modes), nameof(PinEnforcement.Leaks),
        },
    };

    private static readonly string?[] s_text =
    [
        .. new[]
        {
            typeof(Verdict), typeof(VerdictReason), typeof(CertificateRole), typeof(PinRecordKind),
            typeof(PinRole), typeof(PinSetMode), typeof(TrustMode), typeof(ExpiredAction), typeof(FindingSeverity),
            typeof(BackupKeyAlgorithm), typeof(HandshakeProof), typeof(ProofStrength),
            typeof(ProtocolStatus), typeof(WebPinningStatus), typeof(UnpinnedHostAction), typeof(DrillMode),
            typeof(EnforcementResult), typeof(EnforcementReason), typeof(DrillControls),
        }.Select(type => type.FullName),
    ];

    private static readonly ConditionalWeakTable<Runspace, object> s_known = new();

    internal static void Register(PSCmdlet cmdlet)
    {
        if (Runspace.DefaultRunspace is not { } runspace) return;
        lock (s_known)
        {
            if (s_known.TryGetValue(runspace, out _)) return;
            s_known.Add(runspace, new object());
        }

        TypeTable? table = TableOf(runspace);
        foreach (TypeData type in All())
        {
            if (table is not null) table.AddType(type);
            else cmdlet.InvokeCommand.InvokeScript(
                "param($type) Microsoft.PowerShell.Utility\\Update-TypeData -TypeData $type -Force", type);
        }
    }

    /// <summary>
    /// The runspace's own table. Update-TypeData also writes to the session state that the runspaces of a pool share,
    /// which breaks a runspace that is being opened at that moment ("Collection was modified"). There is no other
    /// access to only the table; in a PowerShell that has it under another name, Update-TypeData is used.
    /// </summary>
    private static TypeTable? TableOf(Runspace runspace)
    {
        object? context = Get(typeof(Runspace), runspace, "GetExecutionContext");
        return context is null ? null : Get(context.GetType(), context, "TypeTable") as TypeTable;
    }

    private static object? Get(Type type, object owner, string name) =>
        type.GetProperty(name, BindingFlags.Instance | BindingFlags.NonPublic)?.GetValue(owner);

    private static IEnumerable<TypeData> All()
    {
        foreach (KeyValuePair<string, string[]> deep in s_deep)
        {
            yield return new TypeData(deep.Key)
            {
                SerializationDepth = Depth,
                DefaultDisplayPropertySet = new PropertySetData(deep.Value),
                IsOverride = true,
            };
            yield return new TypeData("Deserialized." + deep.Key)
            {
                DefaultDisplayPropertySet = new PropertySetData(deep.Value),
                IsOverride = true,
            };
        }

        foreach (string? name in s_text)
            yield return new TypeData(name) { SerializationMethod = "String", IsOverride = true };
    }
}

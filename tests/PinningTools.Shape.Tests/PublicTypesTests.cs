using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace PinningTools.Tests.Shape;

/// <summary>
/// What Core shows to others: what a program in C# uses, and what commands put out, which say by which command they are
/// made. All else is internal.
/// </summary>
public sealed class PublicTypesTests
{
    private static readonly string[] s_library =
    [
        "CertificateRole", "Fault", "FaultKind", "PinRecord", "PinRecordKind", "PinSetMode", "PinVerdict", "PinVerifier",
        "PinRefusedException", "PinnedHandlerOptions", "PinCallback", "PinnedHttpClientHandler", "PinnedSslOptions", "PinningException", "SpkiPin", "StartTlsProtocol", "TrustMode", "Verdict",
        "VerdictReason", "HandshakeProof", "ProofStrength",
    ];

    private static readonly string[] s_ofCommands =
    [
        "BackupKeyAlgorithm", "DisplayText", "ExpiredAction", "FindingSeverity", "PinBackupKey", "PinRole",
        "PinRotation", "PinSet", "ProtocolStatus", "ServerProtocol", "PinSetFinding", "PinSetPin", "PinnedWebResponse", "RotationOutcome",
        "ServerKeyAlgorithm", "PinCallbackForm", "IPinCheckResult", "PinCheckAlert", "PinCheckCertificate", "PinCheckChange", "PinCheckCurrent",
        "PinCheckDetail", "PinCheckFacts", "PinCheckKey", "PinCheckRegistration", "PinCheckSummary", "PinCheckView",
        "UnpinnedHostAction", "WebPinningHost", "WebPinningState", "WebPinningStatus",
        "DrillControls", "DrillLeak", "DrillMode", "EnforcementReason", "EnforcementResult", "PinEnforcement",
        "PinEnforcementMode",
    ];

    private static readonly string[] s_commands =
        [.. BuiltModule.ManifestList("CmdletsToExport"), .. BuiltModule.ManifestList("FunctionsToExport")];

    [Fact]
    public void A_public_type_is_for_programs_or_put_out_by_a_command() => Assert.Equal(
        s_library.Concat(s_ofCommands).Order(StringComparer.Ordinal),
        BuiltModule.Core.GetExportedTypes().Select(type => type.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void What_commands_put_out_says_by_which()
    {
        XElement members = Documentation();
        foreach (string name in s_ofCommands)
        {
            string remarks = members.Elements("member")
                .Single(member => (string?)member.Attribute("name") == $"T:PinningTools.{name}")
                .Element("remarks")?.Value ?? "";
            Assert.True(
                Regex.Matches(remarks, @"\b[A-Z]\w+-[A-Z]\w+\b").Any(one => s_commands.Contains(one.Value)),
                $"{name} names no command: {remarks}");
        }
    }

    /// <summary>The front door is learnt from its examples.</summary>
    [Fact]
    public void Each_way_into_the_library_has_an_example()
    {
        string[] without =
        [
            .. Documentation().Elements("member")
                .Where(member => Regex.IsMatch(
                    (string)member.Attribute("name")!, @"^(T:PinningTools\.PinVerifier$|M:PinningTools\.PinVerifier\.\w+\()"))
                .Where(member => IsPublic((string)member.Attribute("name")!) && member.Element("example") is null)
                .Select(member => (string)member.Attribute("name")!),
        ];

        Assert.Empty(without);
    }

    private static bool IsPublic(string name) => name.StartsWith("T:", StringComparison.Ordinal)
        || typeof(PinVerifier).GetMethods().Any(method => name.Contains($".{method.Name}(", StringComparison.Ordinal));

    private static XElement Documentation() => XDocument.Load(
        Path.ChangeExtension(BuiltModule.Core.Location, ".xml")).Root!.Element("members")!;
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>
/// Makes a pin set: of pins that are known, or of what a host shows today, once somebody has said yes to it.
/// </summary>
[Cmdlet(VerbsCommon.New, "PinSet", DefaultParameterSetName = PinParameters, SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.None)]
[OutputType(typeof(PinSet))]
public sealed class NewPinSetCommand : PumpedCmdlet
{
    private const string PinParameters = "Pin";
    private const string HostParameters = "Host";
    private const string Caption = "Pin what a host shows";

    private readonly List<PinSetPin> _pins = [];
    private PinSetDraft _draft = new();

    /// <summary>
    /// The hosts: host, *.host (exactly one label below) or **.host (any depth and the host itself), each with or
    /// without :port. When learning, the host itself unless given.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PinParameters)]
    [Parameter(ParameterSetName = HostParameters)]
    [ValidateNotNullOrEmpty]
    public string? Pattern { get; set; }

    /// <summary>The pins: text, pin objects, certificates.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ParameterSetName = PinParameters)]
    [PinTransform]
    public PinArgument[] Pin { get; set; } = [];

    /// <summary>What the pins stand for, where they do not say it themselves.</summary>
    [Parameter(ParameterSetName = PinParameters)]
    public PinRole Role { get; set; }

    /// <summary>The host to learn from: its pins are shown, and become a set when that is confirmed.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        ParameterSetName = HostParameters)]
    [Alias("ComputerName", "Host", "DNSHostName")]
    [HostTransform]
    [ValidateNotNullOrEmpty]
    public string[] HostName { get; set; } = [];

    /// <summary>The port to learn from, 443 unless the host says another.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = HostParameters)]
    [EmptyAsNull(typeof(int))]
    public int? Port { get; set; }

    /// <summary>Which certificates of the chain become pins.</summary>
    [Parameter(ParameterSetName = HostParameters)]
    [ValidateSet("Leaf", "Intermediate", "Root")]
    public string[] LearnRole { get; set; } = ["Leaf", "Root"];

    /// <summary>The seconds a host may take.</summary>
    [Parameter(ParameterSetName = HostParameters)]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 15;

    /// <summary>Pins of spare keys that are in no chain in service.</summary>
    [Parameter]
    [PinTransform]
    public PinArgument[] BackupPin { get; set; } = [];

    /// <summary>
    /// Says that there is no backup pin on purpose, as for an appliance that makes its key itself; nothing then asks
    /// for one.
    /// </summary>
    [Parameter]
    public SwitchParameter NoBackup { get; set; }

    /// <summary>Pins of keys that must not be in a chain, whatever else matches.</summary>
    [Parameter]
    [PinTransform]
    public PinArgument[] BadPin { get; set; } = [];

    /// <summary>
    /// The protocol that upgrades the connection to TLS, such as smtp. Unless it is given, the port says it, as 25 says
    /// Smtp; None is TLS from the first byte, on any port.
    /// </summary>
    [Parameter]
    [EmptyAsNull(typeof(StartTlsProtocol))]
    public StartTlsProtocol? StartTls { get; set; }

    /// <summary>
    /// What to call this machine to a mail server (in EHLO, or LHLO of LMTP): a full host name or an IP address. Unless
    /// it is given, the machine's own full name, or its address on the connection where it has none.
    /// </summary>
    [Parameter(ParameterSetName = HostParameters)]
    [ValidateNotNullOrEmpty]
    public string? EhloName { get; set; }

    /// <summary>Only warns and reports where the pins are at fault.</summary>
    [Parameter]
    public SwitchParameter ReportOnly { get; set; }

    /// <summary>
    /// Trusts the leaf's key alone, without chain and name: for appliances with a certificate of their own.
    /// </summary>
    [Parameter]
    public SwitchParameter PinOnly { get; set; }

    /// <summary>
    /// Root certificates that replace the platform's trusted roots: paths of files, PEM text or certificates.
    /// Intermediates among them help to build a chain, and none ends in them.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [PemLines]
    public object[] TrustAnchor { get; set; } = [];

    /// <summary>From when on the set is no longer believed.</summary>
    [Parameter]
    [DateTransform]
    public DateTime? Expires { get; set; }

    /// <summary>What happens then.</summary>
    [Parameter]
    public ExpiredAction OnExpired { get; set; }

    /// <summary>Where violations are reported to.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ReportUri { get; set; }

    /// <summary>Who answers for the set.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Owner { get; set; }

    /// <summary>What somebody should know about the set.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Note { get; set; }

    /// <summary>Keeps the certificates beside their pins, for the formats that pin certificates.</summary>
    [Parameter]
    public SwitchParameter IncludeCertificate { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        SerializedTypes.Register(this);
        _draft = OrTerminate(() => new PinSetDraft
        {
            Hosts = Pattern is null ? null : HostPattern.Parse(Pattern),
            Backups = PinArguments.Entries(BackupPin), Vetoes = PinArguments.Entries(BadPin),
            StartTls = StartTls,
            Mode = ReportOnly ? PinSetMode.ReportOnly : PinSetMode.Enforce,
            Trust = TrustAnchors.Read(this, TrustAnchor, PinOnly),
            Expires = Expires, OnExpired = OnExpired, NoBackup = NoBackup,
            ReportUri = ReportUri, Owner = Owner, Note = Note,
            KeepsCertificates = IncludeCertificate,
        }.Check());
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == PinParameters)
            _pins.AddRange(OrTerminate(() => PinArguments.Entries(Pin, Role, _draft, this.Warn)));
        // One at a time: each is a question to somebody.
        else foreach (string host in HostName)
            OrReport(() => Learn(TlsTarget.Parse(host, Port, StartTls, ehloName: EhloName).AsPortSpeaks()));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ParameterSetName == PinParameters) WriteSet(OrTerminate(() => _draft.Make(_draft.Hosts!, _pins)));
    }

    private void Learn(TlsTarget target)
    {
        LearnedPins learned = Pump.Await(stop => LearnedPins.LookAsync(
            _draft, target, new ConnectionOptions { Timeout = TimeSpan.FromSeconds(TimeoutSec) },
            [.. LearnRole.Select(LanguagePrimitives.ConvertTo<CertificateRole>)], stop));
        if (learned.Warning is { } warning) this.Warn(warning);
        bool isTrusted = ShouldProcess(learned.Question, learned.Question, Caption) && this.IsConfirmed(
            Caption, learned.Question + "\nPin them?", "The keys were confirmed over another channel.",
            "Nothing is pinned.");
        if (isTrusted) WriteSet(learned.ToSet());
    }

    private void WriteSet(PinSet set)
    {
        if (PinLinter.BackupText(set) is { } warning) this.Warn(warning);
        WriteObject(set);
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>
/// Makes a pin set, either from known pins or from what a host shows today, once you have confirmed it.
/// </summary>
[Cmdlet(VerbsCommon.New, "PinSet", DefaultParameterSetName = PinParameters, SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.None)]
[OutputType(typeof(PinSet))]
public sealed class NewPinSetCommand : PumpedCmdlet
{
    private const string PinParameters = "Pin";
    private const string HostParameters = "Host";
    private const string SeenParameters = "Seen";

    private readonly List<PinSetPin> _pins = [];
    private readonly Dictionary<string, SeenPins> _seen = [];
    private PinSetDraft _draft = new();

    /// <summary>
    /// The pattern of the hosts that the set is for: host, *.host (exactly one label below) or **.host (any depth and
    /// the host itself), each with or without :port. With -HostName the default is that host.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PinParameters)]
    [Parameter(ParameterSetName = HostParameters)]
    [ValidateNotNullOrEmpty]
    public string? Pattern { get; set; }

    /// <summary>The pins of the set: strings, pin objects or certificates.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ParameterSetName = PinParameters)]
    [PinTransform]
    public PinArgument[] Pin { get; set; } = [];

    /// <summary>The role of the pins that do not have a role themselves.</summary>
    [Parameter(ParameterSetName = PinParameters)]
    public PinRole Role { get; set; }

    /// <summary>
    /// The host to learn the pins from. The pins are shown and become a pin set when you confirm them.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        ParameterSetName = HostParameters)]
    [Alias("ComputerName", "Host", "DNSHostName")]
    [HostTransform]
    [ValidateNotNullOrEmpty]
    public string[] HostName { get; set; } = [];

    /// <summary>The port to learn the pins from. The default is the port of the host, or else 443.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = HostParameters)]
    [EmptyAsNull(typeof(int))]
    public int? Port { get; set; }

    /// <summary>
    /// What Get-WebPinning returned, in this session or earlier (a file of Export-Clixml): each of its hosts becomes a pin
    /// set when you confirm it. Results of several sessions are joined.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = SeenParameters)]
    [SeenHostTransform]
    [ValidateNotNull]
    public object[] InputObject { get; set; } = [];

    /// <summary>
    /// The roles of the certificates in the chain that become pins. Use this parameter with -HostName or -InputObject.
    /// </summary>
    [Parameter(ParameterSetName = HostParameters)]
    [Parameter(ParameterSetName = SeenParameters)]
    [ValidateSet("Leaf", "Intermediate", "Root")]
    public string[] LearnRole { get; set; } = ["Leaf", "Root"];

    /// <summary>The time that a host may take, in seconds. The default is 15.</summary>
    [Parameter(ParameterSetName = HostParameters)]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 15;

    /// <summary>The pins of spare keys, which are in no chain in service.</summary>
    [Parameter]
    [PinTransform]
    public PinArgument[] BackupPin { get; set; } = [];

    /// <summary>
    /// Marks the set as having no backup pin on purpose, for example because an appliance makes its own key. Commands
    /// then do not ask for a backup pin.
    /// </summary>
    [Parameter]
    public SwitchParameter NoBackup { get; set; }

    /// <summary>
    /// Lets hosts of the set pass whose pins only an inspection could match: an appliance that this machine's TLS cannot
    /// connect to. Checks then do not warn about it.
    /// </summary>
    [Parameter]
    public SwitchParameter AllowInspected { get; set; }

    /// <summary>
    /// The pins of vetoed keys. If one of them is in a chain, the verdict is bad, even if another pin matches.
    /// </summary>
    [Parameter]
    [PinTransform]
    public PinArgument[] BadPin { get; set; } = [];

    /// <summary>
    /// The protocol that upgrades the connection to TLS, such as Smtp. By default the port determines the protocol, for
    /// example Smtp for port 25. None means TLS from the first byte, on any port.
    /// </summary>
    [Parameter]
    [EmptyAsNull(typeof(StartTlsProtocol))]
    public StartTlsProtocol? StartTls { get; set; }

    /// <summary>
    /// The name of this machine for mail servers (in EHLO, or in LHLO of LMTP): a full host name or an IP address. The
    /// default is the machine's full name, or its address on the connection if it has none.
    /// </summary>
    [Parameter(ParameterSetName = HostParameters)]
    [ValidateNotNullOrEmpty]
    public string? EhloName { get; set; }

    /// <summary>Makes the set report-only: if only the pins fail, commands write a warning and continue.</summary>
    [Parameter]
    public SwitchParameter ReportOnly { get; set; }

    /// <summary>
    /// Trusts only the leaf's key and does not check the chain, the name or the dates. Use it for appliances with a
    /// self-signed certificate.
    /// </summary>
    [Parameter]
    public SwitchParameter PinOnly { get; set; }

    /// <summary>
    /// Root certificates that replace the platform's trusted roots: paths of files, PEM text or certificates.
    /// Intermediates among them only help to build a chain; a chain cannot end in them.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [PemLines]
    public object[] TrustAnchor { get; set; } = [];

    /// <summary>The date from which on the set has expired. By default a set does not expire.</summary>
    [Parameter]
    [DateTransform]
    public DateTime? Expires { get; set; }

    /// <summary>
    /// What to do when the pin set has expired: Fail refuses every connection, Warn only warns about a mismatch, and
    /// Unpinned continues without pins. The default is Fail. Use this parameter with -Expires.
    /// </summary>
    [Parameter]
    public ExpiredAction OnExpired { get; set; }

    /// <summary>
    /// The http or https address to which violations are reported. It is stored in the set and in the formats that have
    /// a place for it.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ReportUri { get; set; }

    /// <summary>The person or team that is responsible for the set.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Owner { get; set; }

    /// <summary>A remark about the set.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Note { get; set; }

    /// <summary>Keeps the certificates together with their pins, for formats that pin certificates.</summary>
    [Parameter]
    public SwitchParameter IncludeCertificate { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        SerializedTypes.Register(this);
        _draft = OrTerminate(() => new PinSetDraft
        {
            Hosts = Pattern is null ? null : HostPattern.Parse(Pattern),
            Backups = PinArgumentReader.Entries(BackupPin), Vetoes = PinArgumentReader.Entries(BadPin),
            StartTls = StartTls, Mode = ReportOnly ? PinSetMode.ReportOnly : PinSetMode.Enforce,
            Trust = TrustAnchors.Read(this, TrustAnchor, PinOnly),
            Expires = Expires, OnExpired = OnExpired, NoBackup = NoBackup, AllowInspected = AllowInspected,
            ReportUri = ReportUri, Owner = Owner, Note = Note,
            KeepsCertificates = IncludeCertificate,
        }.Check());
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == PinParameters)
            _pins.AddRange(OrTerminate(() => PinArgumentReader.Entries(Pin, Role, _draft, this.Warn)));
        foreach (SeenPins host in InputObject) SeenPins.Join(_seen, host);
        // One at a time, because each asks the user a question.
        foreach (string host in HostName)
            OrReport(() => Learn(TlsTarget.Parse(host, Port, StartTls, ehloName: EhloName).AsPortSpeaks()));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ParameterSetName == PinParameters) WriteSet(OrTerminate(() => _draft.Make(_draft.Hosts!, _pins)));
        foreach (SeenPins host in _seen.Values)
            OrReport(() => WriteSet(host.ToSet(_draft, LearnRole, this.IsPinningConfirmed)));
    }

    private void Learn(TlsTarget target)
    {
        LearnedPins learned = Pump.Await(stop => LearnedPins.LookAsync(
            _draft, target, new ConnectionOptions { Timeout = TimeSpan.FromSeconds(TimeoutSec) },
            [.. LearnRole.Select(LanguagePrimitives.ConvertTo<CertificateRole>)], stop));
        if (learned.Warning is { } warning) this.Warn(warning);
        if (this.IsPinningConfirmed(learned.Question)) WriteSet(learned.ToSet());
    }

    private void WriteSet(PinSet? set)
    {
        if (set is not null && PinLinter.BackupText(set) is { } warning) this.Warn(warning);
        if (set is not null) WriteObject(set);
    }
}

using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Threading;
using System.Threading.Tasks;
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
    private TrustSettings _trust = TrustSettings.System;

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
        _trust = OrTerminate(() => TrustAnchors.Read(this, TrustAnchor, PinOnly));
        // What is wrong with the set itself is wrong before a host is asked.
        OrTerminate(() => PinSetRules.Check(Make(HostPattern.Parse(Pattern ?? "any"), [new PinSetPin(default)])));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == PinParameters) TakePins();
        foreach (string host in HostName)
        {
            OrReport(() =>
            {
                TlsTarget target = TlsTarget.Parse(host, Port, StartTls, ehloName: EhloName).AsPortSpeaks();
                Pump.Start(stop => LearnAsync(target, stop));
                // One at a time: each is a question to somebody.
                Pump.Drain(0);
            });
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ParameterSetName != PinParameters) return;
        WriteSet(OrTerminate(() => PinSetRules.Check(Make(HostPattern.Parse(Pattern!), _pins))));
    }

    private void TakePins()
    {
        OrTerminate(() => PinArgumentReader.Entries(Pin));
        foreach (PinArgument argument in Pin)
        {
            if (argument.IsOnlyClaimed && !PinOnly)
                this.Warn(
                    $"{argument} was sent by a server, but is not in a chain that validates: anybody can send it. "
                        + "Confirm it over another channel.");
            PinSetPin entry = WithCertificate(argument.Entry, argument.Certificate);
            _pins.Add(entry.Role == PinRole.Unspecified ? entry with { Role = Role } : entry);
        }
    }

    private async Task LearnAsync(TlsTarget target, CancellationToken stop)
    {
        try
        {
            var options = new ConnectionOptions { Timeout = TimeSpan.FromSeconds(TimeoutSec) };
            var check = new PinCheck(target, PinPolicy.NotPinned(_trust), options);
            PresentedPins host = await PinChecker.ReadAsync(check, stop).ConfigureAwait(false);
            PinRecord[] chosen = PinOnly
                ? [.. host.Records.Where(record => record.Role == CertificateRole.Leaf)]
                : [.. host.Records.Where(record => record.InValidatedChain == true
                    && LearnRole.Contains(record.Role.ToString(), StringComparer.OrdinalIgnoreCase))];
            if (chosen.Length == 0) throw new PinningException(Faults.NothingToLearn(target.ToString(), host.Warning));
            Pump.Post(() => Ask(target, host.Warning, chosen));
        }
        catch (ConnectionFailure failure)
        {
            throw new PinningException(failure.Fault, failure);
        }
    }

    private void Ask(TlsTarget target, string? warning, PinRecord[] chosen)
    {
        if (warning is not null) this.Warn(warning);
        string pins = string.Join("\n", chosen.Select(record =>
            $"  {record.Pin}  {record.Role}  {record.Subject} "
                + $"({UtcDate.Day(record.NotBefore)} to {UtcDate.Day(record.NotAfter)})"));
        string question =
            $"{target} shows these keys now; confirm them over another channel before you trust them:\n{pins}";
        if (!ShouldProcess(question, question, Caption) || !IsConfirmed(question)) return;
        HostPattern hosts = HostPattern.Parse(
            Pattern ?? (target.Port == 443 ? target.JudgedName.Bracketed : target.ToString()));
        PinSet learned = Make(hosts, chosen.Select(record => WithCertificate(
            PinSetEntries.From(record) with { LastSeen = UtcDate.Now }, record.Certificate)));
        // What was spoken to learn is what is to be spoken; Auto and a URI's scheme are known by now.
        WriteSet(learned with { StartTls = PinSetEntries.Spoken(target) });
    }

    /// <summary>
    /// Asks itself, for the answer of the engine's own question is yes unless another one is typed, and nobody should
    /// trust a key by pressing Enter.
    /// </summary>
    private bool IsConfirmed(string question)
    {
        bool asks = MyInvocation.BoundParameters.TryGetValue("Confirm", out object? given)
            ? given is SwitchParameter { IsPresent: true }
            : $"{GetVariableValue("ConfirmPreference")}" != nameof(ConfirmImpact.None);
        if (!asks) return true;
        var choices = new Collection<ChoiceDescription>
        {
            new("&Yes", "The keys were confirmed over another channel."),
            new("&No", "Nothing is pinned."),
        };
        return Host.UI.PromptForChoice(Caption, question + "\nPin them?", choices, defaultChoice: 1) == 0;
    }

    private PinSet Make(HostPattern hosts, IEnumerable<PinSetPin> pins)
    {
        DateTime now = UtcDate.Now;
        IEnumerable<PinSetPin> backups =
            PinArgumentReader.Entries(BackupPin).Select(pin => pin with { Role = PinRole.Backup });
        IEnumerable<PinSetPin> bad = PinArgumentReader.Entries(BadPin).Select(pin => pin with { Bad = true });
        return new PinSet(hosts)
        {
            StartTls = PinSetEntries.NameOf(StartTls),
            Mode = ReportOnly ? PinSetMode.ReportOnly : PinSetMode.Enforce,
            Trust = _trust.Mode,
            TrustAnchors = [.. _trust.Anchors.Concat(_trust.Helpers).Select(Base64Certificate.Write)],
            Expires = Expires,
            OnExpired = OnExpired,
            NoBackup = NoBackup,
            ReportUri = ReportUri,
            Owner = Owner,
            Note = Note,
            Added = now,
            Pins = [.. pins.Concat(backups).Concat(bad).Select(pin => pin with { Added = pin.Added ?? now })],
        };
    }

    private PinSetPin WithCertificate(PinSetPin pin, DerCertificate? certificate) =>
        IncludeCertificate && certificate is not null
            ? pin with { Certificate = Base64Certificate.Write(certificate) }
            : pin;

    private void WriteSet(PinSet set)
    {
        if (PinLinter.BackupText(set) is { } warning) this.Warn(warning);
        WriteObject(set);
    }
}

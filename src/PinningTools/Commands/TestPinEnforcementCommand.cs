using System;
using System.Linq;
using System.Management.Automation;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>
/// Puts a client in front of an impostor whose certificate is valid, and tells whether its pins stopped it, and what the
/// impostor received.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "PinEnforcement", DefaultParameterSetName = OwnSet)]
[OutputType(typeof(PinEnforcement))]
[OutputType(typeof(bool))]
public sealed class TestPinEnforcementCommand : PumpedCmdlet
{
    private const string OwnSet = "Own";
    private const string BlockSet = "ScriptBlock";
    private const string ProgramSet = "Program";

    private KeyPassword _password = null!;
    private OwnClientParameters? _own;
    private CheckReader? _checks;

    /// <summary>The pinned host: a host name, an IP address, host:port, [IPv6]:port or a URI with a TLS scheme.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ComputerName", "Host", "DNSHostName")]
    [HostTransform]
    [ArgumentCompleter(typeof(HostCompleter))]
    [ValidateNotNullOrEmpty]
    public string HostName { get; set; } = "";

    /// <summary>The port that the client connects to. The default is that of the host or of -StartTls, else 443.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EmptyAsNull(typeof(int))]
    public int? Port { get; set; }

    /// <summary>
    /// The client: a script block that requests $DrillUri. It runs in a PowerShell process of its own, without profile,
    /// modules and variables of this session.
    /// </summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = BlockSet)]
    [ValidateNotNull]
    public ScriptBlock ScriptBlock { get; set; } = null!;

    /// <summary>
    /// The control: a script block that makes the same request without pins. The default is the client itself, which
    /// then requests a host that no pin covers.
    /// </summary>
    [Parameter(ParameterSetName = BlockSet)]
    [ValidateNotNull]
    public ScriptBlock? ControlScriptBlock { get; set; }

    /// <summary>The client: a program, by its path or by a name that PATH leads to.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ProgramSet)]
    [Alias("Program")]
    [ValidateNotNullOrEmpty]
    public string FilePath { get; set; } = "";

    /// <summary>
    /// The arguments of the client. In those of a program, {Uri}, {Name}, {Host}, {Port}, {Proxy} and {Authority} are
    /// replaced in each run.
    /// </summary>
    [Parameter(ParameterSetName = BlockSet)]
    [Parameter(ParameterSetName = ProgramSet)]
    [Alias("Args")]
    public object?[] ArgumentList { get; set; } = [];

    /// <summary>The control: arguments with which the client makes the same request without pins.</summary>
    [Parameter(ParameterSetName = BlockSet)]
    [Parameter(ParameterSetName = ProgramSet)]
    public object?[]? ControlArgumentList { get; set; }

    /// <summary>
    /// A host that no pin covers, which the client itself requests as the control. The default is a name that is
    /// reserved and never resolves.
    /// </summary>
    [Parameter(ParameterSetName = BlockSet)]
    [Parameter(ParameterSetName = ProgramSet)]
    [ValidateNotNullOrEmpty]
    public string ControlHostName { get; set; } = DrillPlan.UsualControlHost;

    /// <summary>The pins of this module's own client, which is tested if no other is given.</summary>
    [Parameter(ParameterSetName = OwnSet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(PinCompleter))]
    [PinTransform]
    public PinArgument[] Pin { get; set; } = [];

    /// <summary>The pin sets of this module's own client.</summary>
    [Parameter(ParameterSetName = OwnSet)]
    [PinSetTransform]
    public PinSetArgument[] PinSet { get; set; } = [];

    /// <summary>
    /// The pin store of this module's own client. The default, without pins and -PinSet, is the file that
    /// $env:PINNINGTOOLS_STORE names, or else the user's own.
    /// </summary>
    [Parameter(ParameterSetName = OwnSet)]
    [ValidateNotNullOrEmpty]
    public string? PinStore { get; set; }

    /// <summary>This module's own client trusts only the leaf's key and does not check the chain, the name or the dates.</summary>
    [Parameter(ParameterSetName = OwnSet)]
    public SwitchParameter PinOnly { get; set; }

    /// <summary>The modes to run. The default is every mode that what was given allows.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public DrillMode[] Mode { get; set; } = [];

    /// <summary>
    /// The real certificate of the host with its chain, as objects, text or bytes. The impostor sends it after its own
    /// (mode PinnedCertificateAppended).
    /// </summary>
    [Parameter]
    [CertificateTransform]
    [ValidateNotNull]
    public CertificateArgument[] Certificate { get; set; } = [];

    /// <summary>The protocol that the client upgrades to TLS. The default is TLS from the first byte.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EmptyAsNull(typeof(StartTlsProtocol))]
    public StartTlsProtocol? StartTls { get; set; }

    /// <summary>The time that one run of the client may take, in seconds. The default is 30.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 30;

    /// <summary>Writes only true, if it was proven that the pins are enforced, or false.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _password = new KeyPassword(null, new KeyWork(Pump.StopToken));
        if (ParameterSetName != OwnSet) return;
        var options = new ConnectionOptions { Timeout = TimeSpan.FromSeconds(TimeoutSec) };
        _own = new OwnClientParameters(Pin, PinSet, PinStore, PinOnly);
        _checks = OrTerminate(() => new CheckReader(this, Pump, _own, options));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => OrReport(() =>
    {
        SerializedTypes.Register(this);
        DrillPlan plan = Read(TlsTarget.Parse(HostName, Port, StartTls));
        PinEnforcement result = Pump.Await(stop => PinDrill.RunAsync(plan, stop));
        WriteObject(Quiet ? result.Passed : result);
    });

    private DrillPlan Read(TlsTarget target)
    {
        if (_own is not null) _own.Pin = Pin;
        PinCheck? check = _checks?.Read(target);
        ProcessClient? client = check is null ? ReadClient() : null;
        return new DrillPlan
        {
            Target = check?.Target ?? target.AsPortSpeaks(),
            Client = authority => client ?? (IDrillClient)new OwnClient(check!, authority),
            Modes = Mode,
            Pinned = [.. Certificate.SelectMany(one => one.Read(_password, fault => WriteError(FaultRecord.From(fault))))
                .Where(record => record.Kind == PinRecordKind.Certificate).Select(record => record.Certificate.Raw)],
            ControlHost = Internal.HostName.Parse(ControlHostName),
            Timeout = TimeSpan.FromSeconds(TimeoutSec),
            Verbose = text => Pump.Post(() => this.Tell(text)),
        };
    }

    private ProcessClient ReadClient() => ParameterSetName == BlockSet
        ? DrillClientReader.Read(this, ScriptBlock, ArgumentList, ControlScriptBlock, ControlArgumentList)
        : DrillClientReader.Read(this, FilePath, ArgumentList, ControlArgumentList);
}

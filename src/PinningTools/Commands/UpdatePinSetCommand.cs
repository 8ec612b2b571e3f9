using System;
using System.Linq;
using System.Management.Automation;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>
/// Changes pin sets: adds and removes pins, promotes a backup pin, retires a pin, extends a set, and learns the keys of
/// appliances on first use.
/// </summary>
[Cmdlet(VerbsData.Update, "PinSet", DefaultParameterSetName = StoreParameters, SupportsShouldProcess = true)]
[OutputType(typeof(PinSet))]
[OutputType(typeof(PinVerdict))]
public sealed class UpdatePinSetCommand : PumpedCmdlet, IChangeParameters
{
    private const string StoreParameters = "Store";
    private const string ObjectParameters = "Object";
    private const string FirstUseParameters = "FirstUse";
    private const string PublishedParameters = "Published";
    private const string StateParameters = "State";

    private PinSetChange _change = new();

    /// <summary>
    /// The patterns of the sets to change in the store, exactly as they are in the store. With -FromState all sets are
    /// changed if no pattern is given.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = StoreParameters)]
    [Parameter(Position = 0, ParameterSetName = StateParameters)]
    [ArgumentCompleter(typeof(PatternCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Pattern { get; set; } = [];

    /// <summary>
    /// The pin sets to change. With -PinStore the sets with the same patterns in that store are changed; without it the
    /// changed objects are written to the pipeline, and no store is changed.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ObjectParameters)]
    [PinSetTransform]
    public PinSetArgument[] InputObject { get; set; } = [];

    /// <summary>
    /// The pin store to change. The default is the file that $env:PINNINGTOOLS_STORE names, or else the user's own.
    /// </summary>
    [Parameter]
    [Alias("Path")]
    [ValidateNotNullOrEmpty]
    public string? PinStore { get; set; }

    /// <summary>The pins to add. A pin that the set already has is replaced.</summary>
    [Parameter(ParameterSetName = StoreParameters)]
    [Parameter(ParameterSetName = ObjectParameters)]
    [Alias("Pin")]
    [PinTransform]
    public PinArgument[] Add { get; set; } = [];

    /// <summary>The role of the added pins that do not have a role themselves. Use this parameter with -Add.</summary>
    [Parameter(ParameterSetName = StoreParameters)]
    [Parameter(ParameterSetName = ObjectParameters)]
    public PinRole Role { get; set; }

    /// <summary>Makes the added pins vetoes: their keys must not be in a chain. Use this parameter with -Add.</summary>
    [Parameter(ParameterSetName = StoreParameters)]
    [Parameter(ParameterSetName = ObjectParameters)]
    public SwitchParameter Bad { get; set; }

    /// <summary>A remark about the added pins. Use this parameter with -Add.</summary>
    [Parameter(ParameterSetName = StoreParameters)]
    [Parameter(ParameterSetName = ObjectParameters)]
    [ValidateNotNullOrEmpty]
    public string? Note { get; set; }

    /// <summary>The person or team that is responsible for the added pins. Use this parameter with -Add.</summary>
    [Parameter(ParameterSetName = StoreParameters)]
    [Parameter(ParameterSetName = ObjectParameters)]
    [ValidateNotNullOrEmpty]
    public string? Owner { get; set; }

    /// <summary>
    /// The date from which on the added and the retired pins no longer match. The default for retired pins is now.
    /// </summary>
    [Parameter(ParameterSetName = StoreParameters)]
    [Parameter(ParameterSetName = ObjectParameters)]
    [DateTransform(WithoutDate = "Omit -NotAfter to retire the pins now.")]
    public DateTime? NotAfter { get; set; }

    /// <summary>The pins to remove.</summary>
    [Parameter(ParameterSetName = StoreParameters)]
    [Parameter(ParameterSetName = ObjectParameters)]
    [ArgumentCompleter(typeof(PinCompleter))]
    [PinTransform]
    public PinArgument[] Remove { get; set; } = [];

    /// <summary>The backup pins to promote because their keys go into service.</summary>
    [Parameter(ParameterSetName = StoreParameters)]
    [Parameter(ParameterSetName = ObjectParameters)]
    [ArgumentCompleter(typeof(PinCompleter))]
    [PinTransform]
    public PinArgument[] Promote { get; set; } = [];

    /// <summary>The pins to retire: they no longer match, but stay in the set as a record.</summary>
    [Parameter(ParameterSetName = StoreParameters)]
    [Parameter(ParameterSetName = ObjectParameters)]
    [ArgumentCompleter(typeof(PinCompleter))]
    [PinTransform]
    public PinArgument[] Retire { get; set; } = [];

    /// <summary>
    /// Whether the set enforces its pins or only reports. If this parameter is omitted, the mode does not change.
    /// </summary>
    [Parameter(ParameterSetName = StoreParameters)]
    [Parameter(ParameterSetName = ObjectParameters)]
    public PinSetMode? Mode { get; set; }

    /// <summary>
    /// The date from which on the set has expired. If this parameter is omitted, the date does not change.
    /// </summary>
    [Parameter(ParameterSetName = StoreParameters)]
    [Parameter(ParameterSetName = ObjectParameters)]
    [DateTransform(WithoutDate = "Omit -Expires to keep the set's own expiry.")]
    public DateTime? Expires { get; set; }

    /// <summary>
    /// What to do when the pin set has expired: Fail refuses every connection, Warn only warns about a mismatch, and
    /// Unpinned continues without pins. If this parameter is omitted, the setting does not change.
    /// </summary>
    [Parameter(ParameterSetName = StoreParameters)]
    [Parameter(ParameterSetName = ObjectParameters)]
    public ExpiredAction? OnExpired { get; set; }

    /// <summary>
    /// Marks the set as having no backup pin on purpose, for example because an appliance makes its own key.
    /// -NoBackup:$false requires a backup pin again.
    /// </summary>
    [Parameter(ParameterSetName = StoreParameters)]
    [Parameter(ParameterSetName = ObjectParameters)]
    public SwitchParameter NoBackup { get; set; }

    /// <summary>
    /// Lets hosts of the set pass whose pins only an inspection could match: an appliance that this machine's TLS cannot
    /// connect to. -AllowInspected:$false takes the consent back.
    /// </summary>
    [Parameter(ParameterSetName = StoreParameters)]
    [Parameter(ParameterSetName = ObjectParameters)]
    public SwitchParameter AllowInspected { get; set; }

    /// <summary>Writes the changed sets of the store to the pipeline.</summary>
    [Parameter(ParameterSetName = StoreParameters)]
    [Parameter(ParameterSetName = ObjectParameters)]
    [Parameter(ParameterSetName = StateParameters)]
    public SwitchParameter PassThru { get; set; }

    /// <summary>
    /// Connects to appliances and records the first key that each of them shows. From then on only this key is trusted;
    /// a changed key is never recorded.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = FirstUseParameters)]
    public SwitchParameter TrustOnFirstUse { get; set; }

    /// <summary>
    /// The appliances whose keys are learned: a host name, an IP address, host:port or a URI. Use this parameter with
    /// -TrustOnFirstUse.
    /// </summary>
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        ParameterSetName = FirstUseParameters)]
    [Alias("ComputerName", "Host", "DNSHostName")]
    [HostTransform]
    [ArgumentCompleter(typeof(HostCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] HostName { get; set; } = [];

    /// <summary>The port to connect to. The default is the port of the host, or else 443.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FirstUseParameters)]
    [EmptyAsNull(typeof(int))]
    public int? Port { get; set; }

    /// <summary>The time that an appliance may take, in seconds. The default is 15.</summary>
    [Parameter(ParameterSetName = FirstUseParameters)]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 15;

    /// <summary>The number of appliances to which the command connects at the same time. The default is 32.</summary>
    [Parameter(ParameterSetName = FirstUseParameters)]
    [ValidateRange(1, 10000)]
    public int ThrottleLimit { get; set; } = 32;

    /// <summary>
    /// The date until which those who fetch a published store may use it. Set it before the store is signed. The
    /// version of the store increases by one.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = PublishedParameters)]
    [DateTransform]
    public DateTime ValidUntil { get; set; }

    /// <summary>
    /// The state that Invoke-PinCheck -State keeps: the path of its file, or the name of a check whose state is in the
    /// folder for states. The dates at which the check last saw the keys of the pins are written to the store.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = StateParameters)]
    [ValidateNotNullOrEmpty]
    public string? FromState { get; set; }

    private bool IsObjects => ParameterSetName == ObjectParameters && PinStore is null;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        SerializedTypes.Register(this);
        if (ParameterSetName is StoreParameters or ObjectParameters)
            _change = OrTerminate(() => PinSetChangeReader.Read(this, this));
        if (ParameterSetName == PublishedParameters && UtcDate.Truncate(ValidUntil) <= UtcDate.Now)
            Terminate(Faults.ValidUntilPast(ValidUntil));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (IsObjects) foreach (PinSet set in PinSetArgument.Sets(InputObject)) Change(set.Pattern, () => _change.Apply(set));
        else if (ParameterSetName == FirstUseParameters) LearnAll();
        else ChangeStore(OrTerminate(() => StoreArgument.ExistingPath(this, PinStore)));
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Pump.Drain(0);

    private void ChangeStore(string path)
    {
        if (FromState is not null)
            WriteObject(OrTerminate(() => StateSights.Bring(this, Pump, FromState, path, Pattern)).Where(_ => PassThru), true);
        else if (ParameterSetName != PublishedParameters)
            foreach (string pattern in InputObject.Select(one => one.Set.Pattern).Concat(Pattern))
                Change($"{pattern} in {path}", () => Pump.Await(
                    stop => PinStoreFile.ChangeAsync(path, HostPattern.Parse(pattern), _change.Apply, stop)));
        else if (ShouldProcess(path, $"Set validUntil to {UtcDate.Format(ValidUntil)}"))
            Pump.Run(stop => PinStoreFile.RenewAsync(path, ValidUntil, stop));
    }

    private void Change(string target, Func<PinSet> change) => OrReport(() =>
    {
        if (!ShouldProcess(target, _change.ToString())) return;
        PinSet set = change();
        foreach (string warning in PinLinter.WarningsAfterChange(set, Clock.Now)) this.Warn(warning);
        if (PassThru || IsObjects) WriteObject(set);
    });

    private void LearnAll()
    {
        string path = OrTerminate(() => StoreArgument.PathForWriting(this, PinStore));
        var sweep = new FirstUseSweep(this, Pump, path, TimeSpan.FromSeconds(TimeoutSec));
        foreach (string host in HostName) OrReport(() => sweep.Start(host, Port, ThrottleLimit));
    }
}

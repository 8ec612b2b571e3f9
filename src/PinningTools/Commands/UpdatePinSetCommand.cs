using System;
using System.Linq;
using System.Management.Automation;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>
/// Changes pin sets: adds and removes pins, promotes a backup, retires a pin, renews, and learns appliances' keys on
/// first use.
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

    private PinSetChange _change = new();

    /// <summary>The patterns of the sets to change in the store.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = StoreParameters)]
    [ArgumentCompleter(typeof(PatternCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Pattern { get; set; } = [];

    /// <summary>
    /// Pin sets to change. With -PinStore the ones of the same patterns in that store are changed; without it the
    /// changed objects are written, and no store is touched.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ObjectParameters)]
    [PinSetTransform]
    public PinSet[] InputObject { get; set; } = [];

    /// <summary>The pin store. Without it the one that $env:PINNINGTOOLS_STORE names, else the user's own.</summary>
    [Parameter]
    [Alias("Path")]
    [ValidateNotNullOrEmpty]
    public string? PinStore { get; set; }

    /// <summary>Pins to add; one that is there already is replaced.</summary>
    [Parameter(ParameterSetName = StoreParameters)]
    [Parameter(ParameterSetName = ObjectParameters)]
    [Alias("Pin")]
    [PinTransform]
    public PinArgument[] Add { get; set; } = [];

    /// <summary>What the added pins stand for, where they do not say it themselves.</summary>
    [Parameter(ParameterSetName = StoreParameters)]
    [Parameter(ParameterSetName = ObjectParameters)]
    public PinRole Role { get; set; }

    /// <summary>Makes the added pins vetoes: their keys must not be in a chain.</summary>
    [Parameter(ParameterSetName = StoreParameters)]
    [Parameter(ParameterSetName = ObjectParameters)]
    public SwitchParameter Bad { get; set; }

    /// <summary>What somebody should know about the added pins.</summary>
    [Parameter(ParameterSetName = StoreParameters)]
    [Parameter(ParameterSetName = ObjectParameters)]
    [ValidateNotNullOrEmpty]
    public string? Note { get; set; }

    /// <summary>Who answers for the added pins.</summary>
    [Parameter(ParameterSetName = StoreParameters)]
    [Parameter(ParameterSetName = ObjectParameters)]
    [ValidateNotNullOrEmpty]
    public string? Owner { get; set; }

    /// <summary>
    /// From when on the added and the retired pins no longer count; for retired ones now unless given.
    /// </summary>
    [Parameter(ParameterSetName = StoreParameters)]
    [Parameter(ParameterSetName = ObjectParameters)]
    [DateTransform(WithoutDate = "Leave out -NotAfter to retire pins now.")]
    public DateTime? NotAfter { get; set; }

    /// <summary>Pins to remove.</summary>
    [Parameter(ParameterSetName = StoreParameters)]
    [Parameter(ParameterSetName = ObjectParameters)]
    [ArgumentCompleter(typeof(PinCompleter))]
    [PinTransform]
    public PinArgument[] Remove { get; set; } = [];

    /// <summary>Backup pins whose keys go into service.</summary>
    [Parameter(ParameterSetName = StoreParameters)]
    [Parameter(ParameterSetName = ObjectParameters)]
    [ArgumentCompleter(typeof(PinCompleter))]
    [PinTransform]
    public PinArgument[] Promote { get; set; } = [];

    /// <summary>Pins that stop counting but stay in the set for the record.</summary>
    [Parameter(ParameterSetName = StoreParameters)]
    [Parameter(ParameterSetName = ObjectParameters)]
    [ArgumentCompleter(typeof(PinCompleter))]
    [PinTransform]
    public PinArgument[] Retire { get; set; } = [];

    /// <summary>Whether the set enforces or only reports.</summary>
    [Parameter(ParameterSetName = StoreParameters)]
    [Parameter(ParameterSetName = ObjectParameters)]
    public PinSetMode? Mode { get; set; }

    /// <summary>From when on the set is no longer believed.</summary>
    [Parameter(ParameterSetName = StoreParameters)]
    [Parameter(ParameterSetName = ObjectParameters)]
    [DateTransform(WithoutDate = "Leave out -Expires to keep the set's own.")]
    public DateTime? Expires { get; set; }

    /// <summary>What happens then.</summary>
    [Parameter(ParameterSetName = StoreParameters)]
    [Parameter(ParameterSetName = ObjectParameters)]
    public ExpiredAction? OnExpired { get; set; }

    /// <summary>
    /// Says that the set has no backup pin on purpose, as for an appliance that makes its key itself; -NoBackup:$false
    /// asks for one again.
    /// </summary>
    [Parameter(ParameterSetName = StoreParameters)]
    [Parameter(ParameterSetName = ObjectParameters)]
    public SwitchParameter NoBackup { get; set; }

    /// <summary>Writes the changed sets of the store.</summary>
    [Parameter(ParameterSetName = StoreParameters)]
    [Parameter(ParameterSetName = ObjectParameters)]
    public SwitchParameter PassThru { get; set; }

    /// <summary>
    /// Connects to appliances and records the first key each of them shows, which is trusted alone from then on; a
    /// change of key is never taken over.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = FirstUseParameters)]
    public SwitchParameter TrustOnFirstUse { get; set; }

    /// <summary>The appliances: a name, an IP address, host:port or a URI.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        ParameterSetName = FirstUseParameters)]
    [Alias("ComputerName", "Host", "DNSHostName")]
    [HostTransform]
    [ArgumentCompleter(typeof(HostCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] HostName { get; set; } = [];

    /// <summary>The port, 443 unless the host says another.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = FirstUseParameters)]
    [EmptyAsNull(typeof(int))]
    public int? Port { get; set; }

    /// <summary>The seconds an appliance may take.</summary>
    [Parameter(ParameterSetName = FirstUseParameters)]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 15;

    /// <summary>How many appliances are connected to at once.</summary>
    [Parameter(ParameterSetName = FirstUseParameters)]
    [ValidateRange(1, 10000)]
    public int ThrottleLimit { get; set; } = 32;

    /// <summary>
    /// Until when who fetches the store may use it: for a store that is published, before it is signed. Its version
    /// goes up by one.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = PublishedParameters)]
    [DateTransform]
    public DateTime ValidUntil { get; set; }

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
        if (IsObjects) foreach (PinSet set in InputObject) Change(set.Pattern, () => _change.Apply(set));
        else if (ParameterSetName == FirstUseParameters) LearnAll();
        else ChangeStore(OrTerminate(() => PinStores.ExistingPath(this, PinStore)));
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Pump.Drain(0);

    private void ChangeStore(string path)
    {
        foreach (string pattern in InputObject.Select(set => set.Pattern).Concat(Pattern))
            Change($"{pattern} in {path}", () => Pump.Await(
                stop => PinStoreFile.ChangeAsync(path, HostPattern.Parse(pattern), _change.Apply, stop)));
        bool renews = ParameterSetName == PublishedParameters;
        if (renews && ShouldProcess(path, $"Set validUntil to {UtcDate.Format(ValidUntil)}"))
            Pump.Run(stop => PinStoreFile.RenewAsync(path, ValidUntil, stop));
    }

    private void Change(string target, Func<PinSet> change) => OrReport(() =>
    {
        if (!ShouldProcess(target, _change.ToString())) return;
        PinSet set = change();
        foreach (string warning in PinLinter.WarningsAfterChange(set, DateTime.UtcNow)) this.Warn(warning);
        if (PassThru || IsObjects) WriteObject(set);
    });

    private void LearnAll()
    {
        string path = OrTerminate(() => PinStores.PathForWriting(this, PinStore));
        var sweep = new FirstUseSweep(this, Pump, path, TimeSpan.FromSeconds(TimeoutSec));
        foreach (string host in HostName) OrReport(() => sweep.Start(host, Port, ThrottleLimit));
    }
}

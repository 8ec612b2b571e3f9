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
public sealed partial class UpdatePinSetCommand : PumpedCmdlet
{
    private const string StoreParameters = "Store";
    private const string ObjectParameters = "Object";
    private const string FirstUseParameters = "FirstUse";
    private const string PublishedParameters = "Published";
    private const string StateParameters = "State";

    private PinSetChange _change = new();

    /// <summary>The patterns of the sets to change in the store; with -FromState all of them unless given.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = StoreParameters)]
    [Parameter(Position = 0, ParameterSetName = StateParameters)]
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
    [Parameter(ParameterSetName = StateParameters)]
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

    /// <summary>
    /// The state of Invoke-PinCheck -State, its file or the check's name: when it last saw the keys of the pins is written
    /// into the store. A check itself never writes to a policy.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = StateParameters)]
    [ValidateNotNullOrEmpty]
    public string? FromState { get; set; }

    private bool IsObjects => ParameterSetName == ObjectParameters && PinStore is null;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        SerializedTypes.Register(this);
        _change = OrTerminate(() => new PinSetChange
        {
            Add = [.. PinArguments.Entries(Add).Select(Describe)],
            Remove = [.. PinArguments.Entries(Remove).Select(entry => entry.Value)],
            Promote = [.. PinArguments.Entries(Promote).Select(entry => entry.Value)],
            Retire = [.. PinArguments.Entries(Retire).Select(entry => entry.Value)],
            RetireAt = NotAfter ?? UtcDate.Now,
            Mode = Mode,
            Expires = Expires,
            OnExpired = OnExpired,
            NoBackup = MyInvocation.BoundParameters.ContainsKey(nameof(NoBackup)) ? NoBackup : null,
        });
        if (ParameterSetName is StoreParameters or ObjectParameters) OrTerminate(CheckChange);
        if (ParameterSetName == PublishedParameters && UtcDate.Truncate(ValidUntil) <= UtcDate.Now)
            Terminate(Faults.ValidUntilPast(ValidUntil));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == FirstUseParameters) LearnAll();
        else if (ParameterSetName == PublishedParameters) Renew();
        else if (ParameterSetName == StateParameters) BringSights();
        else if (IsObjects) ChangeObjects();
        else foreach (string pattern in InputObject.Select(set => set.Pattern).Concat(Pattern)) ChangeInStore(pattern);
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Pump.Drain(0);

    private bool CheckChange()
    {
        string[] describing = [nameof(Role), nameof(Bad), nameof(Note), nameof(Owner)];
        if (Add.Length == 0 && describing.FirstOrDefault(MyInvocation.BoundParameters.ContainsKey) is { } parameter)
            throw new PinningException(Faults.NothingAdded(parameter));
        return _change.IsEmpty ? throw new PinningException(Faults.NothingToChange()) : true;
    }

    private PinSetPin Describe(PinSetPin entry) => entry with
    {
        Role = entry.Role == PinRole.Unspecified ? Role : entry.Role,
        Bad = Bad || entry.Bad,
        Note = Note ?? entry.Note,
        Owner = Owner ?? entry.Owner,
        NotAfter = Bad ? null : NotAfter ?? entry.NotAfter,
    };

    private void ChangeObjects()
    {
        foreach (PinSet set in InputObject)
        {
            OrReport(() =>
            {
                if (ShouldProcess(set.Pattern, _change.ToString())) WriteChanged(_change.Apply(set));
            });
        }
    }

    private void ChangeInStore(string pattern)
    {
        string path = OrTerminate(() => PinStores.ExistingPath(this, PinStore));
        if (!ShouldProcess($"{pattern} in {path}", _change.ToString())) return;
        Pump.Start(async stop =>
        {
            PinSet? changed = null;
            HostPattern hosts = HostPattern.Parse(pattern);
            await PinStoreFile.UpdateAsync(path, store =>
            {
                changed = _change.Apply(store.Require(hosts, path));
                store.Put(changed);
                return true;
            }, stop).ConfigureAwait(false);
            Pump.Post(() => WriteChanged(changed!));
        });
        Pump.Drain(0);
    }

    private void Renew()
    {
        string path = OrTerminate(() => PinStores.ExistingPath(this, PinStore));
        if (!ShouldProcess(path, $"Set validUntil to {UtcDate.Format(ValidUntil)}")) return;
        Pump.Start(stop => PinStoreFile.UpdateAsync(path, store =>
        {
            store.ValidUntil = ValidUntil;
            return true;
        }, stop));
        Pump.Drain(0);
    }

    private void WriteChanged(PinSet set)
    {
        if (PinLinter.BackupText(set) is { } warning) this.Warn(warning);
        if (set.Entries.All(pin => !pin.IsActive(DateTime.UtcNow)))
            this.Warn($"No pin of '{set.Pattern}' counts any more: it refuses every host.");
        if (PassThru || IsObjects) WriteObject(set);
    }
}

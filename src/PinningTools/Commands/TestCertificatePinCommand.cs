using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>
/// Tells whether hosts show the keys they are expected to, or whether certificates at hand would pass: one verdict
/// each, and never an error for what a host does.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "CertificatePin", DefaultParameterSetName = HostSet)]
[OutputType(typeof(PinVerdict))]
[OutputType(typeof(bool))]
public sealed partial class TestCertificatePinCommand : EndpointCommand
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string CertificateSet = "Certificate";

    private TrustSettings? _trust;
    private KeyPassword _password = null!;
    private IPolicySource? _policies;
    private PinningException? _unreadable;
    private OrderedWriter? _ordered;
    private SweepProgress? _progress;
    private bool _pinGiven;
    private long _started;
    private int _faults;

    /// <summary>
    /// Certificate files, each a chain with its leaf first, judged without a connection; wildcards are allowed.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The same as -Path, by their exact names: no character is a wildcard.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>A certificate, or a chain with its leaf first, judged without a connection.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = CertificateSet)]
    [CertificateTransform]
    [ValidateNotNull]
    public CertificateArgument[] Certificate { get; set; } = [];

    /// <summary>The password of PFX files and encrypted private keys.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = CertificateSet)]
    public SecureString? Password { get; set; }

    /// <summary>The port, 443 unless the host or the URI says another; without a connection the port to look the policy
    /// up for.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = HostSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = UriSet)]
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = CertificateSet)]
    [EmptyAsNull(typeof(int))]
    public override int? Port { get; set; }

    /// <summary>The name to ask the server for (SNI) and to find in its certificate, in place of the host; without a
    /// connection the name to judge the certificate by, and to look its policy up by.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EmptyAsNull(typeof(string))]
    public override string? ServerName { get; set; }

    /// <summary>
    /// The pins, any of which is enough: text, pin objects, certificates. A backup pin belongs among them.
    /// </summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(PinCompleter))]
    [PinTransform]
    public PinArgument[] Pin { get; set; } = [];

    /// <summary>The pin sets to look each host up in, where there is no -Pin.</summary>
    [Parameter]
    [PinSetTransform]
    public PinSet[] PinSet { get; set; } = [];

    /// <summary>
    /// The pin store to look each host up in, where there is neither -Pin nor -PinSet. Without it, the file that
    /// $env:PINNINGTOOLS_STORE names, else the user's own.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PinStore { get; set; }

    /// <summary>
    /// Only warns where the pins are at fault, whatever the pin set says: the verdict stays the true one, and its
    /// Allowed says that a connection would go on.
    /// </summary>
    [Parameter]
    public SwitchParameter ReportOnly { get; set; }

    /// <summary>
    /// Trusts the leaf's key alone, without chain and name: for appliances with a certificate of their own.
    /// </summary>
    [Parameter]
    public SwitchParameter PinOnly { get; set; }

    /// <summary>
    /// Says that the pins have no backup on purpose, as for an appliance that makes its key itself: the warning about
    /// it is left out.
    /// </summary>
    [Parameter]
    public SwitchParameter NoBackup { get; set; }

    /// <summary>The date to judge at in place of now: whether the chain and the pins will still do then.</summary>
    [Parameter]
    [DateTransform(WithoutDate = "Leave out -At to judge now.")]
    public DateTime? At { get; set; }

    /// <summary>
    /// How often a host that could not be reached is tried again. One that was reached and judged never is.
    /// </summary>
    [Parameter(ParameterSetName = HostSet)]
    [Parameter(ParameterSetName = UriSet)]
    [ValidateRange(0, 100)]
    public int MaximumRetryCount { get; set; }

    /// <summary>The seconds to wait before a host is tried again.</summary>
    [Parameter(ParameterSetName = HostSet)]
    [Parameter(ParameterSetName = UriSet)]
    [ValidateRange(0, 3600)]
    public int RetryIntervalSec { get; set; } = 5;

    /// <summary>
    /// Writes true or false for each host or file, in the order of the input; false beside an error, too.
    /// </summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Writes the verdicts in the order of the input, not as they come.</summary>
    [Parameter]
    public SwitchParameter Ordered { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        SerializedTypes.Register(this);
        _password = new KeyPassword(Password, new KeyWork(Pump.StopToken));
        _pinGiven = MyInvocation.BoundParameters.ContainsKey(nameof(Pin));
        if (_pinGiven && Pin.Length == 0) Terminate(Faults.PinsMissing("-Pin"));
        if (PinOnly || TrustAnchor.Length > 0)
            _trust = OrTerminate(() => TrustAnchors.Read(this, TrustAnchor, PinOnly));
        if (PinSet.Length > 0) _policies = OrTerminate(() => new StorePolicies(new PinStore(PinSet)));
        else if (PinStore is not null)
            _policies = OrTerminate(() => new StorePolicies(StoreArgument.ReadWhole(this, Pump, PinStore, TimeoutSec).All));
        if (Quiet || Ordered) _ordered = new OrderedWriter(results => WriteObject(results, enumerateCollection: true));
        Pump.Tick = (_progress = new SweepProgress(this)).Show;
        if (!MyInvocation.ExpectingInput) _progress.Expect(HostName.Length + Uri.Length);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case PathSet:
                JudgeFiles(Path, literal: false);
                break;
            case LiteralPathSet:
                JudgeFiles(LiteralPath, literal: true);
                break;
            case CertificateSet:
                JudgeOffline(
                    "The certificate", () => Certificate.SelectMany(one => one.Read(_password, Report)));
                break;
            default:
                ForEachTarget(target =>
                {
                    PinCheck check = CheckOf(target);
                    Judge(stop => CheckAsync(check, stop));
                });
                break;
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // From here on it is known how many there are in all.
        _progress?.Expect(_started);
        Pump.Drain(0);
        _progress?.Complete();
    }

    /// <summary>
    /// The pins of the command line, or those of a row of hosts. The Pin of a piped certificate record is the
    /// certificate's own: compared with that, everything would match.
    /// </summary>
    private PinArgument[] Expected => _pinGiven || ParameterSetName is HostSet or UriSet ? Pin : [];

    /// <summary>The endpoint that a target means, and the policy there.</summary>
    private PinCheck CheckOf(TlsTarget target)
    {
        IPolicySource policies = Expected.Length > 0
            ? new InlinePins(target, new PinPolicy { Pins = PinArgumentReader.Read(Expected, target), NoBackup = NoBackup })
            : _policies ??= new StorePolicies(DefaultPolicies());
        (TlsTarget asked, PinPolicy policy) = new OverriddenPolicies(policies)
        {
            Trust = _trust,
            ReportOnly = ReportOnly,
            CheckRevocation = CheckRevocation,
            At = At is { } day ? UtcDate.Truncate(day) : null,
        }.FindEndpoint(target);
        return new PinCheck(asked, policy, ConnectionOptions)
        {
            Retries = MaximumRetryCount,
            RetryInterval = TimeSpan.FromSeconds(RetryIntervalSec),
        };
    }

    /// <summary>A default store that cannot be read is read once, and not for each host anew.</summary>
    private PinStore DefaultPolicies()
    {
        if (_unreadable is not null) throw _unreadable;
        try
        {
            return StoreArgument.ReadWhole(this, Pump, null, TimeoutSec).All;
        }
        catch (PinningException error)
        {
            _unreadable = error;
            throw;
        }
    }

    private async Task<IReadOnlyList<PinVerdict>> CheckAsync(PinCheck check, CancellationToken stop) => AllAddresses
        ? await PinChecker.CheckAllAsync(check, stop).ConfigureAwait(false)
        : [await PinChecker.CheckAsync(check, stop).ConfigureAwait(false)];

    private void Judge(Func<CancellationToken, Task<IReadOnlyList<PinVerdict>>> check)
    {
        if (_ordered is { } waiting) Pump.DrainWhile(() => waiting.Early > OrderedWriter.MaxEarly);
        long place = _ordered?.Take() ?? 0;
        _started++;
        Pump.Start(async stop =>
        {
            try
            {
                IReadOnlyList<PinVerdict> verdicts = await check(stop).ConfigureAwait(false);
                Pump.Post(() => Write(place, verdicts));
            }
            catch (PinningException) when (_ordered is not null)
            {
                // The error takes its place in the order, or what follows would wait for it for ever.
                Pump.Post(() => _ordered.Write(place, NoResult));
                throw;
            }
        });
    }

    private void Write(long place, IReadOnlyList<PinVerdict> verdicts)
    {
        _progress?.Count(verdicts);
        foreach (PinVerdict verdict in verdicts) this.Tell(VerdictTrace.Of(verdict));
        // The bool of a host with several addresses holds for all of them.
        object[] results = Quiet ? [verdicts.All(verdict => verdict.Passed)] : [.. verdicts];
        if (_ordered is { } ordered) ordered.Write(place, results);
        else WriteObject(results, enumerateCollection: true);
    }

    private void Report(Fault fault)
    {
        _faults++;
        WriteError(FaultRecord.From(fault));
    }

    /// <summary>
    /// What stands where an error came in place of a verdict: who counts bools can still tell whose is whose.
    /// </summary>
    private object[] NoResult => Quiet ? [false] : [];

    private protected override void Refuse(PinningException error)
    {
        base.Refuse(error);
        SkipOne();
    }

    private void SkipOne() => _ordered?.Write(_ordered.Take(), NoResult);
}

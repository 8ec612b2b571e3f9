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
/// Checks whether hosts show the keys that are expected, or whether given certificates would pass, and writes one
/// verdict for each. What a host does is never an error.
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
    /// The certificate files to check without a connection, each with a chain whose leaf comes first. Wildcards are
    /// allowed.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>
    /// The certificate files to check without a connection, by their exact names: no character is a wildcard.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The certificate to check without a connection, or a chain whose leaf comes first.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = CertificateSet)]
    [CertificateTransform]
    [ValidateNotNull]
    public CertificateArgument[] Certificate { get; set; } = [];

    /// <summary>The password of PFX files and encrypted private keys.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = CertificateSet)]
    public SecureString? Password { get; set; }

    /// <summary>
    /// The port to connect to. The default is the port of the host or URI, else the usual port of -StartTls, else 443.
    /// Without a connection it is the port for which the policy is looked up.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = HostSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = UriSet)]
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = CertificateSet)]
    [EmptyAsNull(typeof(int))]
    public override int? Port { get; set; }

    /// <summary>
    /// The name that is sent to the server (SNI) and checked in its certificate. The default is the host. Without a
    /// connection it is the name that is checked in the certificate and for which the policy is looked up.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EmptyAsNull(typeof(string))]
    public override string? ServerName { get; set; }

    /// <summary>The pins, any of which is enough: strings, pin objects or certificates. Include a backup pin.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(PinCompleter))]
    [PinTransform]
    public PinArgument[] Pin { get; set; } = [];

    /// <summary>The pin sets in which to look up each host. Not used if -Pin is given.</summary>
    [Parameter]
    [PinSetTransform]
    public PinSet[] PinSet { get; set; } = [];

    /// <summary>
    /// The pin store in which to look up each host. Not used if -Pin or -PinSet is given. The default is the file that
    /// $env:PINNINGTOOLS_STORE names, or else the user's own.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PinStore { get; set; }

    /// <summary>
    /// If only the pins fail, writes only a warning, whatever the pin set says. The verdict does not change; its
    /// property Allowed says that a connection would be used.
    /// </summary>
    [Parameter]
    public SwitchParameter ReportOnly { get; set; }

    /// <summary>
    /// Trusts only the leaf's key and does not check the chain, the name or the dates. Use it for appliances with a
    /// self-signed certificate.
    /// </summary>
    [Parameter]
    public SwitchParameter PinOnly { get; set; }

    /// <summary>
    /// Says that there is no backup pin on purpose, for example because an appliance makes its own key. The warning
    /// about a missing backup pin is then omitted.
    /// </summary>
    [Parameter]
    public SwitchParameter NoBackup { get; set; }

    /// <summary>The date for which the chain and the pins are checked. The default is the present time.</summary>
    [Parameter]
    [DateTransform(WithoutDate = "Omit -At to check for the present time.")]
    public DateTime? At { get; set; }

    /// <summary>
    /// How often to try a host again that could not be reached. The default is 0. A host that was reached and checked
    /// is never tried again.
    /// </summary>
    [Parameter(ParameterSetName = HostSet)]
    [Parameter(ParameterSetName = UriSet)]
    [ValidateRange(0, 100)]
    public int MaximumRetryCount { get; set; }

    /// <summary>
    /// The time to wait before a host is tried again, in seconds. The default is 5. Use this parameter with
    /// -MaximumRetryCount.
    /// </summary>
    [Parameter(ParameterSetName = HostSet)]
    [Parameter(ParameterSetName = UriSet)]
    [ValidateRange(0, 3600)]
    public int RetryIntervalSec { get; set; } = 5;

    /// <summary>
    /// Writes only true or false for each host or file, in the order of the input. For an input that is reported as an
    /// error, false is written in addition to the error.
    /// </summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>
    /// Writes the verdicts in the order of the input. By default they are written as soon as they are reached.
    /// </summary>
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
    /// certificate's own pin: compared with it, everything would match.
    /// </summary>
    private PinArgument[] Expected => _pinGiven || ParameterSetName is HostSet or UriSet ? Pin : [];

    /// <summary>The endpoint of a target, and its policy.</summary>
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

    /// <summary>A default store that cannot be read is read once, not again for each host.</summary>
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
                // The error takes its place in the order, or what follows would wait for it forever.
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
    /// The value that is written in addition to an error: scripts that count the results can still match them with the
    /// input.
    /// </summary>
    private object[] NoResult => Quiet ? [false] : [];

    private protected override void Refuse(PinningException error)
    {
        base.Refuse(error);
        SkipOne();
    }

    private void SkipOne() => _ordered?.Write(_ordered.Take(), NoResult);
}

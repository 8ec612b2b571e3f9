using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;
using PinningTools.Internal;
using static PinningTools.Commands.ParameterSets;

namespace PinningTools.Commands;

/// <summary>
/// Tells whether hosts show the keys they are expected to, or whether certificates at hand would pass: one verdict
/// each, and never an error for what a host does.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "CertificatePin", DefaultParameterSetName = HostSet)]
[OutputType(typeof(PinVerdict))]
[OutputType(typeof(bool))]
public sealed class TestCertificatePinCommand : EndpointCommand, ICheckParameters
{
    private KeyPassword _password = null!;
    private CheckReader _checks = null!;
    private SweepProgress _progress = null!;
    private VerdictWriter _writer = null!;

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
        _password = new KeyPassword(Password, new KeyWork(Pump.StopToken));
        _checks = OrTerminate(() => new CheckReader(this, Pump, this, ConnectionOptions));
        _progress = StartSweep("Checking pins", "not passed");
        _writer = new VerdictWriter(this, Pump, _progress, Quiet, Quiet || Ordered);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string path in Path) JudgeFiles(path, literal: false);
        foreach (string path in LiteralPath) JudgeFiles(path, literal: true);
        if (Certificate.Length > 0)
            Judge("The certificate", report => Certificate.SelectMany(one => one.Read(_password, report)));
        ForEachTarget(target =>
        {
            PinCheck check = _checks.Read(target);
            _writer.Start(stop => PinChecker.CheckAsync(check, AllAddresses, stop));
        });
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _progress.AwaitAll();

    private void JudgeFiles(string path, bool literal) => OrReport(() =>
    {
        foreach (string file in PathReader.Resolve(this, path, literal))
            Judge(file, report => PinRecords.Read(file, _password, report));
    });

    /// <summary>Judges certificates that nobody sent: those of a file, and those that the caller has.</summary>
    private void Judge(string label, Func<Action<Fault>, IEnumerable<PinRecord>> read) => OrReport(() =>
    {
        HostName? name = ServerName is null ? null : Internal.HostName.Parse(ServerName);
        PinCheck check = _checks.Read(TlsTarget.Offline(label, name, Port));
        if (ChainArgument.Read(label, read, fault => WriteError(FaultRecord.From(fault))) is { } chain)
            _writer.Start(async stop => [await PinChecker.JudgeAsync(chain, check, stop).ConfigureAwait(false)]);
        else _writer.Skip();
    });

    private protected override void Refuse(PinningException error)
    {
        base.Refuse(error);
        _writer.Skip();
    }
}

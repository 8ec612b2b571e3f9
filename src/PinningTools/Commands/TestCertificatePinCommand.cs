using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;
using PinningTools.Internal;
using static PinningTools.Commands.ParameterSets;

namespace PinningTools.Commands;

/// <summary>
/// Checks whether hosts show the keys that are expected, or whether given certificates would pass, and writes one
/// verdict for each. What a host does is never an error.
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

    /// <summary>The pin sets in which to look up each host. If pins are given, only the vetoes of the sets apply.</summary>
    [Parameter]
    [PinSetTransform]
    public PinSetArgument[] PinSet { get; set; } = [];

    /// <summary>
    /// The pin store in which to look up each host. Not used if -PinSet is given. If pins are given, only the vetoes of
    /// the store apply. The default, without pins and -PinSet, is the file that $env:PINNINGTOOLS_STORE names, or else the
    /// user's own.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PinStore { get; set; }

    /// <summary>
    /// If only the pins fail, writes only a warning, regardless of the pin set. The verdict does not change; its
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

    /// <summary>
    /// Lets a host pass whose pins only an inspection could match, because this machine's TLS cannot connect to it. Without
    /// this parameter, and without the consent of the pin set, such a match has the property Passed false.
    /// </summary>
    [Parameter(ParameterSetName = HostSet)]
    [Parameter(ParameterSetName = UriSet)]
    public SwitchParameter AllowInspected { get; set; }

    /// <summary>The date for which the chain and the pins are checked. The default is the present time.</summary>
    [Parameter]
    [DateTransform(WithoutDate = "Omit -At to check for the present time.")]
    public DateTime? At { get; set; }

    /// <summary>
    /// The kind of key to request from a server that has several certificates: Rsa, Ecdsa or EdDsa, or Both for one verdict
    /// on every certificate that it has. Where the platform cannot request a kind of key, an inspection does it.
    /// </summary>
    [Parameter(ParameterSetName = HostSet)]
    [Parameter(ParameterSetName = UriSet)]
    public ServerKeyAlgorithm KeyAlgorithm { get; set; }

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
        _password = new KeyPassword(Password, new KeyWork(Pump.StopToken));
        _checks = OrTerminate(() => new CheckReader(
            this, Pump, this, ConnectionOptions with { KeyAlgorithm = KeyAlgorithm }));
        _progress = StartSweep("Checking pins", "not passed");
        _writer = new VerdictWriter(this, Pump, _progress, Quiet, Quiet || Ordered);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string path in Path) CheckFiles(path, literal: false);
        foreach (string path in LiteralPath) CheckFiles(path, literal: true);
        if (Certificate.Length > 0)
            Check("The certificate", report => Certificate.SelectMany(one => one.Read(_password, report)));
        ForEachTarget(target =>
        {
            PinCheck check = _checks.Read(target);
            _writer.Start(stop => PinChecker.CheckAsync(check, AllAddresses, stop));
        });
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _progress.AwaitAll();

    private void CheckFiles(string path, bool literal) => OrReport(() =>
    {
        foreach (string file in PathReader.Resolve(this, path, literal))
            Check(file, report => KeyFile.ReadRecords(file, _password, report));
    });

    /// <summary>Evaluates certificates without a connection: those of a file, or those that the caller has.</summary>
    private void Check(string label, Func<Action<Fault>, IEnumerable<PinRecord>> read) => OrReport(() =>
    {
        HostName? name = ServerName is null ? null : Internal.HostName.Parse(ServerName);
        PinCheck check = _checks.Read(TlsTarget.Offline(label, name, Port));
        if (ChainArgument.Read(label, read, fault => WriteError(FaultRecord.From(fault))) is { } chain)
            _writer.Start(async stop => [await PinChecker.EvaluateAsync(chain, check, stop).ConfigureAwait(false)]);
        else _writer.Skip();
    });

    private protected override void Refuse(PinningException error)
    {
        base.Refuse(error);
        _writer.Skip();
    }
}

using System.Linq;
using System.Management.Automation;
using System.Security;
using PinningTools.Internal;
using static PinningTools.Commands.ParameterSets;

namespace PinningTools.Commands;

/// <summary>Reads public-key pins from hosts, files, certificates, requests and keys.</summary>
[Cmdlet(VerbsCommon.Get, "SpkiPin", DefaultParameterSetName = HostSet)]
[OutputType(typeof(PinRecord))]
public sealed class GetSpkiPinCommand : EndpointCommand
{
    private PinRecordWriter _writer = null!;
    private CertificateStream _certificates = null!;
    private PinReader _reader = null!;
    private SweepProgress? _progress;

    /// <summary>
    /// Files of certificates, requests and keys, in PEM, DER, PKCS#7 or PFX; wildcards are allowed, and so are paths of
    /// the Cert: drive.
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

    /// <summary>
    /// Reads folders with all that is below them: the files with the usual extensions, or those that the last part of a
    /// path with wildcards names.
    /// </summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public SwitchParameter Recurse { get; set; }

    /// <summary>
    /// Certificates, such as those of the Cert: drive, and requests and keys: objects, PEM text, the base64 of DER, or
    /// the bytes of a file.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = CertificateSet)]
    [CertificateTransform]
    [ValidateNotNull]
    public CertificateArgument[] Certificate { get; set; } = [];

    /// <summary>The password of PFX files and encrypted private keys.</summary>
    [Parameter]
    public SecureString? Password { get; set; }

    /// <summary>
    /// Only what has this role: in the chain of a host, or, in a file, by what a certificate says it is for.
    /// </summary>
    [Parameter]
    [ValidateSet("Leaf", "Intermediate", "Root", "All")]
    public string Role { get; set; } = "All";

    /// <summary>
    /// The certificate to ask a server for that has several; Both asks twice. Needs TLS 1.2, and Linux or macOS.
    /// </summary>
    [Parameter(ParameterSetName = HostSet)]
    [Parameter(ParameterSetName = UriSet)]
    public ServerKeyAlgorithm KeyAlgorithm { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _writer = new PinRecordWriter(this, Pump, Role, new KeyPassword(Password, new KeyWork(Pump.StopToken)));
        _certificates = new CertificateStream(one => OrReport(() => _writer.Write(one)));
        ConnectionOptions options =
            OrTerminate(() => KeyAlgorithmChoice.Check(ConnectionOptions with { KeyAlgorithm = KeyAlgorithm }));
        TrustSettings trust = OrTerminate(() => TrustAnchors.Read(this, TrustAnchor, pinOnly: false));
        _reader = new PinReader(CheckRevocation ? trust.WithRevocation() : trust, options)
        {
            AllAddresses = AllAddresses,
            Report = failure => Pump.Error(FaultRecord.From(failure)),
            Take = _writer.Post,
        };
        if (ParameterSetName is HostSet or UriSet) _progress = StartSweep("Reading pins", "without an answer");
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (CertificateArgument certificate in Certificate) _certificates.Add(certificate);
        foreach (string path in Path) WritePath(path, literal: false);
        foreach (string path in LiteralPath) WritePath(path, literal: true);
        HostName = [.. HostName.Where(text => !_certificates.TryAdd(text))];
        ForEachTarget(target => _progress!.Start(stop => _reader.ReadAsync(target.AsPortSpeaks(), stop)));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _certificates.End();
        _progress?.AwaitAll();
    }

    private void WritePath(string path, bool literal) => OrReport(() =>
    {
        foreach (object found in new CertificatePaths(this, Recurse, _writer.Report).Expand(path, literal))
        {
            if (Pump.Stopping) return;
            if (found is string file) OrReport(() => _writer.WriteFile(file));
            else _certificates.Add(CertificateArgument.TryFrom(found)!);
        }
    });

    private protected override void Refuse(PinningException error)
    {
        // Below a folder lie files of all kinds.
        if (Recurse && error.Fault.Id is (nameof(Faults.NoCertificate) or nameof(Faults.FileEmpty)))
            this.Tell(error.Message);
        else base.Refuse(error);
    }
}

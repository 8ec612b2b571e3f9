using System;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using static PinningTools.Commands.ParameterSets;

namespace PinningTools.Commands;

/// <summary>Reads public-key pins from hosts, files, certificates, requests and keys.</summary>
[Cmdlet(VerbsCommon.Get, "SpkiPin", DefaultParameterSetName = HostSet)]
[OutputType(typeof(PinRecord))]
[OutputType(typeof(ServerProtocol), ParameterSetName = new[] { HostSet, UriSet })]
public sealed class GetSpkiPinCommand : EndpointCommand
{
    private PinRecordWriter _writer = null!;
    private CertificateStream _certificates = null!;
    private Func<TlsTarget, CancellationToken, Task<bool>> _read = null!;
    private SweepProgress? _progress;

    /// <summary>
    /// The files of certificates, requests and keys to read, in PEM, DER, PKCS#7 or PFX. Wildcards and paths of the
    /// Cert: drive are allowed.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>
    /// The files of certificates, requests and keys to read, by their exact names: no character is a wildcard.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>
    /// Reads folders and everything below them: the files with the usual extensions, or, if the last part of the path
    /// has wildcards, the files that match it.
    /// </summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public SwitchParameter Recurse { get; set; }

    /// <summary>
    /// The certificates, requests and keys to read, such as certificates of the Cert: drive: objects, PEM text, DER in
    /// base64, or the bytes of a file.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = CertificateSet)]
    [CertificateTransform]
    [ValidateNotNull]
    public CertificateArgument[] Certificate { get; set; } = [];

    /// <summary>The password of PFX files and encrypted private keys.</summary>
    [Parameter]
    public SecureString? Password { get; set; }

    /// <summary>
    /// Writes only the pins with this role. For a host, the role is the certificate's place in the chain; for a file,
    /// it is what the certificate says it is for. The default is All.
    /// </summary>
    [Parameter]
    [ValidateSet("Leaf", "Intermediate", "Root", "All")]
    public string Role { get; set; } = "All";

    /// <summary>
    /// The kind of key to request from a server that has several certificates: Rsa, Ecdsa or EdDsa, or Both for every
    /// certificate that it has. Where the platform cannot request a kind of key, an inspection does it.
    /// </summary>
    [Parameter(ParameterSetName = HostSet)]
    [Parameter(ParameterSetName = UriSet)]
    public ServerKeyAlgorithm KeyAlgorithm { get; set; }

    /// <summary>
    /// Tries every TLS version of the hosts on its own, SSL 3.0 included, and writes one record for each: whether the server
    /// accepts the version, and the certificate that it shows in it. Each try may take as long as -TimeoutSec says.
    /// </summary>
    [Parameter(ParameterSetName = HostSet)]
    [Parameter(ParameterSetName = UriSet)]
    public SwitchParameter AllProtocols { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _writer = new PinRecordWriter(this, Pump, Role, new KeyPassword(Password, new KeyWork(Pump.StopToken)));
        _certificates = new CertificateStream(one => OrReport(() => _writer.Write(one)));
        ConnectionOptions options = ConnectionOptions with { KeyAlgorithm = KeyAlgorithm };
        TrustSettings trust = OrTerminate(() => TrustAnchors.Read(this, TrustAnchor, pinOnly: false));
        var hosts = new HostPins(this, Pump, CheckRevocation ? trust.WithRevocation() : trust, options)
        {
            AllAddresses = AllAddresses, Inspects = !NoInspection,
        };
        _read = AllProtocols ? OrTerminate(hosts.OfEachProtocol) : hosts.OfOneHandshake(_writer);
        if (ParameterSetName is HostSet or UriSet) _progress = StartSweep("Reading pins", "without a response");
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (CertificateArgument certificate in Certificate) _certificates.Add(certificate);
        foreach (string path in Path) WritePath(path, literal: false);
        foreach (string path in LiteralPath) WritePath(path, literal: true);
        HostName = [.. HostName.Where(text => !_certificates.TryAdd(text))];
        ForEachTarget(target => _progress!.Start(stop => _read(target.AsPortSpeaks(), stop)));
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
            if (Pump.IsStopping) return;
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

using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>Reads public-key pins from hosts, certificate files and certificates.</summary>
[Cmdlet(VerbsCommon.Get, "SpkiPin", DefaultParameterSetName = HostSet)]
[OutputType(typeof(PinRecord))]
public sealed class GetSpkiPinCommand : EndpointCommand
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string CertificateSet = "Certificate";

    private TrustSettings _trust = TrustSettings.System;

    /// <summary>Certificate files, PEM or DER; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Certificate files by their exact names.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Certificates, such as those of the Cert: drive.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = CertificateSet)]
    [ValidateNotNull]
    public X509Certificate2[] Certificate { get; set; } = [];

    /// <summary>Only the certificates in this place of the chain.</summary>
    [Parameter(ParameterSetName = HostSet)]
    [Parameter(ParameterSetName = UriSet)]
    [ValidateSet("Leaf", "Intermediate", "Root", "All")]
    public string Role { get; set; } = "All";

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (ParameterSetName is HostSet or UriSet) SerializedTypes.Register(this);
        _trust = OrTerminate(() => TrustAnchors.Read(this, TrustAnchor, pinOnly: false));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case PathSet:
                WriteFiles(Path, literal: false);
                break;
            case LiteralPathSet:
                WriteFiles(LiteralPath, literal: true);
                break;
            case CertificateSet:
                foreach (X509Certificate2 certificate in Certificate) WriteObject(new PinRecord(DerCertificate.Parse(certificate.RawData)));
                break;
            default:
                ForEachTarget(target => Pump.Start(stop => WriteHostAsync(target, stop)));
                break;
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Pump.Drain(0);

    private async Task WriteHostAsync(TlsTarget target, CancellationToken stop)
    {
        try
        {
            HostPins pins = await PinChecker.ReadAsync(target, _trust, ConnectionOptions, stop).ConfigureAwait(false);
            if (pins.Warning is { } warning) Pump.Warning(warning);
            foreach (PinRecord record in pins.Records)
                if (Role == "All" || record.Role.ToString() == Role) Pump.Write(record);
        }
        catch (ConnectionFailure failure)
        {
            throw new PinningException(failure.Fault, failure);
        }
    }

    private void WriteFiles(string[] paths, bool literal)
    {
        foreach (string path in paths)
        {
            try
            {
                foreach (string file in PathReader.Resolve(this, path, literal)) WriteFile(file);
            }
            catch (PinningException error)
            {
                WriteError(FaultRecord.From(error));
            }
        }
    }

    private void WriteFile(string file)
    {
        foreach (CertificateItem item in CertificateFile.Read(file))
        {
            if (Pump.Stopping) return;
            if (item.Certificate is { } certificate) WriteObject(new PinRecord(certificate) { Position = item.Index, Path = file });
            else WriteError(FaultRecord.From(item.Fault!));
        }
    }
}

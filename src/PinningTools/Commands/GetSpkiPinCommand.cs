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

    /// <summary>The certificate to ask a server for that has several; Both asks twice. Needs TLS 1.2, and Linux or macOS.</summary>
    [Parameter(ParameterSetName = HostSet)]
    [Parameter(ParameterSetName = UriSet)]
    public ServerKeyAlgorithm KeyAlgorithm { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
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
            if (AllAddresses) await AddressSweep.RunAsync(target, ConnectionOptions, one => WriteEndPointAsync(one, stop), stop).ConfigureAwait(false);
            else await WriteEndPointAsync(target, stop).ConfigureAwait(false);
        }
        catch (ConnectionFailure failure)
        {
            throw new PinningException(failure.Fault, failure);
        }
    }

    /// <summary>Each address and each kind of key stands for itself: what fails with one is an error beside the others' pins.</summary>
    private async Task<bool> WriteEndPointAsync(TlsTarget target, CancellationToken stop)
    {
        ServerKeyAlgorithm[] algorithms = KeyAlgorithm == ServerKeyAlgorithm.Both ? [ServerKeyAlgorithm.Rsa, ServerKeyAlgorithm.Ecdsa] : [KeyAlgorithm];
        foreach (ServerKeyAlgorithm algorithm in algorithms)
        {
            try
            {
                ConnectionOptions options = ConnectionOptions with { KeyAlgorithm = algorithm };
                HostPins pins = await PinChecker.ReadAsync(target, _trust, options, stop).ConfigureAwait(false);
                if (pins.Warning is { } warning) Pump.Warning(warning);
                foreach (PinRecord record in pins.Records)
                    if (Role == "All" || record.Role.ToString() == Role) Pump.Write(record);
            }
            catch (ConnectionFailure failure)
            {
                Pump.Error(FaultRecord.From(new PinningException(failure.Fault, failure)));
            }
        }

        return true;
    }

    private protected override ConnectionOptions ReadOptions()
    {
        ConnectionOptions options = base.ReadOptions() with { KeyAlgorithm = KeyAlgorithm };
        KeyAlgorithmChoice.Check(options);
        return options;
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

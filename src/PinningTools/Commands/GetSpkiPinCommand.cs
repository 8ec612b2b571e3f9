using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>Reads public-key pins from hosts, files, certificates, requests and keys.</summary>
[Cmdlet(VerbsCommon.Get, "SpkiPin", DefaultParameterSetName = HostSet)]
[OutputType(typeof(PinRecord))]
public sealed class GetSpkiPinCommand : EndpointCommand
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string CertificateSet = "Certificate";

    private readonly CertificateText _text = new();
    private readonly List<byte> _bytes = [];
    private TrustSettings _trust = TrustSettings.System;
    private KeyPassword _password = null!;
    private SweepProgress? _progress;
    private long _started;

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
    /// The kind of key to request from a server that has several certificates; Both connects twice. This parameter
    /// requires TLS 1.2, and PowerShell 7.4 or later on Linux or macOS.
    /// </summary>
    [Parameter(ParameterSetName = HostSet)]
    [Parameter(ParameterSetName = UriSet)]
    public ServerKeyAlgorithm KeyAlgorithm { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _password = new KeyPassword(Password, new KeyWork(Pump.StopToken));
        if (ParameterSetName is HostSet or UriSet) SerializedTypes.Register(this);
        _trust = OrTerminate(() => TrustAnchors.Read(this, TrustAnchor, pinOnly: false));
        if (CheckRevocation) _trust = _trust.WithRevocation();
        if (ParameterSetName is not (HostSet or UriSet)) return;
        Pump.Tick = (_progress = new SweepProgress(this, "Reading pins", "without a response")).Show;
        if (!MyInvocation.ExpectingInput) _progress.Expect(HostName.Length + Uri.Length);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case PathSet:
                WritePaths(Path, literal: false);
                break;
            case LiteralPathSet:
                WritePaths(LiteralPath, literal: true);
                break;
            case CertificateSet:
                WriteCertificates(Certificate);
                break;
            default:
                HostName = [.. HostName.Where(text => !TryWriteText(text))];
                ForEachTarget(target =>
                {
                    _started++;
                    Pump.Start(stop => WriteHostAsync(target.AsPortSpeaks(), stop));
                });
                break;
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_bytes.Count > 0) WriteCertificates([CertificateArgument.TryFrom(_bytes.ToArray())!]);
        if (_text.IsOpen) WriteCertificates([CertificateArgument.FromText(_text.Flush())]);
        // From here on it is known how many there are in all.
        _progress?.Expect(_started);
        Pump.Drain(0);
        _progress?.Complete();
    }

    private async Task WriteHostAsync(TlsTarget target, CancellationToken stop)
    {
        bool isGood = false;
        try
        {
            if (AllAddresses)
                await AddressSweep.RunAsync(target, ConnectionOptions, one => WriteEndPointAsync(one, stop), stop)
                    .ConfigureAwait(false);
            else await WriteEndPointAsync(target, stop).ConfigureAwait(false);
            isGood = true;
        }
        catch (ConnectionFailure failure)
        {
            throw new PinningException(failure.Fault, failure);
        }
        finally
        {
            Pump.Post(() => _progress?.Count(isGood));
        }
    }

    /// <summary>
    /// Each address and each kind of key is separate: a failure of one is an error in addition to the pins of the
    /// others.
    /// </summary>
    private async Task<bool> WriteEndPointAsync(TlsTarget target, CancellationToken stop)
    {
        ServerKeyAlgorithm[] algorithms = KeyAlgorithm == ServerKeyAlgorithm.Both
            ? [ServerKeyAlgorithm.Rsa, ServerKeyAlgorithm.Ecdsa]
            : [KeyAlgorithm];
        foreach (ServerKeyAlgorithm algorithm in algorithms)
        {
            try
            {
                ConnectionOptions options = ConnectionOptions with { KeyAlgorithm = algorithm };
                var check = new PinCheck(target, PinPolicy.NotPinned(_trust), options);
                PresentedPins pins = await PinChecker.ReadAsync(check, stop).ConfigureAwait(false);
                if (pins.Warning is { } warning) Pump.Warning(warning);
                // Together, so that the records of hosts that answer at once do not mix.
                Pump.Post(() => WriteObject(pins.Records.Where(IsWanted), enumerateCollection: true));
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

    private bool TryWriteText(string text)
    {
        if (!_text.TryTake(text, out string? whole)) return false;
        if (whole is not null) WriteCertificates([CertificateArgument.FromText(whole)]);
        return true;
    }

    private void WriteCertificates(CertificateArgument[] certificates)
    {
        foreach (CertificateArgument certificate in certificates)
        {
            if (certificate.IsPart) _bytes.AddRange(certificate.Data);
            else Write(certificate);
        }
    }

    private void Write(CertificateArgument certificate) => OrReport(() =>
    {
        foreach (PinRecord record in certificate.Read(_password, Report)) Write(record);
    });

    private void WritePaths(string[] paths, bool literal)
    {
        var expander = new CertificatePaths(this, Recurse, Report);
        foreach (string path in paths)
        {
            OrReport(() =>
            {
                foreach (object found in expander.Expand(path, literal))
                {
                    if (Pump.IsStopping) return;
                    if (found is string file) OrReport(() => WriteFile(file));
                    else Write(CertificateArgument.TryFrom(found)!);
                }
            });
        }
    }

    private void WriteFile(string file)
    {
        foreach (KeyFileItem item in KeyFile.Read(file, _password))
        {
            if (Pump.IsStopping) return;
            if (item.ToRecord(file, Report) is { } record) Write(record);
        }
    }

    private void Write(PinRecord record)
    {
        if (IsWanted(record)) WriteObject(record);
    }

    private bool IsWanted(PinRecord record) =>
        Role.Equals("All", StringComparison.OrdinalIgnoreCase)
        || record.Role.ToString().Equals(Role, StringComparison.OrdinalIgnoreCase);

    private void Report(Fault fault) => WriteError(FaultRecord.From(fault));

    private protected override void Refuse(PinningException error)
    {
        bool isOther = error.Fault.Id is nameof(Faults.NoCertificate) or nameof(Faults.FileEmpty);
        // Below a folder lie files of all kinds.
        if (Recurse && isOther) this.Tell(error.Message);
        else base.Refuse(error);
    }
}

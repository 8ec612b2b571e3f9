using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>Rehearses a change of certificate, key or intermediate against the pin sets that are deployed.</summary>
[Cmdlet(VerbsDiagnostic.Test, "PinRotation", DefaultParameterSetName = PathParameters)]
[OutputType(typeof(PinRotation))]
[OutputType(typeof(bool))]
public sealed class TestPinRotationCommand : PumpedCmdlet
{
    private const string PathParameters = "Path";
    private const string CertificateParameters = "Certificate";
    private const string LiteralParameters = "LiteralPath";

    private readonly List<PinSet> _sets = [];
    private readonly List<string> _files = [];

    /// <summary>The files of what is to go into service: a certificate with its chain, a request, or a key.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathParameters)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>
    /// The files of what is to go into service, by their exact names: no character is a wildcard. Accepts the output of
    /// Get-ChildItem.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralParameters)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>
    /// What is to go into service, as objects, text or bytes: a certificate with its chain, a request, or a key.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = CertificateParameters)]
    [CertificateTransform]
    [ValidateNotNull]
    public CertificateArgument[] Certificate { get; set; } = [];

    /// <summary>The password of a PFX file or an encrypted private key.</summary>
    [Parameter]
    public SecureString? Password { get; set; }

    /// <summary>
    /// Rehearses a change of the authority's intermediate. Give the certificate in service with its chain.
    /// </summary>
    [Parameter]
    public SwitchParameter IntermediateChanges { get; set; }

    /// <summary>The pin sets that clients have.</summary>
    [Parameter(ValueFromPipeline = true)]
    [PinSetTransform(LeavesFiles = true)]
    public PinSetArgument[] PinSet { get; set; } = [];

    /// <summary>
    /// The files of the pin sets that clients have, in any format that Import-PinSet reads. Wildcards are allowed. Not
    /// used if -PinSet is given. The default is the store that $env:PINNINGTOOLS_STORE names, or else the user's own.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] PinStore { get; set; } = [];

    /// <summary>The hosts to rehearse for. The default is the hosts that the certificate or request names.</summary>
    [Parameter]
    [Alias("ComputerName")]
    [ValidateNotNullOrEmpty]
    public string[] HostName { get; set; } = [];

    /// <summary>The date of the switch. The default is the present time.</summary>
    [Parameter]
    [DateTransform(WithoutDate = "Omit -At to check for the present time.")]
    public DateTime? At { get; set; }

    /// <summary>
    /// The number of days until the last client has a new pin set: the slowest rollout of an app, or the longest time
    /// for which a client keeps the pins it has (max-age), whichever is longer. The default is 30.
    /// </summary>
    [Parameter]
    [ValidateRange(0, 3650)]
    public int RolloutDays { get; set; } = 30;

    /// <summary>Writes a single value: true if every client keeps working, otherwise false.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _sets.AddRange(PinSetArgument.Sets(PinSet));
        _files.AddRange(LiteralPath);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        IReadOnlyList<PinRotation> results = OrTerminate(() => new RotationRehearsal
        {
            Material = RotationMaterial.From(ReadMaterial()),
            IntermediateChanges = IntermediateChanges,
            At = At is { } day ? UtcDate.Truncate(day) : UtcDate.Now,
            Rollout = TimeSpan.FromDays(RolloutDays),
        }.RehearseAll(ReadSets(), HostName));
        if (Quiet) WriteObject(results.All(result => result.Passed));
        else WriteObject(results, enumerateCollection: true);
    }

    /// <summary>
    /// A partial chain would be treated as the complete one, so the first item that cannot be read is an error.
    /// </summary>
    private List<IKeyHolder> ReadMaterial()
    {
        var password = new KeyPassword(Password, new KeyWork(Pump.StopToken));
        return ParameterSetName == CertificateParameters
            ? [.. Certificate.SelectMany(one => one.ReadHolders(password))]
            : [.. Path.SelectMany(path => PathReader.Resolve(this, path, literal: false))
                .Concat(_files.SelectMany(path => PathReader.Resolve(this, path, literal: true)))
                .SelectMany(file => KeyFile.Read(file, password))
                .Select(item => item.Holder ?? throw new PinningException(item.Fault!))];
    }

    private IEnumerable<DeployedSet> ReadSets() => PinStore.Length == 0 && _sets.Count == 0
        ? DeployedSet.From(StoreArgument.ReadWhole(this, Pump, null), null)
        : _sets.Select(set => new DeployedSet(set)).Concat(
            PinStore.SelectMany(path => PathReader.Resolve(this, path, literal: false)).SelectMany(ReadSets));

    private IEnumerable<DeployedSet> ReadSets(string path)
    {
        PinSetFile file = PinSetFile.Read(path);
        if (file.IsStore) return DeployedSet.From(StoreArgument.ReadWhole(this, Pump, path), path);
        FormatReading reading = file.Parse();
        Losses.Report(this, path, reading.Losses, strict: false);
        return DeployedSet.From(file, reading);
    }
}

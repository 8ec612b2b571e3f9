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

    /// <summary>Files of what is to go into service: a certificate with its chain, a request, or a key.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathParameters)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The same files by their exact names, as Get-ChildItem gives them.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralParameters)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The same as objects, text or bytes.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CertificateParameters)]
    [CertificateTransform]
    [ValidateNotNull]
    public CertificateArgument[] Certificate { get; set; } = [];

    /// <summary>The password of a PFX file or an encrypted key.</summary>
    [Parameter]
    public SecureString? Password { get; set; }

    /// <summary>
    /// Rehearses that the authority changes its intermediate, with the certificate in service and its chain.
    /// </summary>
    [Parameter]
    public SwitchParameter IntermediateChanges { get; set; }

    /// <summary>The pin sets that are deployed.</summary>
    [Parameter(ValueFromPipeline = true)]
    [PinSetTransform(LeavesFiles = true)]
    public PinSet[] PinSet { get; set; } = [];

    /// <summary>
    /// Files of the pin sets that are deployed, in any form that Import-PinSet reads; wildcards are allowed. Without it
    /// and -PinSet, the store that $env:PINNINGTOOLS_STORE names, else the user's own.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] PinStore { get; set; } = [];

    /// <summary>The hosts it is for, in place of those the certificate or request names.</summary>
    [Parameter]
    [Alias("ComputerName")]
    [ValidateNotNullOrEmpty]
    public string[] HostName { get; set; } = [];

    /// <summary>The day of the switch; now unless given.</summary>
    [Parameter]
    [DateTransform(WithoutDate = "Leave out -At to judge now.")]
    public DateTime? At { get; set; }

    /// <summary>
    /// The days until the last client has a new pin set: the slowest rollout of an app, or the longest time for which a
    /// client keeps what it has (max-age).
    /// </summary>
    [Parameter]
    [ValidateRange(0, 3650)]
    public int RolloutDays { get; set; } = 30;

    /// <summary>Writes true where every client keeps working and false otherwise.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _sets.AddRange(PinSet);
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
        }.JudgeAll(ReadSets(), HostName));
        if (Quiet) WriteObject(results.All(result => result.Passed));
        else WriteObject(results, enumerateCollection: true);
    }

    /// <summary>
    /// Half of a chain would be judged as if it were all of it: the first thing that cannot be read ends it.
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
        ? DeployedSet.From(PinStores.ReadWhole(this, Pump, null), null)
        : _sets.Select(set => new DeployedSet(set)).Concat(
            PinStore.SelectMany(path => PathReader.Resolve(this, path, literal: false)).SelectMany(ReadSets));

    private IEnumerable<DeployedSet> ReadSets(string path)
    {
        PinSetFile file = PinSetFile.Read(path);
        if (file.IsStore) return DeployedSet.From(PinStores.ReadWhole(this, Pump, path), path);
        FormatReading reading = file.Parse();
        Losses.Report(this, path, reading.Losses, strict: false);
        return DeployedSet.From(file, reading);
    }
}

using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>Tells whether hosts show the keys they are expected to: one verdict a host, and never an error for what a host does.</summary>
[Cmdlet(VerbsDiagnostic.Test, "CertificatePin", DefaultParameterSetName = HostSet)]
[OutputType(typeof(PinVerdict))]
[OutputType(typeof(bool))]
public sealed class TestCertificatePinCommand : EndpointCommand
{
    private TrustSettings? _trust;
    private IPolicySource? _policies;
    private OrderedWriter? _ordered;

    /// <summary>The pins, any of which is enough: text, pin objects, certificates. A backup pin belongs among them.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [PinTransform]
    public PinArgument[] Pin { get; set; } = [];

    /// <summary>The pin sets to look each host up in, where there is no -Pin.</summary>
    [Parameter]
    [PinSetTransform]
    public PinSet[] PinSet { get; set; } = [];

    /// <summary>The pin store to look each host up in, where there is neither -Pin nor -PinSet. Without it, the file that
    /// $env:PINNINGTOOLS_STORE names, else the user's own.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PinStore { get; set; }

    /// <summary>Only warns where the pins are at fault, whatever the pin set says: the verdict stays the true one, and its
    /// Allowed says that a connection would go on.</summary>
    [Parameter]
    public SwitchParameter ReportOnly { get; set; }

    /// <summary>Trusts the leaf's key alone, without chain and name: for appliances with a certificate of their own.</summary>
    [Parameter]
    public SwitchParameter PinOnly { get; set; }

    /// <summary>Writes true or false for each host, in the order of the input.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Writes the verdicts in the order of the input, not as they come.</summary>
    [Parameter]
    public SwitchParameter Ordered { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (PinOnly || TrustAnchor.Length > 0) _trust = OrTerminate(() => TrustAnchors.Read(this, TrustAnchor, PinOnly));
        if (PinSet.Length > 0) _policies = OrTerminate(() => new PinStore(PinSet));
        else if (PinStore is not null) _policies = OrTerminate(() => ReadStore(PinStore));
        if (Quiet || Ordered) _ordered = new OrderedWriter(WriteObject);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        ForEachTarget(target =>
        {
            PinPolicy policy;
            try
            {
                policy = PolicyFor(target);
            }
            catch (PinningException error)
            {
                WriteError(FaultRecord.From(error));
                return;
            }

            long place = _ordered?.Take() ?? 0;
            Pump.Start(stop => WriteVerdictAsync(target, policy, place, stop));
        });
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Pump.Drain(0);

    private PinPolicy PolicyFor(TlsTarget target)
    {
        PinPolicy? policy = Pin.Length > 0
            ? new PinPolicy { Pins = PinArguments.Read(Pin, target) }
            : (_policies ??= ReadStore(null)).Find(target);
        return policy?.With(_trust, ReportOnly) ?? PinPolicy.NotPinned(_trust ?? TrustSettings.System);
    }

    private async Task WriteVerdictAsync(TlsTarget target, PinPolicy policy, long place, CancellationToken stop)
    {
        PinVerdict verdict = await PinChecker.CheckAsync(target, policy, ConnectionOptions, stop).ConfigureAwait(false);
        object result = Quiet ? verdict.Passed : verdict;
        if (_ordered is { } ordered) Pump.Post(() => ordered.Write(place, result));
        else Pump.Write(result);
    }
}

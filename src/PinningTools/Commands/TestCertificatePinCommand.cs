using System.Collections.Generic;
using System.Linq;
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
    private TrustSettings _trust = TrustSettings.System;
    private OrderedWriter? _ordered;

    /// <summary>The pins, any of which is enough: text, pin objects, certificates. A backup pin belongs among them.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [PinTransform]
    public PinArgument[] Pin { get; set; } = [];

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
        base.BeginProcessing();
        _trust = OrTerminate(() => TrustAnchors.Read(this, TrustAnchor, PinOnly));
        if (Quiet || Ordered) _ordered = new OrderedWriter(results => WriteObject(results, enumerateCollection: true));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        ForEachTarget(target =>
        {
            PinPolicy policy;
            try
            {
                policy = new PinPolicy { Pins = PinArguments.Read(Pin, target), Trust = _trust };
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

    private async Task WriteVerdictAsync(TlsTarget target, PinPolicy policy, long place, CancellationToken stop)
    {
        IReadOnlyList<PinVerdict> verdicts = AllAddresses
            ? await PinChecker.CheckAllAsync(target, policy, ConnectionOptions, stop).ConfigureAwait(false)
            : [await PinChecker.CheckAsync(target, policy, ConnectionOptions, stop).ConfigureAwait(false)];
        // The bool of a host with several addresses holds for all of them.
        object[] results = Quiet ? [verdicts.All(verdict => verdict.Passed)] : [.. verdicts];
        if (_ordered is { } ordered) Pump.Post(() => ordered.Write(place, results));
        else foreach (object result in results) Pump.Write(result);
    }
}

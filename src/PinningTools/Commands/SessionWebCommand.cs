using System;
using System.Management.Automation;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>
/// The base of what runs in place of Invoke-WebRequest and Invoke-RestMethod in a session with Enable-WebPinning. It has
/// their parameters and no others; the policy is that of the session. The module does not export these commands.
/// </summary>
internal abstract class SessionWebCommand : WebCommand, IWebParameters
{
    private WebPinningCall _session = null!;

    /// <summary>The type of PowerShell's own command.</summary>
    private protected abstract string StockName { get; }

    PinArgument[] IPolicyParameters.Pin => [];

    PinSetArgument[] IPolicyParameters.PinSet => [];

    string? IPolicyParameters.PinStore => null;

    SwitchParameter IPolicyParameters.PinOnly => default;

    object[] IPolicyParameters.TrustAnchor => [];

    SwitchParameter IPolicyParameters.ReportOnly => default;

    SwitchParameter IPolicyParameters.CheckRevocation => default;

    SwitchParameter IWebParameters.AllowUnpinnedRedirect => default;

    /// <summary>Over TLS, which is all that is made here, the switch has no effect in PowerShell's own commands either.</summary>
    SwitchParameter IWebParameters.AllowUnencryptedAuthentication => default;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        SerializedTypes.Register(this);
        _session = OrTerminate(() => WebPinningCall.Begin(this, Pump, this, StockName));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        WebRun? run = OrTerminate(() => _session.TryRead(TakeAsync, MaximumPages));
        PinningException? failure = run is null ? null : Run(run);
        if (run is null || (failure is not null && _session.IsLeftToStock(failure))) _session.RunStock();
        // As in Invoke-WebRequest, every error ends the command.
        else if (failure is not null) ThrowTerminatingError(WebErrorRecords.From(failure));
    }
}

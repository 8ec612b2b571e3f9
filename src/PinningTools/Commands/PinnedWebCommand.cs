using System;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>
/// The base of Invoke-PinnedWebRequest and Invoke-PinnedRestMethod: one request for each input, whose connection is
/// evaluated before a byte of it is sent.
/// </summary>
public abstract partial class PinnedWebCommand : WebCommand, IWebParameters
{
    private OverriddenPolicies _policies = null!;

    private protected PinnedWebCommand()
    {
    }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        SerializedTypes.Register(this);
        _policies = OrTerminate(() => PolicyReader.Overriding(this, this));
        if (Pin.Length > 0 && !PolicyReader.IsStoreGiven(this)) return;
        var timeout = TimeSpan.FromSeconds(ConnectionTimeoutSeconds);
        _policies = _policies with { Policies = OrTerminate(() => PolicyReader.Read(this, Pump, this, timeout)) };
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var reader = new WebRequestReader(this, Pump, this);
        PinningException? failure = Run(OrTerminate(() => reader.Read(_policies, TakeAsync, MaximumPages)));
        // As in Invoke-WebRequest, every error ends the command.
        if (failure is not null) ThrowTerminatingError(WebErrorRecords.From(failure));
    }
}

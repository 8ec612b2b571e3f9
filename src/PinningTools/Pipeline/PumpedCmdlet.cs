using System;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>
/// A cmdlet whose work is async. It owns the pump, and so the one cancellation of everything it started.
/// </summary>
public abstract class PumpedCmdlet : PSCmdlet, IDisposable
{
    /// <summary>Makes the cmdlet with its pump.</summary>
    protected private PumpedCmdlet()
    {
        Pump = new CmdletPump(this);
    }

    private protected CmdletPump Pump { get; }

    /// <inheritdoc/>
    protected override void StopProcessing() => Pump.Stop();

    /// <summary>Ends whatever still runs. PowerShell calls it however the pipeline ends.</summary>
    public void Dispose()
    {
        Pump.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the command.</summary>
    private protected void Terminate(Fault fault) => ThrowTerminatingError(FaultRecord.From(fault));

    /// <summary>Reports what comes to nothing while the rest goes on, such as a host that is none.</summary>
    private protected virtual void Refuse(PinningException error) => WriteError(FaultRecord.From(error));

    /// <summary>Runs code whose fault is one error among the results.</summary>
    private protected void OrReport(Action action)
    {
        try
        {
            action();
        }
        catch (PinningException error)
        {
            Refuse(error);
        }
        catch (OperationCanceledException) when (Pump.IsStopping)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Runs code whose faults end the command.</summary>
    private protected T OrTerminate<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (PinningException error)
        {
            ThrowTerminatingError(FaultRecord.From(error));
            throw;
        }
        catch (OperationCanceledException) when (Pump.IsStopping)
        {
            throw new PipelineStoppedException();
        }
    }
}

using System;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>
/// A cmdlet with async work. It owns the pump and therefore the cancellation of everything that it started.
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

    /// <summary>Ends all running work. PowerShell calls it however the pipeline ends.</summary>
    public void Dispose()
    {
        Pump.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the command.</summary>
    private protected void Terminate(Fault fault) => ThrowTerminatingError(FaultRecord.From(fault));

    /// <summary>Reports an error for one input while the others continue, such as an invalid host.</summary>
    private protected virtual void Refuse(PinningException error) => WriteError(FaultRecord.From(error));

    /// <summary>Runs code whose fault is reported as one error among the results.</summary>
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

    /// <summary>Runs code whose fault ends the command.</summary>
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

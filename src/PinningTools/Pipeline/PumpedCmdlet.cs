using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

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

    /// <summary>The store a command means, with all that is in force through it.</summary>
    /// <param name="given">The path, or null for the default store.</param>
    /// <param name="seconds">How long the command lets a host take; the store's source is one.</param>
    /// <exception cref="PinningException">
    /// The store cannot be read, or its source gave nothing and there is no good copy.
    /// </exception>
    private protected WholeStore ReadStore(string? given, int seconds)
    {
        PinStore store = PinStores.Read(this, given);
        string path = store.Source is null ? "" : PinStores.PathOf(this, given);
        return Await(stop => CompleteAsync(store, path, seconds, stop));
    }

    /// <summary>A store with all that is in force through it.</summary>
    private protected Task<WholeStore> CompleteAsync(
        PinStore store, string path, int seconds, CancellationToken stop)
    {
        var timeout = TimeSpan.FromSeconds(seconds);
        return WholeStore.LoadAsync(
            store, path, timeout > TimeSpan.Zero && timeout < DynamicStore.MaxTimeout ? timeout : DynamicStore.MaxTimeout,
            Pump.Warning, stop);
    }

    /// <summary>Waits for work that the rest cannot begin without.</summary>
    private protected T Await<T>(Func<CancellationToken, Task<T>> work)
    {
        T result = default!;
        PinningException? failure = null;
        Pump.Start(async stop =>
        {
            try
            {
                result = await work(stop).ConfigureAwait(false);
            }
            catch (PinningException error)
            {
                failure = error;
            }
        });
        Pump.Drain(0);
        if (failure is not null) throw failure;
        return Pump.Stopping ? throw new PipelineStoppedException() : result;
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
        catch (OperationCanceledException) when (Pump.Stopping)
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
        catch (OperationCanceledException) when (Pump.Stopping)
        {
            throw new PipelineStoppedException();
        }
    }
}

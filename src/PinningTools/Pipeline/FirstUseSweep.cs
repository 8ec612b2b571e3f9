using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>Learns the keys of appliances on first use. Each question is asked on the pipeline thread.</summary>
internal sealed class FirstUseSweep
{
    private readonly CmdletPump _pump;
    private readonly FirstUse _first;

    /// <param name="cmdlet">The command.</param>
    /// <param name="pump">The pump of the command.</param>
    /// <param name="path">The store.</param>
    /// <param name="timeout">The time-out for an appliance, which also applies to the source of the store.</param>
    internal FirstUseSweep(PSCmdlet cmdlet, CmdletPump pump, string path, TimeSpan timeout)
    {
        _pump = pump;
        _first = new FirstUse(path, new ConnectionOptions { Timeout = timeout })
        {
            Complete = (store, stop) => RemoteStore.CompleteAsync(store, path, timeout, pump.Warning, stop),
            Ask = (target, verdict) => pump.AskAsync(() => cmdlet.ShouldProcess(
                $"{target} {verdict.Chain[0].Pin} ({verdict.Chain[0].Subject})", "Trust the key on first use")),
        };
    }

    /// <summary>Starts with a host as soon as the throttle allows.</summary>
    /// <exception cref="PinningException">The text names no host.</exception>
    internal void Start(string host, int? port, int throttle)
    {
        TlsTarget target = TlsTarget.Parse(host, port).AsPortSpeaks();
        _pump.Drain(throttle - 1);
        _pump.Start(stop => LearnAsync(target, stop));
    }

    private async Task LearnAsync(TlsTarget target, CancellationToken stop)
    {
        PinVerdict verdict = await _first.LearnAsync(target, stop).ConfigureAwait(false);
        if (verdict.Reason == VerdictReason.RecordedOnFirstUse)
            _pump.Warning(
                $"{verdict.Target}: {verdict.Chain[0].Pin} is trusted from now on. Confirm it over another channel.");
        if (_first.RefusalIn(verdict) is { } refusal) _pump.Error(FaultRecord.From(refusal));
        _pump.Write(verdict);
    }
}

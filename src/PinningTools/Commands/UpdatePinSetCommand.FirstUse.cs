using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;

namespace PinningTools.Commands;

// Trust on first use: what an appliance shows is looked at, asked about and recorded.
public sealed partial class UpdatePinSetCommand
{
    private void LearnAll()
    {
        string path = OrTerminate(() => PinStores.PathForWriting(this, PinStore));
        foreach (string host in HostName)
        {
            OrReport(() =>
            {
                TlsTarget target = TlsTarget.Parse(host, Port).AsPortSpeaks();
                Pump.Drain(ThrottleLimit - 1);
                Pump.Start(stop => LookAsync(path, target, stop));
            });
        }
    }

    private async Task LookAsync(string path, TlsTarget target, CancellationToken stop)
    {
        PinStore store = File.Exists(path) ? PinStoreCache.Read(path) : new PinStore();
        var options = new ConnectionOptions { Timeout = TimeSpan.FromSeconds(TimeoutSec) };
        PinVerdict verdict = await PinChecker.CheckAsync(target, FirstUse.PolicyFor(store, target), options, stop)
            .ConfigureAwait(false);
        if (verdict is { Verdict: Verdict.NotPinned, Pattern: null })
        {
            Pump.Post(() => Ask(path, target, verdict));
            return;
        }

        if (verdict.Passed) await RecordAsync(path, target, verdict, stop).ConfigureAwait(false);
        else if (verdict.Chain.Length > 0)
            Pump.Error(FaultRecord.From(new PinningException(Refusal(verdict, path)) { Verdict = verdict }));
        Pump.Write(verdict);
    }

    private static Fault Refusal(PinVerdict verdict, string path) =>
        verdict.Verdict == Verdict.PinMismatch ? Faults.KeyChanged(verdict, path) : Faults.Refused(verdict);

    private void Ask(string path, TlsTarget target, PinVerdict verdict)
    {
        string shown = $"{target} {verdict.Chain[0].Pin} ({verdict.Chain[0].Subject})";
        if (!ShouldProcess(shown, "Trust the key on first use"))
        {
            WriteObject(verdict);
            return;
        }

        this.Warn($"{target}: {verdict.Chain[0].Pin} is trusted from now on. Confirm it over another channel.");
        Pump.Start(async stop =>
        {
            if (await RecordAsync(path, target, verdict, stop).ConfigureAwait(false))
            {
                verdict.Reason = VerdictReason.RecordedOnFirstUse;
                verdict.Message = $"{target} was not pinned. Its key {verdict.Chain[0].Pin} is recorded in "
                    + $"'{TerminalText.Printable(path)}' "
                    + "and trusted alone from now on; this connection was trusted without proof.";
            }

            Pump.Write(verdict);
        });
    }

    private static async Task<bool> RecordAsync(
        string path, TlsTarget target, PinVerdict verdict, CancellationToken stop)
    {
        bool recorded = false;
        await PinStoreFile.UpdateAsync(path, store => recorded = FirstUse.Record(store, target, verdict), stop)
            .ConfigureAwait(false);
        return recorded;
    }
}

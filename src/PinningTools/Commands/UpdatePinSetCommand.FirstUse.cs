using System;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;

namespace PinningTools.Commands;

// Trust on first use: what an appliance shows is looked at, asked about and recorded.
public sealed partial class UpdatePinSetCommand
{
    private void LearnAll()
    {
        string path = OrTerminate(() => StoreArgument.PathForWriting(this, PinStore));
        var first = new FirstUse(path, new ConnectionOptions { Timeout = TimeSpan.FromSeconds(TimeoutSec) })
        {
            Complete = (store, stop) => RemoteStore.CompleteAsync(
                store, path, TimeSpan.FromSeconds(TimeoutSec), Pump.Warning, stop),
        };
        foreach (string host in HostName)
        {
            OrReport(() =>
            {
                TlsTarget target = TlsTarget.Parse(host, Port).AsPortSpeaks();
                Pump.Drain(ThrottleLimit - 1);
                Pump.Start(stop => LookAsync(first, path, target, stop));
            });
        }
    }

    private async Task LookAsync(FirstUse first, string path, TlsTarget target, CancellationToken stop)
    {
        (TlsTarget asked, PinVerdict verdict) = await first.LookAsync(target, stop).ConfigureAwait(false);
        if (verdict is { Verdict: Verdict.NotPinned, Pattern: null })
        {
            Pump.Post(() => Ask(first, path, asked, verdict));
            return;
        }

        if (verdict.Passed) await first.RecordAsync(asked, verdict, stop).ConfigureAwait(false);
        else if (verdict.Chain.Length > 0)
            Pump.Error(FaultRecord.From(Refusal(verdict, path)));
        Pump.Write(verdict);
    }

    private static PinRefusedException Refusal(PinVerdict verdict, string path) =>
        verdict.Verdict == Verdict.PinMismatch ? PinRefusedException.FromChangedKey(verdict, path) : new(verdict);

    private void Ask(FirstUse first, string path, TlsTarget target, PinVerdict verdict)
    {
        string shown = $"{target} {verdict.Chain[0].Pin} ({verdict.Chain[0].Subject})";
        if (!ShouldProcess(shown, "Trust the key on first use"))
        {
            WriteObject(verdict);
            return;
        }

        Pump.Start(async stop =>
        {
            if (!await first.RecordAsync(target, verdict, stop).ConfigureAwait(false))
            {
                // Someone pinned it meanwhile: what it showed is judged by that.
                await LookAsync(first, path, target, stop).ConfigureAwait(false);
                return;
            }

            Pump.Warning(
                $"{target}: {verdict.Chain[0].Pin} is trusted from now on. Confirm it over another channel.");
            Pump.Write(verdict with
            {
                Reason = VerdictReason.RecordedOnFirstUse,
                Message = $"{target} was not pinned. Its key {verdict.Chain[0].Pin} was recorded in "
                    + $"'{TerminalText.Printable(path)}' and is the only one that is trusted from now on; this "
                    + "connection was trusted without proof.",
            });
        });
    }
}

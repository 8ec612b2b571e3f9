using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Writes verdicts, or with -Quiet one bool for each host, as soon as they are reached or in the order of the input.
/// </summary>
/// <param name="cmdlet">The command.</param>
/// <param name="pump">The pump of the command.</param>
/// <param name="progress">Counts them.</param>
/// <param name="quiet">Whether a bool is written in place of each host's verdicts.</param>
/// <param name="ordered">Whether the order is that of the input.</param>
internal sealed class VerdictWriter(Cmdlet cmdlet, CmdletPump pump, SweepProgress progress, bool quiet, bool ordered)
{
    private readonly OrderedWriter? _ordered =
        ordered ? new(results => cmdlet.WriteObject(results, enumerateCollection: true)) : null;

    /// <summary>
    /// The value that is written in addition to an error: scripts that count the results can still match them with the
    /// input.
    /// </summary>
    private object[] NoResult => quiet ? [false] : [];

    /// <summary>Starts a check, whose verdicts take the place of the next input.</summary>
    internal void Start(Func<CancellationToken, Task<IReadOnlyList<PinVerdict>>> check)
    {
        if (_ordered is { } waiting) pump.DrainWhile(() => waiting.Early > OrderedWriter.MaxEarly);
        long place = _ordered?.Take() ?? 0;
        progress.Begin();
        pump.Start(async stop =>
        {
            try
            {
                IReadOnlyList<PinVerdict> verdicts = await check(stop).ConfigureAwait(false);
                pump.Post(() => Write(place, verdicts));
            }
            catch (PinningException) when (_ordered is not null)
            {
                // The error takes the place of the input in the order; the following verdicts would wait forever otherwise.
                pump.Post(() => _ordered.Write(place, NoResult));
                throw;
            }
        });
    }

    /// <summary>Takes the place of an input for which there is only an error.</summary>
    internal void Skip() => _ordered?.Write(_ordered.Take(), NoResult);

    private void Write(long place, IReadOnlyList<PinVerdict> verdicts)
    {
        progress.Count(verdicts);
        foreach (PinVerdict verdict in verdicts) cmdlet.Tell(VerdictTrace.Of(verdict));
        // The bool of a host with several addresses holds for all of them.
        object[] results = quiet ? [verdicts.All(verdict => verdict.Passed)] : [.. verdicts];
        if (_ordered is { } order) order.Write(place, results);
        else cmdlet.WriteObject(results, enumerateCollection: true);
    }
}

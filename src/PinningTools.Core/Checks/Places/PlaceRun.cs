using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// The other machine's part: it checks what an order says and writes the facts line by line, as they are found. It keeps
/// nothing and writes no file. Each line begins with the id of the run, so that other output of the session is not taken
/// for facts.
/// </summary>
internal static class PlaceRun
{
    /// <param name="order">The text of the order.</param>
    /// <param name="version">The version of the module.</param>
    /// <param name="write">Takes each line; called from several threads, one after another.</param>
    /// <param name="cancel">Stops everything.</param>
    /// <exception cref="PinningException">The order cannot be read.</exception>
    internal static async Task RunAsync(string order, string version, Action<string> write, CancellationToken cancel)
    {
        (CheckOptions options, string runId) = PlaceOrder.Read(order);
        var guard = new object();
        int count = 0;
        void Write(JsonValue line)
        {
            lock (guard) write(runId + " " + JsonWriter.WriteCompact(line));
        }

        void Tell(CheckResult result)
        {
            for (int i = 0; i < result.Details.Count; i++)
            {
                Interlocked.Increment(ref count);
                Write(PlaceFacts.Write(result, i));
            }
        }

        Write(JsonObject.From(
            (PlaceOrder.Marker, JsonValue.From(PlaceOrder.Version)), ("version", JsonValue.From(version)),
            ("clock", JsonValue.From(CheckDate.Format(UtcDate.Now)))));
        options = options with { Progress = (_, result, _) => Tell(result) };
        var reader = new CheckRowReader("", options.Policies is not null, null);
        var plan = new CheckPlan(
            options.Rows.Select((row, i) => reader.Read(row, i + 1)).OfType<CheckRow>(), options.Order,
            () => options.Policies!, isOneRowEach: true);
        foreach (CheckResult failed in plan.Failed) Tell(failed);
        var maker = new CheckResultMaker(new CheckExpiry(options.WarningDays, options.CriticalDays), isSlim: false, "");
        CheckResult[] results = await new CheckAsker(options, maker).AskAsync(plan.Endpoints, null, cancel).ConfigureAwait(false);
        // What has a result without a verdict has not been told yet.
        foreach (CheckResult result in results.Where(result => result.Asked is null)) Tell(result);
        Write(JsonObject.From(("end", JsonValue.From(count))));
    }
}

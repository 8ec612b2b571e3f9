using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;

namespace PinningTools.Tests.Checks.Places;

/// <summary>Another machine that runs here: an honest one does what the order says, and a test may bend its answer.</summary>
internal sealed class FakePlace(string name) : IPlace
{
    public string Name => name;

    /// <summary>The orders that came.</summary>
    internal List<string> Orders { get; } = [];

    /// <summary>Changes, drops or multiplies a line of the honest answer; the number of the order comes with it.</summary>
    internal Func<string, int, IEnumerable<string>> Bend { get; set; } = (line, _) => [line];

    /// <summary>What comes instead of an answer.</summary>
    internal Func<string, Func<string, bool>, CancellationToken, Task>? Instead { get; set; }

    public async Task AskAsync(string order, Func<string, bool> take, CancellationToken cancel)
    {
        Orders.Add(order);
        if (Instead is not null)
        {
            await Instead(order, take, cancel);
            return;
        }

        bool isWanted = true;
        int number = Orders.Count;
        await PlaceRun.RunAsync(order, "1.0.0", line =>
        {
            foreach (string bent in Bend(line, number)) isWanted = isWanted && take(bent);
        }, cancel);
    }
}

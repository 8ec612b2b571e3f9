using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using PinningTools.Fuzz;
using PinningTools.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace PinningTools.Tests.Formats;

/// <summary>A slice of the run that tests/Fuzz does at length.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    [Fact, Trait(Rounds.Category, Rounds.Long)]
    public void Damaged_inputs_neither_crash_a_parser_nor_cost_without_bound()
    {
        int inputs = Rounds.Of(usual: 20_000, whole: 1_000_000);
        var fuzzer = new Fuzzer(FuzzTargets.All(), Fuzzer.Patience);
        var findings = new List<string>();
        for (int number = 0; number < inputs; number++)
            if (fuzzer.Run(number) is { } finding) findings.Add(finding);

        Assert.Empty(findings);
        // Both must occur, or the seeds or mutations are not useful.
        Assert.True(fuzzer.Accepted > inputs / 20
            && fuzzer.Refused > inputs / 20, $"{fuzzer.Accepted} accepted, {fuzzer.Refused} refused");
        output.Tell($"{inputs} inputs to {fuzzer.TargetCount} parsers, at most {fuzzer.MostAllocated >> 10} KiB for one");
    }

    [Fact]
    public void Every_parser_accepts_what_its_mutations_begin_with() => Assert.All(
        FuzzTargets.All().Where(target => target.Name != "Urllib3"),
        target => Assert.Contains(target.Seeds, seed => Accepts(target, seed)));

    [Theory]
    [InlineData("CRASH")]
    [InlineData("SLOW")]
    [InlineData("MEMORY")]
    public void The_runner_finds_what_it_looks_for(string what)
    {
        Action<byte[]> run = what switch
        {
            "CRASH" => _ => throw new InvalidOperationException(),
            "SLOW" => _ => Thread.Sleep(50),
            _ => _ => GC.KeepAlive(new byte[200 << 20]),
        };
        TimeSpan tooLong = what == "SLOW" ? TimeSpan.FromMilliseconds(10) : Fuzzer.Patience;

        string? finding = new Fuzzer([new FuzzTarget("bad", [[1, 2]], [[3]], run)], tooLong).Run(0);

        Assert.StartsWith(what, finding, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_always_gives_the_same_input() =>
        Assert.Equal(new Mutator(77).Mutate([[1, 2, 3, 4]], [[5]]), new Mutator(77).Mutate([[1, 2, 3, 4]], [[5]]));

    private static bool Accepts(FuzzTarget target, byte[] seed)
    {
        try
        {
            target.Run(seed);
            return true;
        }
        catch (PinningException)
        {
            return false;
        }
    }
}

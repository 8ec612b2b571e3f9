using System.Collections.Generic;
using PinningTools.Fuzz;
using Xunit;

namespace PinningTools.Tests.Formats;

/// <summary>A slice of the run that tests/Fuzz does at length.</summary>
public sealed class FuzzTests
{
    private const int Inputs = 20_000;

    [Fact]
    public void Damaged_inputs_neither_crash_a_parser_nor_cost_without_bound()
    {
        var fuzzer = new Fuzzer(FuzzTargets.All());
        var findings = new List<string>();
        for (int number = 0; number < Inputs; number++)
            if (fuzzer.Run(number) is { } finding) findings.Add(finding);

        Assert.Empty(findings);
        // Both happen, or the seeds or the mutations are no good.
        Assert.True(fuzzer.Accepted > Inputs / 20 && fuzzer.Refused > Inputs / 20, $"{fuzzer.Accepted} accepted, {fuzzer.Refused} refused");
    }
}

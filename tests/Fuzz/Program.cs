using System;
using System.Diagnostics;
using System.Globalization;
using System.Threading;
using PinningTools.Fuzz;
using PinningTools.Testing;

// dotnet run -c Release --project tests/Fuzz -- [count] [first] runs count inputs from number first on; every input is
// made of its number alone, so that a finding is run again by its number with a count of 1.
long count = args.Length > 0 ? long.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
long first = args.Length > 1 ? long.Parse(args[1], CultureInfo.InvariantCulture) : 0;
LoopbackGuard.Start();
var fuzzer = new Fuzzer(FuzzTargets.All(), Fuzzer.Patience);
var watch = Stopwatch.StartNew();
int findings = 0;

using var watchdog = new Timer(_ =>
{
    if (!fuzzer.IsHanging(TimeSpan.FromSeconds(60))) return;
    Console.Error.WriteLine($"HANG {fuzzer.Current}");
    Environment.Exit(2);
}, null, 1000, 1000);

for (long number = first; number < first + count; number++)
{
    if (fuzzer.Run(number) is { } finding)
    {
        findings++;
        Console.Error.WriteLine(finding);
    }

    if ((number - first + 1) % 100_000 == 0)
        Console.WriteLine($"{number - first + 1} inputs, {findings} findings, {watch.Elapsed.TotalSeconds:0} s");
}

Console.WriteLine(
    $"{count} inputs to {fuzzer.TargetCount} parsers: {fuzzer.Accepted} accepted, {fuzzer.Refused} refused, "
        + $"{findings} findings; "
    + $"at most {fuzzer.MostAllocated / 1024} KiB and {fuzzer.Slowest.TotalMilliseconds:0} ms for one.");
return findings == 0 ? 0 : 1;

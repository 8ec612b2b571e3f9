using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;

namespace PinningTools.Fuzz;

/// <summary>Runs mutated inputs and says which ones crash, take too long or take too much memory.</summary>
/// <param name="targets">The parsers, which take turns.</param>
/// <param name="tooLong">What is a finding for one input.</param>
internal sealed class Fuzzer(IReadOnlyList<FuzzTarget> targets, TimeSpan tooLong)
{
    /// <summary>For each byte of input, and in general; generous, for what is looked for grows without bound.</summary>
    private const long BytesForByte = 4096;
    private const long BytesForAny = 64 << 20;
    private const int MaxShown = 8192;

    /// <summary>Far beyond what any input takes, for the machine may have other things to do.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private long _started;

    internal int TargetCount => targets.Count;

    internal long Accepted { get; private set; }

    internal long Refused { get; private set; }

    internal long MostAllocated { get; private set; }

    internal TimeSpan Slowest { get; private set; }

    /// <summary>What is being run.</summary>
    internal string Current { get; private set; } = "";

    /// <summary>Runs the input of a number; null if all is well.</summary>
    internal string? Run(long number)
    {
        FuzzTarget target = targets[(int)(number % targets.Count)];
        byte[] input = new Mutator(number).Mutate(target.Seeds, target.Words);
        Current = $"input {number} ({target.Name}, {input.Length} bytes)";
        Interlocked.Exchange(ref _started, Stopwatch.GetTimestamp());
        long before = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        string? crash = Try(target, input);
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Interlocked.Exchange(ref _started, 0);
        if (time > Slowest) Slowest = time;
        MostAllocated = Math.Max(MostAllocated, allocated);
        string? finding = crash is not null ? $"CRASH {Current}: {crash}"
            : time > tooLong ? $"SLOW {Current}: {time.TotalSeconds:0.0} s"
            : allocated > BytesForAny + (BytesForByte * input.Length)
                ? $"MEMORY {Current}: {allocated >> 20} MiB"
                : null;
        // Keys and certificates among the seeds are new every time, so the number alone does not bring their inputs
        // back.
        return finding is null
            ? null
            : $"{finding}\n{Convert.ToBase64String(input, 0, Math.Min(input.Length, MaxShown))}";
    }

    internal bool IsHanging(TimeSpan limit)
    {
        long started = Interlocked.Read(ref _started);
        return started != 0 && Stopwatch.GetElapsedTime(started) > limit;
    }

    private string? Try(FuzzTarget target, byte[] input)
    {
        try
        {
            target.Run(input);
            Accepted++;
            return null;
        }
        catch (PinningException)
        {
            Refused++;
            return null;
        }
#pragma warning disable CA1031 // Whatever else comes out is what is looked for.
        catch (Exception error)
        {
            return error.ToString();
        }
#pragma warning restore CA1031
    }
}

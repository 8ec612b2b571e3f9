using System;
using System.Globalization;

namespace PinningTools.Benchmarks;

/// <summary>One measurement a call; see the scripts beside it.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["files-generate", var path, var count]:
                FileBenchmark.Generate(path, int.Parse(count, CultureInfo.InvariantCulture));
                return 0;
            case ["files", var path]:
                FileBenchmark.Read(path);
                return 0;
            case ["keys-generate", var path, var kind, var count]:
                KeyBenchmark.Generate(path, kind, int.Parse(count, CultureInfo.InvariantCulture));
                return 0;
            case ["keys", var path]:
                KeyBenchmark.Read(path);
                return 0;
            case ["state-write", var path, var count]:
                NightBenchmark.Write(path, int.Parse(count, CultureInfo.InvariantCulture));
                return 0;
            case ["state", var path, var count]:
                NightBenchmark.Compare(path, int.Parse(count, CultureInfo.InvariantCulture));
                return 0;
            case ["state-idle", var count]:
                NightBenchmark.Idle(int.Parse(count, CultureInfo.InvariantCulture));
                return 0;
            default:
                Console.Error.WriteLine(
                    "usage: files-generate PATH COUNT | files PATH | keys-generate PATH KIND COUNT | keys PATH | state-write PATH COUNT | state PATH COUNT | state-idle COUNT");
                return 2;
        }
    }
}

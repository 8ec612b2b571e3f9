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
            default:
                Console.Error.WriteLine("usage: files-generate PATH COUNT | files PATH");
                return 2;
        }
    }
}

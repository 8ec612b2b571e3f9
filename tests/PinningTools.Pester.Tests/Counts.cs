using Xunit.Abstractions;
using Xunit.Sdk;

namespace PinningTools.Tests.Pester;

/// <summary>
/// Reports the result of each file and the total counts so far as xunit diagnostic messages: dotnet test itself only
/// counts files.
/// </summary>
public sealed class Counts(IMessageSink sink)
{
    private static readonly object s_lock = new();
    private static int s_passed, s_failed, s_skipped;

    internal void Add(string file, PesterResult result)
    {
        lock (s_lock)
        {
            s_passed += result.Passed;
            s_failed += result.Failed;
            s_skipped += result.Skipped;
            sink.OnMessage(new DiagnosticMessage(
                $"Pester: {s_passed} passed, {s_failed} failed, {s_skipped} skipped, with {file} "
                + $"({result.Passed}, {result.Failed}, {result.Skipped} in {result.Seconds:0} s; "
                + $"{result.Engine}, Pester {result.Pester})"));
        }
    }
}

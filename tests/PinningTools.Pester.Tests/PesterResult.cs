using System.Collections.Generic;
using System.IO;
using System.Text.Json;

namespace PinningTools.Tests.Pester;

/// <summary>What tests/Pester/Run.ps1 writes of its run.</summary>
public sealed record PesterResult(
    string Engine, string Pester, int Passed, int Failed, int Skipped, double Seconds, IReadOnlyList<string> Failures)
{
    /// <summary>Null where the run did not come to its end.</summary>
    internal static PesterResult? Read(string path)
    {
        if (!File.Exists(path)) return null;
        return JsonSerializer.Deserialize<PesterResult>(File.ReadAllText(path));
    }
}

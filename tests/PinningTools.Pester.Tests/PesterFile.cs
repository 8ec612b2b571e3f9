using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace PinningTools.Tests.Pester;

/// <summary>One file of tests/Pester. The build writes a class for each that it finds.</summary>
public abstract class PesterFile(Counts counts, string file) : IClassFixture<Counts>
{
    // A guard against a run that hangs, far above what the longest takes.
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(15);

    /// <summary>The engines to run in.</summary>
    public static TheoryData<string> In => new(Engine.Names);

    [Theory, MemberData(nameof(In))]
    public async Task Passes(string engine)
    {
        using var home = new Home();
        string folder = Path.Combine(Repository.Root, "tests", "Pester");
        string report = home.File("result.json");
        string[] arguments =
        [
            "-NoProfile", "-NonInteractive", "-File", Path.Combine(folder, "Run.ps1"),
            "-Path", Path.Combine(folder, file), "-Pester", Repository.Pester, "-Report", report,
        ];

        Engine shell = await Engine.NamedAsync(engine);
        (int exitCode, string output) = await shell.RunAsync(arguments, home.Variables(), s_limit);

        PesterResult? result = PesterResult.Read(report);
        Assert.True(result is not null, $"{file} did not come to its end in {engine} (exit code {exitCode}):\n{output}");
        counts.Add(file, result!);
        Assert.True(result!.Failed == 0, string.Join("\n\n", result.Failures));
        Assert.True(result.Passed + result.Skipped > 0, $"{file} has no test:\n{output}");
        Assert.True(exitCode == 0, $"{file} ended with exit code {exitCode}:\n{output}");
    }
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.Shape.Package;

/// <summary>
/// The package in a folder of its own, with everything that was needed to make it, and a project that has no other
/// source of packages than that folder.
/// </summary>
public sealed class PackedCore : IAsyncLifetime
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(9);
    private static readonly string s_dotnet = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
        ? Environment.ProcessPath! : "dotnet";

    /// <summary>The folder.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("pinningtools-package-").FullName;

    /// <summary>The one package in it.</summary>
    public string File => Assert.Single(Directory.GetFiles(Path.Combine(Folder, "feed"), "*.nupkg"));

    /// <summary>Its version, from its name.</summary>
    public string Version => Path.GetFileNameWithoutExtension(File)["PinningTools.Core.".Length..];

    /// <inheritdoc/>
    public Task InitializeAsync() => RunAsync(
        "pack", Path.Combine(BuiltModule.Root, "src", "PinningTools.Core"),
        "--output", Path.Combine(Folder, "feed"), "--artifacts-path", Path.Combine(Folder, "artifacts"));

    /// <inheritdoc/>
    public Task DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Builds and runs the program, and returns its lines.</summary>
    internal async Task<string[]> RunConsumerAsync(params string[] arguments)
    {
        string project = Directory.CreateDirectory(Path.Combine(Folder, "consumer")).FullName;
        string source = Path.Combine(BuiltModule.Root, "tests", "PinningTools.Shape.Tests", "Package", "Consumer");
        foreach (string file in Directory.GetFiles(source))
            System.IO.File.Copy(file, Path.Combine(project, Path.GetFileName(file)));
        await System.IO.File.WriteAllTextAsync(
            Path.Combine(project, "nuget.config"),
            """
            <configuration>
              <packageSources><clear /><add key="feed" value="../feed" /></packageSources>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <fallbackPackageFolders><clear /></fallbackPackageFolders>
            </configuration>
            """);
        string sdk = (await RunAsync("--version")).Trim();
        await RunAsync(
            "build", project, $"-p:ConsumerFramework=net{sdk.Split('.')[0]}.0", $"-p:ConsumerVersion={Version}",
            "--output", Path.Combine(project, "out"));
        string output = await RunAsync(["exec", Path.Combine(project, "out", "Consumer.dll"), .. arguments]);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>Nothing that is started stays behind, to hold the folder or to build for others.</summary>
    private static async Task<string> RunAsync(params string[] arguments)
    {
        IEnumerable<string> quiet = arguments[0] is "pack" or "build"
            ? ["--nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false"] : [];
        ToolResult result = await Tool.RunAsync(s_dotnet, [.. arguments, .. quiet], timeout: s_patience);
        Assert.True(result.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}\n{result.Output}\n{result.Error}");
        return result.Output;
    }
}

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Tests.Pester;

/// <summary>A PowerShell in which suites run: its program and the arguments before PowerShell's own.</summary>
public sealed record Engine(string Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>What the engine of the tool manifest is called.</summary>
    internal const string Tool = "dotnet pwsh";

    private static readonly Lazy<Task<Engine>> s_tool = new(FindToolAsync);

    /// <summary>
    /// The engine that <c>PINNINGTOOLS_PWSH</c> names, else the tool of the manifest and, on Windows, Windows PowerShell.
    /// </summary>
    internal static IEnumerable<string> Names =>
        Environment.GetEnvironmentVariable("PINNINGTOOLS_PWSH") is { Length: > 0 } given ? [given]
        : OperatingSystem.IsWindows() ? [Tool, "powershell.exe"]
        : [Tool];

    internal static Task<Engine> NamedAsync(string name) =>
        name == Tool ? s_tool.Value : Task.FromResult(new Engine(name));

    /// <summary>
    /// Runs to the end and gives the exit code and all that was printed. What runs longer than the limit is ended, its
    /// children with it.
    /// </summary>
    internal async Task<(int ExitCode, string Output)> RunAsync(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string> variables, TimeSpan limit)
    {
        var start = new ProcessStartInfo(Program)
        {
            // dotnet looks for the tool manifest from here upwards.
            WorkingDirectory = Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string one in Arguments) start.ArgumentList.Add(one);
        foreach (string one in arguments) start.ArgumentList.Add(one);
        foreach ((string name, string value) in variables) start.Environment[name] = value;

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = new StringWriter();
        DataReceivedEventHandler append = (_, line) =>
        {
            lock (output) output.WriteLine(line.Data);
        };
        process.OutputDataReceived += append;
        process.ErrorDataReceived += append;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var timer = new CancellationTokenSource(limit);
        string end = "";
        try
        {
            await process.WaitForExitAsync(timer.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            end = $"Ended after {limit.TotalMinutes:0} minutes.";
        }

        lock (output) return (end.Length == 0 ? process.ExitCode : -1, output + end);
    }

    // Asked in the user's own home, where dotnet keeps what it knows of tools: the suites have homes of their own.
    private static async Task<Engine> FindToolAsync()
    {
        var command = new Engine("dotnet", "tool", "run", "pwsh", "--");
        (int exitCode, string output) = await command.RunAsync(
            ["-NoProfile", "-Command", "$PSHOME"], new Dictionary<string, string>(), TimeSpan.FromMinutes(2));
        string assembly = Path.Combine(output.Trim(), "pwsh.dll");
        if (exitCode == 0 && File.Exists(assembly)) return new Engine("dotnet", assembly);
        throw new InvalidOperationException($"The PowerShell of the tool manifest does not start:\n{output}");
    }
}

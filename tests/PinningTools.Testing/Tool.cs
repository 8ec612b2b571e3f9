using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Testing;

/// <summary>Finds and runs the programs of the system, without a shell.</summary>
public static class Tool
{
    /// <summary>The path of a program, or null if the machine does not have it.</summary>
    public static string? Find(string name)
    {
        var file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        var path = Environment.GetEnvironmentVariable("PATH") ?? string.Empty;

        // Servers live where the search path of ordinary users does not lead.
        string[] folders = [.. path.Split(Path.PathSeparator), "/usr/local/sbin", "/usr/sbin"];
        return folders
            .Where(Path.IsPathFullyQualified)
            .Select(folder => Path.Combine(folder, file))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>Runs a program to its end, within 30 seconds unless told otherwise.</summary>
    /// <exception cref="TimeoutException">It did not end, and was killed.</exception>
    public static async Task<ToolResult> RunAsync(
        string file, IEnumerable<string> arguments, string? input = null, TimeSpan? timeout = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(timeout ?? TimeSpan.FromSeconds(30));
        using var killing = patience.Token.Register(() => process.Kill(entireProcessTree: true));
        var output = new MemoryStream();
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await Task.WhenAll(
            FeedAsync(process.StandardInput, input),
            process.StandardOutput.BaseStream.CopyToAsync(output, CancellationToken.None),
            error,
            process.WaitForExitAsync(CancellationToken.None)).ConfigureAwait(false);
        return patience.IsCancellationRequested
            ? throw new TimeoutException($"{file} {string.Join(' ', start.ArgumentList)} did not end in time.")
            : new ToolResult(process.ExitCode, output.ToArray(), await error.ConfigureAwait(false));
    }

    private static async Task FeedAsync(StreamWriter writer, string? input)
    {
        try
        {
            await using (writer.ConfigureAwait(false))
                await writer.WriteAsync(input).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The program ended without reading everything; its exit code tells.
        }
    }
}

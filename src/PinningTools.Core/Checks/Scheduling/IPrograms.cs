using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>What a program wrote, and how it ended.</summary>
internal sealed record ProgramOutput(int ExitCode, byte[] Output, string Errors);

/// <summary>The programs of the system: crontab, systemctl, id.</summary>
internal interface IPrograms
{
    /// <summary>The path of a program, or null.</summary>
    string? Find(string name);

    /// <param name="name">The program.</param>
    /// <param name="arguments">Without spaces and quotes.</param>
    /// <param name="input">What it reads, as bytes.</param>
    /// <exception cref="PinningException">The program is missing, cannot be run or does not end.</exception>
    ProgramOutput Run(string name, string[] arguments, byte[]? input = null);
}

/// <summary>Runs programs of the folders that PATH names, never of the current folder.</summary>
internal sealed class Programs : IPrograms
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    public string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Where(Path.IsPathRooted).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    public ProgramOutput Run(string name, string[] arguments, byte[]? input = null)
    {
        string path = Find(name) ?? throw new PinningException(Faults.ScheduleProgramMissing(name));
        try
        {
            return Start(path, name, arguments, input ?? []);
        }
        catch (Exception error) when (error is System.ComponentModel.Win32Exception or IOException or InvalidOperationException)
        {
            throw new PinningException(Faults.ScheduleProgramFailed(Line(name, arguments), error.Message), error);
        }
    }

    internal static string Line(string name, string[] arguments) => string.Join(" ", arguments.Prepend(name));

    private static ProgramOutput Start(string path, string name, string[] arguments, byte[] input)
    {
        var start = new ProcessStartInfo(path, string.Join(" ", arguments))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The messages that are read are those in English.
        start.EnvironmentVariables["LC_ALL"] = "C";
        using Process process = Process.Start(start)!;
        using var output = new MemoryStream();
        Task reading = process.StandardOutput.BaseStream.CopyToAsync(output);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Feed(process, input);
        if (!process.WaitForExit((int)s_patience.TotalMilliseconds))
        {
            process.Kill();
            throw new PinningException(Faults.ScheduleProgramFailed(
                Line(name, arguments), $"it had not ended after {s_patience.TotalSeconds:0} s"));
        }

        process.WaitForExit();
        reading.GetAwaiter().GetResult();
        return new ProgramOutput(process.ExitCode, output.ToArray(), errors.GetAwaiter().GetResult().Trim());
    }

    /// <summary>A program that ends before it has read everything says why by its exit code.</summary>
    private static void Feed(Process process, byte[] input)
    {
        try
        {
            process.StandardInput.BaseStream.Write(input, 0, input.Length);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // Its exit code tells.
        }
    }
}

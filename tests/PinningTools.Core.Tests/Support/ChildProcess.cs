using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace PinningTools.Tests.Support;

/// <summary>Starts this test assembly, and so this leg of the library, as a process of its own.</summary>
internal static class ChildProcess
{
    private static string Assembly => typeof(ChildProcess).Assembly.Location;

    /// <summary>Whether this assembly has a program of its own, which needs no runtime to be installed.</summary>
    private static bool IsOwnProgram => IsNamed(Path.GetFileNameWithoutExtension(Assembly));

    private static string Host => IsOwnProgram || IsNamed("dotnet") ? Environment.ProcessPath! : "dotnet";

    internal static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Host);
        foreach (string argument in All(arguments)) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    /// <summary>What it writes, with other variables in its environment.</summary>
    internal static string Run(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Host) { RedirectStandardOutput = true };
        foreach (string argument in All(arguments)) start.ArgumentList.Add(argument);
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }

    /// <summary>The same as a command for bash.</summary>
    internal static string CommandLine(params string[] arguments) =>
        string.Join(" ", All(arguments).Prepend(Host).Select(part => $"'{part}'"));

    private static string[] All(string[] arguments) =>
        IsOwnProgram ? arguments : ["exec", "--roll-forward", "Major", Assembly, .. arguments];

    private static bool IsNamed(string program) =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath ?? "") == program;
}
